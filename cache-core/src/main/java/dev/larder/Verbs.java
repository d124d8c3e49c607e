// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Values.Reading;
import dev.larder.key.KeyGlob;
import dev.larder.store.AtHand;
import dev.larder.store.StoreKey;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The verbs of one cache, for callers of both kinds; checks what it is given. */
final class Verbs<K, V> {

    private final Pipeline<K, V> cache;
    private final Reads<K, V> reads;
    private final Changes<K, V> changes;
    private final Writes<K, V> writes;

    Verbs(Pipeline<K, V> cache) {
        this.cache = cache;
        this.reads = cache.reads;
        this.changes = cache.changes;
        this.writes = new Writes<>(cache);
    }

    K requireKey(K key) {
        return cache.requireKey(key);
    }

    /** A hit without I/O, counted; null if the pipeline has to go on. */
    @Nullable
    AtHand peek(K key) {
        AtHand atHand = cache.peek(cache.requireKey(key));
        if (atHand != null) {
            reads.hit(key);
        }
        return atHand;
    }

    /** A hit for a caller who can load, behind which the value may be loaded anew. */
    @Nullable
    AtHand peek(K key, CacheLoader<K, V> loader) {
        AtHand atHand = peek(key);
        if (atHand != null && cache.values.isEarly(atHand)) {
            reads.loadBehind(key, atHand, origin(loader));
        }
        return atHand;
    }

    /** The same for a loader that returns stages. */
    @Nullable
    AtHand peek(K key, AsyncCacheLoader<K, V> loader) {
        AtHand atHand = peek(key);
        if (atHand != null && cache.values.isEarly(atHand)) {
            reads.loadBehind(key, atHand, origin(loader));
        }
        return atHand;
    }

    CompletableFuture<@Nullable V> get(K key, Caller caller) {
        return reads.get(key, null, caller);
    }

    CompletableFuture<@Nullable V> getOrLoad(K key, CacheLoader<K, V> loader, Caller caller) {
        return reads.get(key, origin(loader), caller);
    }

    CompletableFuture<@Nullable V> getOrLoadAsync(K key, AsyncCacheLoader<K, V> loader, Caller caller) {
        return reads.get(key, origin(loader), caller);
    }

    CompletableFuture<@Nullable CacheEntry<V>> lookup(K key, Caller caller) {
        return reads.lookup(key, caller);
    }

    CacheEntry<V> entry(AtHand atHand) {
        return reads.entry(cache.values.atHand(atHand), atHand.stored());
    }

