// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Values.Reading;
import dev.larder.key.KeyMatcher;
import dev.larder.store.EvictReply;
import dev.larder.store.KeyFilter;
import dev.larder.store.Lookup;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of one cache that no origin write belongs to: puts, evictions, clears. */
final class Changes<K, V> {

    /*
     * Each change detaches the flights of its keys before it goes to the store and again when it has been there: what a flight loaded
     * before the first may be older than the change; what it loaded before the second may have been read while the change was under way.
     */
    private final Pipeline<K, V> cache;

    Changes(Pipeline<K, V> cache) {
        this.cache = cache;
    }

    /** Completes with whether the store confirmed that it holds the value. */
    CompletableFuture<Boolean> put(K key, @Nullable V value, @Nullable Duration life, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return put(storeKey, toStored(storeKey, value, life), caller);
    }

    CompletableFuture<Boolean> putAll(Map<? extends K, ? extends V> values, Caller caller) {
        List<StoreKey> keys = new ArrayList<>();
        List<@Nullable StoredValue> all = new ArrayList<>();
        values.forEach((key, value) -> {
            StoreKey storeKey = cache.storeKey(key);
            keys.add(storeKey);
            all.add(toStored(storeKey, value, null));
        });
        CompletableFuture<Boolean> confirmed = CompletableFuture.completedFuture(true);
        for (int i = 0; i < keys.size(); i++) {
            confirmed = confirmed.thenCombine(put(keys.get(i), all.get(i), caller), Boolean::logicalAnd);
        }
        return confirmed;
    }

    private @Nullable StoredValue toStored(StoreKey key, @Nullable V value, @Nullable Duration life) {
        if (value == null && cache.options.versioned()) {
            return null; // an absence has no version, so that it could take the place of what is newer
        }
        return cache.values.toStored(key, value, life, 0, cache.store.region().clock());
    }

    private CompletableFuture<Boolean> put(StoreKey key, @Nullable StoredValue value, Caller caller) {
        if (value == null) {
            // It is not to be kept, and what stands in its place is out of date.
            return evict(List.of(key), caller).thenApply(evicted -> false);
        }
        JoinedChanges<K, V> joined = cache.join();
        if (joined == null) {
            return putNow(key, value, caller);
        }
        if (cache.ownOrigin || value.version() != null) {
            joined.put(key, value, latest -> putNow(key, atCommit(latest), cache.background));
        } else {
            // Others may commit a change of the same before this one is stored.
            return evict(List.of(key), caller).thenApply(evicted -> false);
        }
        return CompletableFuture.completedFuture(false);
    }

    /** The value as it is put when its transaction has committed; one that was read from an origin is as old as it was. */
    StoredValue atCommit(StoredValue value) {
        return cache.ownOrigin
                ? cache.values.asOfNow(value, cache.store.region().clock())
                : value;
    }

    private CompletableFuture<Boolean> putNow(StoreKey key, StoredValue value, Caller caller) {
        return detaching(List.of(key), () -> cache.removals.put(key, value, cache.changeNotAfter()), caller, reply -> {
            boolean stored = reply == PutReply.STORED;
            if (stored) {
                cache.events.happened(Kind.PUT, key);
            } else {
                cache.log.did("put not stored", key);
            }
            return stored;
        });
    }

    /** Completes with the entry that stands there already, or null if there is none. */
    CompletableFuture<@Nullable CacheEntry<V>> putIfAbsent(K key, @Nullable V value, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        StoredValue stored = toStored(storeKey, value, null);
        if (stored == null) {
            return cache.reads.entry(key, caller);
        }
        JoinedChanges<K, V> joined = cache.join();
        return joined == null
                ? putIfAbsent(storeKey, stored, null, caller)
                : Futures.handle(cache.reads.entry(key, caller), caller, (entry, failure) -> {
                    // What is past its life is in nobody's way, as without a transaction.
                    CacheEntry<V> found = entry == null || entry.isStale() ? null : entry;
                    if (found == null && cache.ownOrigin) {
                        boolean evicted = joined.seen(storeKey) != null;
                        joined.put(
                                storeKey,
                                stored,
                                latest -> evicted
                                        ? putNow(storeKey, atCommit(latest), cache.background)
                                        : putIfAbsent(storeKey, atCommit(latest), null, cache.background));
                    }
                    return found;
                });
    }

