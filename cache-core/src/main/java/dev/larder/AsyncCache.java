// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of a {@link Cache} as futures, with the same guarantees and in the same flights. Here {@link #get} and {@link #getAll} ask no
 * origin.
 *
 * <p>Loaders and origin writes run on the cache manager's executor, outside any transaction.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface AsyncCache<K, V> extends AsyncCacheReader<K, V> {

    /**
     * Finds or loads the value of a key.
     *
     * @param key the key
     * @param loader asks the origin
     * @return a future with the value, or with {@code null} if the origin has none
     * @see Cache#getOrLoad
     */
    CompletableFuture<@Nullable V> getOrLoad(K key, CacheLoader<K, V> loader);

    /**
     * Finds or loads the value of a key, by a loader that keeps no thread while it waits.
     *
     * @param key the key
     * @param loader asks the origin; it is called on the cache manager's executor
     * @return a future with the value, or with {@code null} if the origin has none
     * @see Cache#getOrLoad
     */
    CompletableFuture<@Nullable V> getOrLoadAsync(K key, AsyncCacheLoader<K, V> loader);

    /**
     * Finds the entry of a key, and asks no origin.
     *
     * @param key the key
     * @return a future with the entry, or with {@code null} on a miss
     * @see Cache#lookup
     */
    CompletableFuture<@Nullable CacheEntry<V>> lookup(K key);

    /**
     * Takes the right to load a key and to fill it.
     *
     * @param key the key
     * @return a future with the lease, which must be closed, or with {@code null} if it is not to be had
     * @see Cache#lease
     */
    CompletableFuture<@Nullable CacheLease<V>> lease(K key);

    /**
     * Finds what may be served to a caller who missed and did not get the lease.
     *
     * @param key the key
     * @return a future with the entry, or with {@code null} if there is none
     * @see Cache#standIn
     */
    CompletableFuture<@Nullable CacheEntry<V>> standIn(K key);

    /**
     * Finds or loads the values of many keys.
     *
     * @param keys the keys; duplicates count once
     * @param loader asks the origin
     * @return a future with the values; keys that the origin does not have are left out
     * @see Cache#getAllOrLoad
     */
    CompletableFuture<Map<K, V>> getAllOrLoad(Collection<? extends K> keys, CacheLoader<K, V> loader);

    /**
     * Loads a key now, and replaces the value that was cached.
     *
     * @param key the key
     * @param loader asks the origin
     * @return a future with the loaded value, or with {@code null} if the origin has none
     * @see Cache#refresh
     */
    CompletableFuture<@Nullable V> refresh(K key, CacheLoader<K, V> loader);

    /**
     * Loads those of many keys that are not cached, in batches.
     *
     * @param keys the keys; duplicates count once
     * @param loader asks the origin
     * @param options how many at a time, and who hears of it
     * @return a future with what came of it; once it is cancelled, no more batches are started
     * @see Cache#warmUp
     */
    CompletableFuture<WarmUpReport> warmUp(Collection<? extends K> keys, CacheLoader<K, V> loader, WarmUp options);

    /**
     * Stores a value.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return a future that tells whether the store confirmed
     * @see Cache#put(Object, Object)
     */
    CompletableFuture<Boolean> put(K key, @Nullable V value);

    /**
     * Stores a value with a life of its own.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return a future that tells whether the store confirmed
     * @see Cache#put(Object, Object, Duration)
     */
    CompletableFuture<Boolean> put(K key, @Nullable V value, Duration timeToLive);

    /**
     * Stores many values.
     *
     * @param values the values by key
     * @return a future that tells whether the store confirmed all of them
     * @see Cache#putAll
     */
    CompletableFuture<Boolean> putAll(Map<? extends K, ? extends V> values);

    /**
     * Stores a value unless one is cached.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return a future with what is cached already, or with {@code null}
     * @see Cache#putIfAbsent
     */
    CompletableFuture<@Nullable CacheEntry<V>> putIfAbsent(K key, @Nullable V value);

    /**
     * Changes the origin, then caches the value that the change returned.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @return a future with the value that the change returned
     * @see Cache#write(Object, OriginWrite)
     */
    CompletableFuture<@Nullable V> write(K key, OriginWrite<? extends @Nullable V, ?> write);

    /**
     * Changes the origin, then caches what a merge makes of the cached value and the change.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param merge makes the new value from the cached one and what the change returned
     * @param <R> what the change returns
     * @return a future with what the change returned
     * @see Cache#write(Object, OriginWrite, BiFunction)
     */
    <R> CompletableFuture<R> write(K key, OriginWrite<R, ?> write, BiFunction<V, R, V> merge);

    /**
     * Changes the origin for many keys, then caches the values that the change returned.
     *
     * @param keys the keys that may change
     * @param write changes the origin, and returns what it now holds
     * @return a future with what the change returned
     * @see Cache#writeAll
     */
    CompletableFuture<Map<K, V>> writeAll(Collection<? extends K> keys, OriginWrite<Map<K, V>, ?> write);

    /**
     * Changes the origin, then caches nothing.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param <R> what the change returns
     * @return a future with what the change returned
     * @see Cache#remove
     */
    <R extends @Nullable Object> CompletableFuture<R> remove(K key, OriginWrite<R, ?> write);
}
