// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading.Held;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Loads of keys whose value stands, and goes on being served meanwhile. */
final class Refreshes<K, V> {

    private final Pipeline<K, V> cache;

    Refreshes(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    /** Starts to load a key in the background, unless that is under way or too much else is. */
    void behind(StoreKey key, Held<V> seen, Origin<K, V> origin) {
        Refresh<K, V> refresh = new Refresh<>(cache, key, seen, origin);
        if (!cache.flights.startBehind(key, refresh)) {
            return;
        }
        if (!cache.background.tryRefresh()) {
            cache.flights.endBehind(key, refresh);
            cache.events.happened(Kind.REFRESH_DROPPED, key);
            return;
        }
        refresh.start();
    }

    /** Loads a key for a caller who asks for it, and completes with what the origin says. */
    CompletableFuture<@Nullable V> now(
            StoreKey key, Held<V> seen, Origin<K, V> origin, Caller caller, @Nullable LoadContext context) {
        CompletableFuture<@Nullable V> result = new CompletableFuture<>();
        long clock = cache.store.region().clock();
        LoaderAttempts<K, V> attempts = new LoaderAttempts<>(
                cache,
                origin,
                List.of(cache.userKey(key)),
                seen.value(),
                caller,
                context,
                call -> cache.log.did("load to refresh", key));
        Futures.then(attempts.start(), caller, (outcomes, unexpected) -> {
            Loaded<V> outcome = Loaded.only(outcomes, unexpected);
            if (outcome.failure() != null) {
                Futures.fail(result, LoadFailure.seenByCaller(outcome.failure(), cache.log.describe(key)));
                return;
            }
            V value = outcome.value();
            Futures.then(
                    replace(key, seen, value, attempts.costMillis(), clock),
                    caller,
                    (stored, lost) -> result.complete(value));
        });
        return result;
    }

    /**
     * Puts a loaded value in the place of the one that was seen before the load, if that still stands there.
     *
     * @return whether it is held now; does not fail
     */
    CompletableFuture<Boolean> replace(StoreKey key, Held<V> seen, @Nullable V value, long costMillis, long clock) {
        StoredValue newer;
        try {
            newer = value != null && value == seen.value()
                    ? cache.values.toUnchanged(key, seen, costMillis, clock)
                    : cache.values.toStored(key, value, null, costMillis, clock);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, key, unstorable);
            newer = null;
        }
        if (newer == null) {
            // What stands there is out of date, and what should stand there cannot.
            return cache.removals.evict(List.of(key), Duration.ZERO).thenApply(gone -> false);
        }
        StoredValue fresh = newer;
        return cache.store
                .change(key, region -> region.refresh(key, seen.stored().fillId(), fresh))
                .handle((stored, failure) -> {
                    boolean held = stored != null && stored;
                    if (held) {
                        cache.events.happened(Kind.REFRESHED, key);
                    } else {
                        cache.events.happened(Kind.FILL_REFUSED, "refresh refused", key);
                    }
                    return held;
                });
    }
}
