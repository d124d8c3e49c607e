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
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes of one cache: mark the keys, change the origin, then change the cache. */
final class Writes<K, V> {

    /** What the cache keeps of a write that succeeded. */
    interface Keep<V, R extends @Nullable Object> {

        /**
         * Says what to keep under the key with this index.
         *
         * @param base what was cached, fresh, when the write began, if nobody else was writing
         */
        Kept<V> of(int index, R result, Reading.@Nullable Found<V> base);
    }

    /** A value to keep, or nothing. */
    record Kept<V>(
            boolean keeps, @Nullable V value, @Nullable StoredValue base) {

        static <V> Kept<V> nothing() {
            return new Kept<>(false, null, null);
        }

        static <V> Kept<V> value(@Nullable V value) {
            return new Kept<>(true, value, null);
        }

        /** A value that was made of an older one, whose times it keeps. */
        static <V> Kept<V> merged(@Nullable V value, StoredValue base) {
            return new Kept<>(true, value, base);
        }
    }

    private final Pipeline<K, V> cache;

    Writes(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    <R extends @Nullable Object> CompletableFuture<R> write(
            List<StoreKey> keys, OriginWrite<R, ?> write, Keep<V, R> keep, Caller caller) {
        Write<R> one = new Write<>(keys, write, keep, caller);
        one.begin();
        return one.result;
    }

    /** A writer's mark on one key. */
    private static final class Mark {

        final StoreKey key;
        final Token token;
        final long clock;

        /** Whether what stood there when the write began was no older than this node knew. */
        final boolean trusted;

        @Nullable
        WriteIntent intent;

        @Nullable
        BeginReply reply;

        Mark(StoreKey key, Token token, long clock, boolean trusted) {
            this.key = key;
            this.token = token;
            this.clock = clock;
            this.trusted = trusted;
        }
    }

    /** One write, of one key or of many. */
    private final class Write<R extends @Nullable Object> {

        private final List<StoreKey> keys;
        private final OriginWrite<R, ?> write;
        private final Keep<V, R> keep;
        private final Caller caller;
        private final List<Mark> marks = new ArrayList<>();
        private final CompletableFuture<R> result = new CompletableFuture<>();

        Write(List<StoreKey> keys, OriginWrite<R, ?> write, Keep<V, R> keep, Caller caller) {
            this.keys = keys;
            this.write = write;
            this.keep = keep;
            this.caller = caller;
        }

        void begin() {
            cache.flights.detach(keys);
            long clock = cache.store.region().clock();
            long notAfter = cache.changeNotAfter();
            List<BeginRequest> requests = new ArrayList<>();
            for (StoreKey key : keys) {
                Mark mark = new Mark(key, cache.tokens.next(), clock, cache.store.trusts(key));
                marks.add(mark);
                requests.add(new BeginRequest(key, mark.token, cache.options.writeIntent(), notAfter));
                cache.log.did("begin write", key);
            }
            CompletableFuture<List<@Nullable BeginReply>> sent =
                    cache.store.changeAllAnyway(requests, BeginRequest::key, StoreRegion::beginWrite);
            Futures.then(sent, caller, (replies, failure) -> {
                if (replies != null) {
                    begun(replies);
                }
                changeOrigin();
            });
        }

        private void begun(List<@Nullable BeginReply> replies) {
            for (int i = 0; i < marks.size(); i++) {
                Mark mark = marks.get(i);
                mark.reply = replies.get(i);
                if (mark.reply instanceof BeginReply.Begun begun) {
                    mark.intent = begun.intent();
                } else if (mark.reply instanceof BeginReply.Joined joined) {
                    mark.intent = joined.intent();
                }
            }
        }

        private void changeOrigin() {
            Renewal renewal = Renewal.start(cache.time.scheduler(), cache.options.writeIntent(), this::renew);
            try {
                caller.call(() -> {
                    R written;
                    try {
                        written = write.run();
                    } catch (Throwable refused) {
                        renewal.stop();
                        finish(index -> Kept.nothing(), () -> Futures.fail(result, refused));
                        return;
                    }
                    renewal.stop();
                    finish(index -> kept(index, written), () -> result.complete(written));
                });
            } catch (RejectedExecutionException saturated) {
                renewal.stop();
                finish(index -> Kept.nothing(), () -> Futures.fail(result, cache.saturated(saturated)));
            }
        }

        private void renew() {
            for (Mark mark : marks) {
                WriteIntent intent = mark.intent;
                if (intent != null) {
                    cache.store.changeAnyway(
                            region -> region.renewWrite(mark.key, intent, cache.options.writeIntent()));
                }
            }
        }

        private Kept<V> kept(int index, R written) {
            Mark mark = marks.get(index);
            try {
                Kept<V> kept = keep.of(index, written, base(mark));
                cache.log.worked(Trouble.MERGE);
                return kept;
            } catch (Throwable broken) {
                // The origin has accepted the write: it must not look as if it had failed.
                cache.log.failed(Trouble.MERGE, mark.key, broken);
                return Kept.nothing();
            }
        }

        private Reading.@Nullable Found<V> base(Mark mark) {
            if (!mark.trusted || !(mark.reply instanceof BeginReply.Begun begun)) {
                return null;
            }
            if (!(begun.replaced() instanceof StoredValue stored) || !stored.isFresh(cache.now())) {
                return null;
            }
            return cache.values.read(mark.key, stored) instanceof Reading.Found<V> found ? found : null;
        }

        private void finish(IntFunction<Kept<V>> kept, Runnable then) {
            cache.flights.detach(keys);
            List<FinishRequest> requests = new ArrayList<>();
            for (int i = 0; i < marks.size(); i++) {
                requests.add(requestOf(marks.get(i), kept.apply(i)));
            }
            Futures.then(cache.removals.finishWrite(requests), caller, (replies, failure) -> {
                cache.flights.detach(keys);
                for (int i = 0; replies != null && i < replies.size(); i++) {
                    FinishReply reply = replies.get(i);
                    cache.log.did("finish write, " + (reply == null ? "unconfirmed" : reply), keys.get(i));
                    if (reply == FinishReply.STORED) {
                        cache.events.happened(Kind.PUT, keys.get(i));
                    }
                }
                then.run();
            });
        }

        private FinishRequest requestOf(Mark mark, Kept<V> kept) {
            Duration holdOff = cache.options.holdOff();
            WriteIntent intent = mark.intent;
            StoredValue value = null;
            // A kept value that is lost later leaves no hold-off behind,
            // so that a lagging replica's could take its place.
            if (kept.keeps() && intent != null && holdOff.isZero()) {
                value = stored(mark, kept);
            }
            Long stamp = intent == null ? null : intent.stamp();
            return new FinishRequest(mark.key, mark.token, stamp, value, holdOff, null);
        }

        private @Nullable StoredValue stored(Mark mark, Kept<V> kept) {
            try {
                V value = kept.value();
                StoredValue base = kept.base();
                return base != null && value != null
                        ? cache.values.toMerged(mark.key, value, base)
                        : cache.values.toStored(mark.key, value, null, 0, mark.clock);
            } catch (CacheSerializationException unstorable) {
                cache.log.failed(Trouble.ENCODE, mark.key, unstorable);
                return null;
            }
        }
    }
}
