// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes, renews and ends the marks of one cache's writers. */
final class WriteMarks<K, V> {

    private final Pipeline<K, V> cache;

    WriteMarks(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    /** Marks for these keys, which {@link #begin} has yet to send. */
    List<WriteMark> of(List<StoreKey> keys) {
        long clock = cache.store.region().clock();
        return keys.stream()
                .map(key -> new WriteMark(key, cache.tokens.next(), clock, cache.store.trusts(key)))
                .toList();
    }

    /** Completes when each mark knows what the store says of it; never fails. */
    CompletableFuture<Boolean> begin(List<WriteMark> marks) {
        cache.flights.detach(keysOf(marks));
        long notAfter = cache.changeNotAfter();
        List<BeginRequest> requests = new ArrayList<>();
        for (WriteMark mark : marks) {
            requests.add(new BeginRequest(mark.key, mark.token, cache.options.writeIntent(), notAfter));
            cache.log.did("begin write", mark.key);
        }
        CompletableFuture<List<@Nullable BeginReply>> sent =
                cache.store.changeAllAnyway(requests, BeginRequest::key, StoreRegion::beginWrite);
        return sent.thenApply(replies -> {
            for (int i = 0; i < marks.size(); i++) {
                marks.get(i).begun(replies.get(i));
            }
            return true;
        });
    }

    /** The first mark that the origin must not be changed without, but is not there; null if nothing speaks against the change. */
    @Nullable
    WriteMark missing(List<WriteMark> marks) {
        return cache.options.onStoreFailure() == OnStoreFailure.DEGRADE
                ? null
                : marks.stream()
                        .filter(mark -> mark.intent() == null)
                        .findFirst()
                        .orElse(null);
    }

    CacheStoreUnavailableException refusal(WriteMark missing) {
        return new CacheStoreUnavailableException(
                "the origin was not changed, since the store did not acknowledge the mark of the write: "
                        + cache.log.describe(missing.key));
    }

    void renew(List<WriteMark> marks) {
        Duration life = cache.options.writeIntent();
        for (WriteMark mark : marks) {
            WriteIntent intent = mark.intent();
            if (intent != null) {
                cache.store.changeAnyway(region -> region.renewWrite(mark.key, intent, life));
            }
        }
    }

    /** What stood there, fresh, when the write began, if nobody else was writing. */
    Reading.@Nullable Found<V> base(WriteMark mark) {
        if (!mark.trusted || !(mark.reply() instanceof BeginReply.Begun begun)) {
            return null;
        }
        if (!(begun.replaced() instanceof StoredValue stored) || !stored.isFresh(cache.now())) {
            return null;
        }
        return cache.values.read(mark.key, stored) instanceof Reading.Found<V> found ? found : null;
    }

    /** Completes when the marks are gone, or the journal has them; never fails. */
    CompletableFuture<?> finish(List<WriteMark> marks, List<Kept<V>> kept, Caller caller) {
        List<StoreKey> keys = keysOf(marks);
        cache.flights.detach(keys);
        List<FinishRequest> requests = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            requests.add(requestOf(marks.get(i), kept.get(i)));
        }
        return Futures.handle(cache.removals.finishWrite(requests), caller, (replies, failure) -> {
            cache.flights.detach(keys);
            for (int i = 0; replies != null && i < replies.size(); i++) {
                FinishReply reply = replies.get(i);
                cache.log.did("finish write, " + (reply == null ? "unconfirmed" : reply), keys.get(i));
                if (reply == FinishReply.STORED) {
                    cache.events.happened(Kind.PUT, keys.get(i));
                } else if (reply != null && kept.get(i).isEviction()) {
                    cache.events.happened(Kind.EVICTED, keys.get(i));
                }
            }
            return true;
        });
    }

    private FinishRequest requestOf(WriteMark mark, Kept<V> kept) {
        Duration holdOff = cache.options.holdOff();
        WriteIntent intent = mark.intent();
        StoredValue written = kept.keeps() ? stored(mark, kept) : null;
        // A kept value that is lost later leaves no hold-off behind,
        // so that a lagging replica's could take its place.
        StoredValue value = intent != null && holdOff.isZero() ? written : null;
        Long stamp = intent == null ? null : intent.stamp();
        // Even where the value is not kept, no older one is put in its place, nor in that of the one that stood there.
        Long version = written == null ? replacedVersion(mark) : written.version();
        return new FinishRequest(mark.key, mark.token, stamp, value, holdOff, version);
    }

    private static @Nullable Long replacedVersion(WriteMark mark) {
        return mark.reply() instanceof BeginReply.Begun begun && begun.replaced() instanceof StoredValue replaced
                ? replaced.version()
                : null;
    }

    /** The value as it is stored, null if it cannot be. */
    @Nullable
    StoredValue stored(WriteMark mark, Kept<V> kept) {
        V value = kept.value();
        if (value == null && cache.options.versioned()) {
            return null; // an absence has no version, so that an older value could take its place
        }
        try {
            StoredValue base = kept.base();
            return base != null && value != null
                    ? cache.values.toMerged(mark.key, value, base)
                    : cache.values.toStored(mark.key, value, null, 0, mark.clock);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, mark.key, unstorable);
            return null;
        }
    }

    private static List<StoreKey> keysOf(List<WriteMark> marks) {
        return marks.stream().map(mark -> mark.key).toList();
    }
}
