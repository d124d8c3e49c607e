// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Freshness.Use;
import dev.larder.Values.Reading;
import dev.larder.Values.Reading.Held;
import dev.larder.store.AtHand;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads of one cache, with and without a loader. */
final class Reads<K, V> {

    private final Pipeline<K, V> cache;
    private final MissGuess guess = new MissGuess();
    private final boolean mayGuess;

    Reads(Pipeline<K, V> cache) {
        this.cache = cache;
        // Who may be served what is out of date has to be told of it before he asks for a lease.
        this.mayGuess = cache.store.isRemote()
                && cache.options.staleWhileRevalidate().isZero()
                && cache.options.staleIfError().isZero();
    }

    /** What stands under a key: in the store, or for the caller's transaction, which may have changed it. */
    CompletableFuture<Lookup> find(StoreKey key, Caller caller) {
        Lookup changed = caller.thread() == null ? null : cache.seenInTransaction(key);
        if (changed != null) {
            return CompletableFuture.completedFuture(changed);
        }
        CompletableFuture<Lookup> read = cache.store.read(key, region -> region.get(key));
        caller.waitFor(read);
        return read;
    }

    /** Does so for many keys; null for each that the store does not answer. */
    private CompletableFuture<List<@Nullable Lookup>> findAll(List<StoreKey> keys, Caller caller) {
        if (caller.thread() == null || !cache.transactions.anyChanges()) {
            CompletableFuture<List<@Nullable Lookup>> read = cache.store.readAll(keys, key -> key, StoreRegion::getAll);
            caller.waitFor(read);
            return read;
        }
        List<@Nullable Lookup> found = new ArrayList<>();
        List<StoreKey> unchanged = new ArrayList<>();
        for (StoreKey key : keys) {
            Lookup changed = cache.seenInTransaction(key);
            found.add(changed);
            if (changed == null) {
                unchanged.add(key);
            }
        }
        CompletableFuture<List<@Nullable Lookup>> read =
                cache.store.readAll(unchanged, key -> key, StoreRegion::getAll);
        return read.thenApply(stored -> {
            Iterator<@Nullable Lookup> next = stored.iterator();
            found.replaceAll(changed -> changed == null ? next.next() : changed);
            return found;
        });
    }

    /** The value of a key; without a loader null on a miss too, and unless it is fresh. */
    CompletableFuture<@Nullable V> get(K key, @Nullable Origin<K, V> origin, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        LoadContext context = LoadContext.current();
        if (origin != null && mayGuess && guess.isMiss() && mayLease(storeKey, caller)) {
            return lease(new Waiter<>(storeKey, origin, caller, context, null));
        }
        return Futures.compose(find(storeKey, caller), caller, (found, failure) -> {
            Reading<V> reading = read(storeKey, found);
            Held<V> answer = answer(storeKey, reading, origin);
            if (answer != null || origin == null) {
                return CompletableFuture.completedFuture(answer == null ? null : answer.value());
            }
            Waiter<K, V> waiter = new Waiter<>(storeKey, origin, caller, context, reading);
            load(List.of(waiter), List.of(reading));
            return waiter.result;
        });
    }

    private boolean mayLease(StoreKey key, Caller caller) {
        return cache.mayStoreLoads(caller) && (caller.thread() == null || cache.seenInTransaction(key) == null);
    }

    /** Asks for the lease at once, which finds the value if there is one after all: a round trip less for a miss. */
    private CompletableFuture<@Nullable V> lease(Waiter<K, V> waiter) {
        Flight<K, V> flight = cache.flights.enter(waiter);
        if (flight == null) {
            missed(waiter.key, true); // somebody loads it
        } else {
            Leg<K, V> leg = new Leg<>(flight, new Reading.Missing<>(null, false));
            leg.unread = true;
            cache.loads.go(List.of(leg), waiter);
        }
        return waiter.result;
    }