    private CompletableFuture<@Nullable CacheEntry<V>> putIfAbsent(
            StoreKey key, StoredValue value, @Nullable Supersede supersede, Caller caller) {
        // What may arrive late is taken out again, but not where nothing stands behind the cache to load it from.
        CompletableFuture<PutIfAbsentReply> sent = cache.ownOrigin
                ? cache.store.change(key, region -> region.putIfAbsent(key, value, cache.changeNotAfter(), supersede))
                : cache.removals.putIfAbsent(key, value, cache.changeNotAfter(), supersede);
        return Futures.compose(sent, caller, (reply, failure) -> {
            if (reply instanceof PutIfAbsentReply.Found found) {
                return existing(key, value, found.found(), supersede, caller);
            }
            if (reply == PutIfAbsentReply.Outcome.STORED) {
                cache.flights.detach(List.of(key));
                cache.events.happened(Kind.PUT, "put if absent", key);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<@Nullable CacheEntry<V>> existing(
            StoreKey key, StoredValue value, Lookup found, @Nullable Supersede tried, Caller caller) {
        Reading<V> reading = cache.values.read(key, found);
        if (reading instanceof Reading.Found<V> there) {
            return CompletableFuture.completedFuture(cache.reads.entry(there));
        }
        Supersede unusable = reading instanceof Reading.Missing<V> missing
                ? missing.supersede()
                : new Supersede.ByFillId(((Reading.Stale<V>) reading).stored().fillId());
        return unusable == null || tried != null
                ? CompletableFuture.completedFuture(null)
                : putIfAbsent(key, value, unusable, caller);
    }

    CompletableFuture<Eviction> evict(List<StoreKey> keys, Caller caller) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(Eviction.NOT_CACHED);
        }
        JoinedChanges<K, V> joined = cache.join();
        if (joined == null) {
            return evictNow(keys, caller);
        }
        joined.evict(keys);
        return Futures.handle(joined.markLate(), caller, (marked, failure) -> {
            joined.requireMarked();
            return Eviction.AT_COMMIT;
        });
    }

    /** Evicts whatever transaction the caller is in. */
    CompletableFuture<Eviction> evictNow(List<StoreKey> keys, Caller caller) {
        return detaching(
                keys,
                () -> cache.removals.evict(keys, cache.options.holdOff()),
                caller,
                replies -> outcome(Kind.EVICTED, keys, replies));
    }

    CompletableFuture<Eviction> expire(List<StoreKey> keys, Caller caller) {
        Duration keep = cache.options.staleIfError();
        // A lagging origin could put the old value back as a fresh one, so a cache with a hold-off needs the mark
        // that an eviction leaves.
        if (keys.isEmpty() || keep.isZero() || !cache.options.holdOff().isZero() || cache.join() != null) {
            return evict(keys, caller);
        }
        long fillId = Values.newFillId();
        return detaching(
                keys,
                () -> cache.removals.expire(keys, fillId, keep),
                caller,
                replies -> outcome(Kind.EXPIRED, keys, replies));
    }

    private Eviction outcome(Kind kind, List<StoreKey> keys, @Nullable List<@Nullable EvictReply> replies) {
        boolean acknowledged = replies != null;
        boolean nothing = true;
        for (int i = 0; replies != null && i < keys.size(); i++) {
            EvictReply reply = replies.get(i);
            acknowledged &= reply != null;
            nothing &= reply == EvictReply.NOTHING;
            if (reply != null) {
                cache.events.happened(kind, keys.get(i));
            }
        }
        if (!acknowledged) {
            return Eviction.UNACKNOWLEDGED;
        }
        return nothing ? Eviction.NOT_CACHED : Eviction.EVICTED;
    }

    CompletableFuture<Eviction> evictMatching(KeyMatcher matcher, Caller caller) {
        return atCommit(
                matcher, () -> evictMatchingNow(matcher, cache.background), () -> evictMatchingNow(matcher, caller));
    }

    private CompletableFuture<Eviction> evictMatchingNow(KeyMatcher matcher, Caller caller) {
        return detachingAll(() -> cache.removals.evictMatching(matcher), caller, removed -> {
            if (removed == null) {
                return Eviction.UNACKNOWLEDGED;
            }
            cache.log.did("evict matching");
            return removed == 0 ? Eviction.NOT_CACHED : Eviction.EVICTED;
        });
    }

    /** Evicts a key whose object nobody has. */
    CompletableFuture<Eviction> evictByText(String text, Caller caller) {
        return atCommit(text::equals, () -> evictByTextNow(text, cache.background), () -> evictByTextNow(text, caller));
    }

    private CompletableFuture<Eviction> evictByTextNow(String text, Caller caller) {
        StoreKey key = StoreKey.of(text);
        Duration holdOff = cache.options.holdOff();
        return detaching(List.of(key), () -> cache.removals.evictByText(key, holdOff), caller, reply -> {
            if (reply == null) {
                return Eviction.UNACKNOWLEDGED;
            }
            cache.events.happened(Kind.EVICTED, key);
            return reply == EvictReply.NOTHING ? Eviction.NOT_CACHED : Eviction.EVICTED;
        });
    }

    CompletableFuture<Eviction> clear(Caller caller) {
        return atCommit(every -> true, () -> clearNow(cache.background), () -> clearNow(caller));
    }

    /** Does the first after the commit of the calling thread's transaction, or the second now. */
    private CompletableFuture<Eviction> atCommit(
            KeyFilter keys, Supplier<CompletableFuture<?>> later, Supplier<CompletableFuture<Eviction>> now) {
        JoinedChanges<K, V> joined = cache.join();
        if (joined == null) {
            return now.get();
        }
        joined.clear(keys, later);
        return CompletableFuture.completedFuture(Eviction.AT_COMMIT);
    }

    private CompletableFuture<Eviction> clearNow(Caller caller) {
        return detachingAll(cache.removals::clear, caller, done -> {
            if (done == null || !done) {
                return Eviction.UNACKNOWLEDGED;
            }
            cache.events.happened(Kind.CLEARED);
            return Eviction.EVICTED;
        });
    }

    /** Gives an entry a life from now on; completes with whether there was one. */
    CompletableFuture<Boolean> touch(K key, @Nullable Duration life, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        return Futures.compose(cache.reads.find(storeKey, caller), caller, (found, failure) -> {
            if (found == null || !(cache.values.read(storeKey, found) instanceof Reading.Found<V> there)) {
                return CompletableFuture.completedFuture(false);
            }
            Values.Lives lives = cache.values.lives(storeKey, there.value(), life);
            if (caller.thread() != null && cache.touchInTransaction(storeKey, lives)) {
                return CompletableFuture.completedFuture(true);
            }
            long seen = there.stored().fillId();
            return Futures.handle(
                    cache.store.change(storeKey, region -> region.touch(storeKey, seen, lives.soft(), lives.hard())),
                    caller,
                    (touched, untouched) -> touched != null && touched);
        });
    }

    private <T extends @Nullable Object, R> CompletableFuture<R> detaching(
            List<StoreKey> keys,
            Supplier<CompletableFuture<T>> command,
            Caller caller,
            Function<@Nullable T, R> outcome) {
        cache.flights.detach(keys);
        return Futures.handle(command.get(), caller, (reply, failure) -> {
            cache.flights.detach(keys);
            return outcome.apply(reply);
        });
    }

    private <T extends @Nullable Object, R> CompletableFuture<R> detachingAll(
            Supplier<CompletableFuture<T>> command, Caller caller, Function<@Nullable T, R> outcome) {
        cache.flights.detachAll();
        return Futures.handle(command.get(), caller, (reply, failure) -> {
            cache.flights.detachAll();
            return outcome.apply(reply);
        });
    }
}