    CompletableFuture<@Nullable CacheLease<V>> lease(K key, Caller caller) {
        StoreKey storeKey = cache.storeKey(key);
        // Whoever has the lease loads where he likes, so perhaps here.
        if (cache.seenInTransaction(storeKey) == null && cache.mayStoreLoads()) {
            return PipelineLease.take(cache, storeKey, caller);
        }
        cache.loads.notStoredInTransaction(storeKey);
        return CompletableFuture.completedFuture(null);
    }

    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys, Caller caller) {
        return reads.getAll(require(keys, "keys"), null, caller);
    }

    CompletableFuture<Map<K, V>> getAllOrLoad(Collection<? extends K> keys, CacheLoader<K, V> loader, Caller caller) {
        return reads.getAll(require(keys, "keys"), origin(loader), caller);
    }

    CompletableFuture<@Nullable V> refresh(K key, CacheLoader<K, V> loader, Caller caller) {
        return reads.refresh(key, origin(loader), caller);
    }

    CompletableFuture<@Nullable CacheEntry<V>> standIn(K key, Caller caller) {
        return reads.standIn(key, caller);
    }

    CompletableFuture<@Nullable CacheEntry<V>> entry(K key, Caller caller) {
        return reads.entry(key, caller);
    }

    /** Checks a life that a caller gave. */
    Duration life(Duration timeToLive) {
        return CacheOptions.requireDuration(timeToLive, "timeToLive", "cache '" + cache.options.name() + "'");
    }

    CompletableFuture<Boolean> touch(K key, @Nullable Duration life, Caller caller) {
        return changes.touch(key, life, caller);
    }

    CompletableFuture<Boolean> put(K key, @Nullable V value, @Nullable Duration life, Caller caller) {
        return changes.put(key, value, life, caller);
    }

    CompletableFuture<Boolean> putAll(Map<? extends K, ? extends V> values, Caller caller) {
        return changes.putAll(require(values, "values"), caller);
    }

    CompletableFuture<@Nullable CacheEntry<V>> putIfAbsent(K key, @Nullable V value, Caller caller) {
        return changes.putIfAbsent(key, value, caller);
    }

    CompletableFuture<Eviction> evict(Collection<? extends K> keys, Caller caller) {
        return changes.evict(storeKeys(require(keys, "keys")), caller);
    }

    CompletableFuture<Eviction> expire(Collection<? extends K> keys, Caller caller) {
        return changes.expire(storeKeys(require(keys, "keys")), caller);
    }

    CompletableFuture<Eviction> evictMatching(KeyGlob keys, Caller caller) {
        return changes.evictMatching(cache.keys.match(require(keys, "keys")), caller);
    }

    CompletableFuture<Eviction> evictByText(String keyText, Caller caller) {
        return changes.evictByText(cache.keys.complete(require(keyText, "keyText")), caller);
    }

    CompletableFuture<Eviction> clear(Caller caller) {
        return changes.clear(caller);
    }

    <R extends @Nullable V> CompletableFuture<@Nullable V> write(K key, OriginWrite<R, ?> write, Caller caller) {
        return writes.<R>write(
                        List.of(cache.storeKey(key)),
                        require(write, "write"),
                        (index, value, base) -> Kept.value(value),
                        caller)
                .thenApply(value -> value);
    }

    <R> CompletableFuture<R> write(K key, OriginWrite<R, ?> write, BiFunction<V, R, V> merge, Caller caller) {
        require(merge, "merge");
        return writes.write(
                List.of(cache.storeKey(key)),
                require(write, "write"),
                (index, result, base) -> {
                    Reading.Found<V> found = base.get();
                    V cached = found == null ? null : found.value();
                    return found == null || cached == null
                            ? Kept.nothing()
                            : Kept.merged(merge.apply(cached, result), found.stored());
                },
                caller);
    }

    CompletableFuture<Map<K, V>> writeAll(
            Collection<? extends K> keys, OriginWrite<Map<K, V>, ?> write, Caller caller) {
        List<StoreKey> storeKeys = storeKeys(require(keys, "keys"));
        return writes.write(
                storeKeys,
                require(write, "write"),
                (index, values, base) -> {
                    V value = values.get(cache.userKey(storeKeys.get(index)));
                    return value == null ? Kept.nothing() : Kept.value(value);
                },
                caller);
    }

    <R extends @Nullable Object> CompletableFuture<R> remove(K key, OriginWrite<R, ?> write, Caller caller) {
        return writes.write(
                List.of(cache.storeKey(key)), require(write, "write"), (index, result, base) -> Kept.nothing(), caller);
    }

    Origin<K, V> origin(AsyncCacheLoader<K, V> loader) {
        return Origin.of(require(loader, "loader"), cache.options.name());
    }

    Origin<K, V> origin(CacheLoader<K, V> loader) {
        return Origin.of(require(loader, "loader"), cache.options.name());
    }

    private List<StoreKey> storeKeys(Collection<? extends K> keys) {
        // Through a set of keys, since one key twice in a bulk would meet itself; a null key is refused by storeKey.
        return new LinkedHashSet<K>(keys).stream().map(cache::storeKey).toList();
    }

    /** Refuses null, which NullAway cannot see in a caller's code, before anything is done. */
    private static <T> T require(T argument, String name) {
        return Objects.requireNonNull(argument, () -> name + " must not be null");
    }
}