    /** The entry that a read finds fresh, or null. */
    CompletableFuture<@Nullable CacheEntry<V>> lookup(K key, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return Futures.handle(find(storeKey, caller), caller, (found, failure) -> {
            Held<V> answer = answer(storeKey, read(storeKey, found), null);
            return answer == null ? null : entry(answer);
        });
    }

    /** The entry that may be served to a reader who missed and may not load, or null. */
    CompletableFuture<@Nullable CacheEntry<V>> standIn(K key, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return Futures.compose(find(storeKey, caller), caller, (found, failure) -> {
            Reading<V> reading = read(storeKey, found);
            if (reading instanceof Reading.Found<V> fresh) {
                return CompletableFuture.completedFuture(entry(fresh));
            }
            if (!(reading instanceof Reading.Stale<V> stale) || stale.use() == Use.NOTHING) {
                return CompletableFuture.completedFuture(null);
            }
            if (stale.use() == Use.WHILE_REVALIDATING) {
                cache.events.happened(Kind.STALE_FOR_ERROR, storeKey);
                return CompletableFuture.completedFuture(entry(stale));
            }
            return Futures.handle(
                    cache.store.read(storeKey, region -> region.backOffs(List.of(storeKey))),
                    caller,
                    (backOffs, lost) -> {
                        if (backOffs == null || backOffs.get(0).left().isZero()) {
                            return null;
                        }
                        cache.events.happened(Kind.LOAD_HELD_BACK, storeKey);
                        cache.events.happened(Kind.STALE_FOR_ERROR, storeKey);
                        return entry(stale);
                    });
        });
    }

