// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The public verbs of a {@linkplain BaseCacheStrategy strategy} as futures, with the same guarantees and in the same flights.
 *
 * <p>Loaders run on the cache manager's executor, outside any transaction. Futures complete there too, or are complete when they are
 * returned; what is chained to them must not block. They fail with what the synchronous verb throws: a load that finds no free thread
 * fails with a {@link CacheLoadException}. What cannot be a key or an argument is refused at once. Cancelling a future does not end the load.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface AsyncCacheReader<K, V> {

    /**
     * Finds the value of a key, as the strategy does.
     *
     * @param key the key
     * @return a future with the value, or with {@code null}
     */
    CompletableFuture<@Nullable V> get(K key);

    /**
     * Finds the values of many keys, as the strategy does.
     *
     * @param keys the keys; duplicates count once
     * @return a future with the values; keys without one are left out
     */
    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys);

    /**
     * Finds what is cached under a key.
     *
     * @param key the key
     * @return a future with the entry, or with {@code null} if nothing is cached
     * @see Cache#entry(Object)
     */
    CompletableFuture<@Nullable CacheEntry<V>> entry(K key);

    /**
     * Tells whether something fresh is cached under a key, a known absence included.
     *
     * @param key the key
     * @return a future that tells whether it is cached
     * @see Cache#contains(Object)
     */
    default CompletableFuture<Boolean> contains(K key) {
        return entry(key).thenApply(entry -> entry != null && !entry.isStale());
    }

    /**
     * Finds what is left of an entry's life.
     *
     * @param key the key
     * @return a future with the time, or with {@code null} if nothing is cached
     * @see Cache#timeToLive(Object)
     */
    default CompletableFuture<@Nullable Duration> timeToLive(K key) {
        return entry(key).thenApply(entry -> entry == null ? null : entry.timeToLive());
    }

    /**
     * Gives an entry its full life again.
     *
     * @param key the key
     * @return a future that tells whether something was cached
     * @see Cache#touch(Object)
     */
    CompletableFuture<Boolean> touch(K key);

    /**
     * Gives an entry a life, counted from now.
     *
     * @param key the key
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return a future that tells whether something was cached
     * @see Cache#touch(Object, Duration)
     */
    CompletableFuture<Boolean> touch(K key, Duration timeToLive);

    /**
     * Evicts a key.
     *
     * @param key the key
     * @return a future with what became of it
     * @see Cache#evict(Object)
     */
    CompletableFuture<Eviction> evict(K key);

    /**
     * Evicts many keys.
     *
     * @param keys the keys
     * @return a future with what became of it
     * @see Cache#evictAll(Collection)
     */
    CompletableFuture<Eviction> evictAll(Collection<? extends K> keys);

    /**
     * Makes a key stale, and keeps it for when loads fail.
     *
     * @param key the key
     * @return a future with what became of it
     * @see Cache#expire(Object)
     */
    CompletableFuture<Eviction> expire(K key);

    /**
     * Makes many keys stale.
     *
     * @param keys the keys
     * @return a future with what became of it
     * @see Cache#expire(Object)
     */
    CompletableFuture<Eviction> expireAll(Collection<? extends K> keys);

    /**
     * Evicts the keys that match.
     *
     * @param keys which keys
     * @return a future with what became of it
     * @see Cache#evictMatching(KeyGlob)
     */
    CompletableFuture<Eviction> evictMatching(KeyGlob keys);

    /**
     * Clears the cache.
     *
     * @return a future with what became of it
     * @see Cache#clear()
     */
    CompletableFuture<Eviction> clear();
}
