// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Loads.Leg;
import dev.larder.Values.Reading;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads of one cache, with and without a loader. */
final class Reads<K, V> {

    private final Pipeline<K, V> cache;

    Reads(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    /** The value of a key; without a loader null on a miss too. */
    CompletableFuture<@Nullable V> get(K key, @Nullable Origin<K, V> origin, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        LoadContext context = LoadContext.current();
        return Futures.compose(cache.store.read(region -> region.get(storeKey)), caller, (found, failure) -> {
            Reading<V> reading = read(storeKey, found);
            if (reading instanceof Reading.Found<V> hit) {
                return CompletableFuture.completedFuture(hit.value());
            }
            if (origin == null) {
                return CompletableFuture.completedFuture(null);
            }
            Waiter<K, V> waiter = new Waiter<>(storeKey, origin, caller, context);
            load(List.of(waiter), List.of((Reading.Missing<V>) reading), origin, caller);
            return waiter.result;
        });
    }

    /** The entry that a read finds, or null. */
    CompletableFuture<@Nullable CacheEntry<V>> lookup(K key, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return Futures.handle(cache.store.read(region -> region.get(storeKey)), caller, (found, failure) -> {
            return read(storeKey, found) instanceof Reading.Found<V> hit ? entry(hit) : null;
        });
    }

    /** The values of many keys, in their order; keys without a value are left out. */
    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys, @Nullable Origin<K, V> origin, Caller caller) {
        LoadContext context = LoadContext.current();
        Map<K, @Nullable V> values = new LinkedHashMap<>();
        List<StoreKey> unknown = new ArrayList<>();
        for (K key : keys) {
            if (!values.containsKey(cache.requireKey(key))) {
                StoredValue atHand = cache.peek(key);
                values.put(key, atHand == null ? null : cache.values.atHand(atHand));
                if (atHand == null) {
                    unknown.add(cache.storeKey(key));
                } else {
                    hit(key);
                }
            }
        }
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(withoutAbsent(values));
        }
        return Futures.compose(cache.store.read(region -> region.getAll(unknown)), caller, (found, failure) -> {
            List<Waiter<K, V>> waiters = new ArrayList<>();
            List<Reading.Missing<V>> missing = new ArrayList<>();
            for (int i = 0; i < unknown.size(); i++) {
                StoreKey key = unknown.get(i);
                Reading<V> reading = read(key, found == null ? null : found.get(i));
                if (reading instanceof Reading.Found<V> hit) {
                    values.put(cache.userKey(key), hit.value());
                } else if (origin != null) {
                    waiters.add(new Waiter<>(key, origin, caller, context));
                    missing.add((Reading.Missing<V>) reading);
                }
            }
            if (origin != null) {
                load(waiters, missing, origin, caller);
            }
            CompletableFuture<?>[] results =
                    waiters.stream().map(waiter -> waiter.result).toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(results).thenApply(loaded -> {
                waiters.forEach(waiter -> values.put(waiter.userKey(), waiter.result.join()));
                return withoutAbsent(values);
            });
        });
    }

    /** The entry of a key as it stands, or null; counts neither as a hit nor as a miss. */
    CompletableFuture<@Nullable CacheEntry<V>> entry(K key, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return Futures.handle(cache.store.read(region -> region.get(storeKey)), caller, (found, failure) -> {
            if (found != null && cache.values.read(storeKey, found) instanceof Reading.Found<V> there) {
                return entry(there);
            }
            return null;
        });
    }

    CacheEntry<V> entry(Reading.Found<V> found) {
        return entry(found.value(), found.stored());
    }

    CacheEntry<V> entry(@Nullable V value, StoredValue stored) {
        long now = cache.now();
        return new CacheEntry<>(
                value,
                Instant.ofEpochMilli(stored.createdMillis()),
                Duration.ofMillis(Math.max(0, now - stored.createdMillis())),
                Duration.ofMillis(Math.max(0, stored.remainingMillis(now))));
    }

    /** Loads a key whether it is cached or not, and replaces exactly the value that was there before the load. */
    CompletableFuture<@Nullable V> refresh(K key, Origin<K, V> origin, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        LoadContext context = LoadContext.current();
        return Futures.compose(cache.store.read(region -> region.get(storeKey)), caller, (found, failure) -> {
            Reading<V> reading = found == null ? missingUnread() : cache.values.read(storeKey, found);
            if (reading instanceof Reading.Found<V> old) {
                return replace(storeKey, old.stored().fillId(), origin, caller, context);
            }
            Waiter<K, V> waiter = new Waiter<>(storeKey, origin, caller, context);
            load(List.of(waiter), List.of((Reading.Missing<V>) reading), origin, caller);
            return waiter.result;
        });
    }

    private CompletableFuture<@Nullable V> replace(
            StoreKey key, long seen, Origin<K, V> origin, Caller caller, @Nullable LoadContext context) {
        CompletableFuture<@Nullable V> result = new CompletableFuture<>();
        long clock = cache.store.region().clock();
        LoaderAttempts<K, V> attempts = new LoaderAttempts<>(
                cache,
                origin,
                List.of(cache.userKey(key)),
                caller,
                context,
                call -> cache.log.did("load to refresh", key));
        Futures.<List<@Nullable V>>then(attempts.start(), caller, (values, failure) -> {
            if (values != null) {
                store(key, seen, values.get(0), attempts.costMillis(), clock, caller, result);
            } else if (failure != null) {
                Futures.fail(result, LoadFailure.seenByCaller(failure, cache.log.describe(key)));
            }
        });
        return result;
    }

    private void store(
            StoreKey key,
            long seen,
            @Nullable V value,
            long cost,
            long clock,
            Caller caller,
            CompletableFuture<@Nullable V> result) {
        StoredValue fresh;
        try {
            fresh = cache.values.toStored(value, null, cost, clock);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(CacheLog.Trouble.ENCODE, key, unstorable);
            result.complete(value);
            return;
        }
        Futures.then(cache.store.change(region -> region.refresh(key, seen, fresh)), caller, (stored, failure) -> {
            if (stored == null || !stored) {
                cache.events.happened(Kind.FILL_REFUSED, "refresh refused", key);
            }
            result.complete(value);
        });
    }

    private void load(
            List<Waiter<K, V>> waiters, List<Reading.Missing<V>> missing, Origin<K, V> origin, Caller caller) {
        List<Leg<K, V>> legs = new ArrayList<>();
        for (int i = 0; i < waiters.size(); i++) {
            Flight<K, V> flight = cache.flights.enter(waiters.get(i));
            if (flight != null) {
                legs.add(new Leg<>(
                        flight, missing.get(i).supersede(), missing.get(i).loadOnly()));
            }
        }
        if (!legs.isEmpty()) {
            cache.loads.go(legs, origin, caller, waiters.get(0).context);
        }
    }

    private Reading<V> read(StoreKey key, @Nullable Lookup found) {
        Reading<V> reading = found == null ? missingUnread() : cache.values.read(key, found);
        if (reading instanceof Reading.Found<V>) {
            cache.events.happened(Kind.HIT, key);
        } else {
            cache.events.happened(Kind.MISS, key);
        }
        return reading;
    }

    /** The store did not answer: what is loaded now is not stored. */
    private Reading.Missing<V> missingUnread() {
        return new Reading.Missing<>(null, true);
    }

    /** Counts a hit that was found without the store's help. */
    void hit(K key) {
        if (cache.log.isOn()) {
            cache.events.happened(Kind.HIT, cache.storeKey(key));
        } else {
            cache.events.happenedAtHand(Kind.HIT, key);
        }
    }

    private static <K, V> Map<K, V> withoutAbsent(Map<K, @Nullable V> values) {
        Map<K, V> present = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return present;
    }
}