    /** The values of many keys, in their order; keys without a value are left out. */
    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys, @Nullable Origin<K, V> origin, Caller caller) {
        LoadContext context = LoadContext.current();
        Map<K, @Nullable V> values = new LinkedHashMap<>();
        List<StoreKey> unknown = new ArrayList<>();
        for (K key : keys) {
            if (!values.containsKey(cache.requireKey(key))) {
                AtHand atHand = cache.peek(key);
                values.put(key, atHand == null ? null : cache.values.atHand(atHand));
                if (atHand == null) {
                    unknown.add(cache.storeKey(key));
                } else {
                    hit(key);
                    if (origin != null && cache.values.isEarly(atHand)) {
                        loadBehind(key, atHand, origin);
                    }
                }
            }
        }
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(withoutAbsent(values));
        }
        return Futures.compose(findAll(unknown, caller), caller, (found, failure) -> {
            List<Waiter<K, V>> waiters = new ArrayList<>();
            List<Reading<V>> missing = new ArrayList<>();
            long now = cache.now(); // once for all: asking for the time takes longer than judging by it
            for (int i = 0; i < unknown.size(); i++) {
                StoreKey key = unknown.get(i);
                Reading<V> reading = read(key, found == null ? null : found.get(i), now);
                Held<V> answer = answer(key, reading, origin);
                if (answer != null) {
                    values.put(cache.userKey(key), answer.value());
                } else if (origin != null) {
                    waiters.add(new Waiter<>(key, origin, caller, context, reading));
                    missing.add(reading);
                }
            }
            load(waiters, missing);
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
        return Futures.handle(find(storeKey, caller), caller, (found, failure) -> {
            if (found != null && cache.values.read(storeKey, found) instanceof Held<V> there) {
                return entry(there);
            }
            return null;
        });
    }

    CacheEntry<V> entry(Held<V> found) {
        return entry(found.value(), found.stored());
    }

    CacheEntry<V> entry(@Nullable V value, StoredValue stored) {
        return new CacheEntry<>(value, stored, cache.now());
    }

    /** Loads a key whether it is cached or not, and replaces exactly the value that was there before the load. */
    CompletableFuture<@Nullable V> refresh(K key, Origin<K, V> origin, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        LoadContext context = LoadContext.current();
        return Futures.compose(find(storeKey, caller), caller, (found, failure) -> {
            Reading<V> reading = read(storeKey, found);
            if (reading instanceof Held<V> old && cache.mayStoreLoads(caller)) {
                return cache.refreshes.now(storeKey, old, origin, caller, context);
            }
            Waiter<K, V> waiter = new Waiter<>(storeKey, origin, caller, context, null);
            load(List.of(waiter), List.of(reading));
            return waiter.result;
        });
    }

    /** Loads for these waiters, whose keys are no answers as they were read. */
    private void load(List<Waiter<K, V>> waiters, List<Reading<V>> found) {
        if (waiters.isEmpty()) {
            return;
        }
        // Who may hold locks in the origin waits for nobody who may want them.
        boolean mayStore = cache.mayStoreLoads(waiters.get(0).caller);
        List<Waiter<K, V>> alone = new ArrayList<>();
        List<Leg<K, V>> legs = new ArrayList<>();
        for (int i = 0; i < waiters.size(); i++) {
            Waiter<K, V> waiter = waiters.get(i);
            if (!mayStore || isChanged(waiter)) {
                alone.add(waiter);
                continue;
            }
            Flight<K, V> flight = cache.flights.enter(waiter);
            if (flight != null) {
                legs.add(new Leg<>(flight, found.get(i)));
            }
        }
        if (!alone.isEmpty()) {
            cache.loads.inTransaction(alone);
        }
        if (!legs.isEmpty()) {
            cache.loads.go(legs, waiters.get(0));
        }
    }

    private boolean isChanged(Waiter<K, V> waiter) {
        return waiter.caller.thread() != null && cache.seenInTransaction(waiter.key) != null;
    }

    private Reading<V> read(StoreKey key, @Nullable Lookup found) {
        return found == null ? Reading.Missing.unread() : cache.values.read(key, found);
    }

    private Reading<V> read(StoreKey key, @Nullable Lookup found, long now) {
        return found == null ? Reading.Missing.unread() : cache.values.read(key, found, now);
    }

    /** What answers a read at once, or null; counted. */
    @Nullable
    Held<V> answer(StoreKey key, Reading<V> reading, @Nullable Origin<K, V> origin) {
        if (reading instanceof Reading.Found<V> fresh) {
            guess.forget();
            cache.events.happened(Kind.HIT, key);
            if (origin != null && cache.values.isEarly(fresh.stored())) {
                cache.refreshes.behind(key, fresh, origin);
            }
            return fresh;
        }
        if (origin != null && reading instanceof Reading.Stale<V> stale && stale.use() == Use.WHILE_REVALIDATING) {
            cache.events.happened(Kind.STALE_HIT, key);
            cache.refreshes.behind(key, stale, origin);
            return stale;
        }
        missed(key, !(reading instanceof Reading.Missing<V> missing && missing.loadOnly()));
        return null;
    }

    /** Counts a miss; one that the store did not answer says nothing about the next. */
    void missed(StoreKey key, boolean answered) {
        if (answered) {
            guess.missed();
        } else {
            guess.forget();
        }
        cache.events.happened(Kind.MISS, key);
    }

    /** Counts a hit that was found without the store's help. */
    void hit(K key) {
        if (cache.log.isOn()) {
            cache.events.happened(Kind.HIT, cache.storeKey(key));
        } else {
            cache.events.happenedAtHand(Kind.HIT, key);
        }
    }

    /** Starts to load a fresh value anew that was found without the store's help. */
    void loadBehind(K key, AtHand atHand, Origin<K, V> origin) {
        cache.refreshes.behind(
                cache.storeKey(key), new Reading.Found<>(cache.values.atHand(atHand), atHand.stored()), origin);
    }

    @SuppressWarnings("NullAway") // what is left has a value
    private static <K, V> Map<K, V> withoutAbsent(Map<K, @Nullable V> values) {
        values.values().removeIf(Objects::isNull);
        return values;
    }
}
