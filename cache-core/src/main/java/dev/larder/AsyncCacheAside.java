// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The public verbs of a {@link CacheAsideStrategy} as futures; they load on a miss.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface AsyncCacheAside<K, V> extends AsyncCacheReader<K, V> {

    /**
     * Finds the value of a key, loaded by the given loader if it is not cached.
     *
     * @param key the key
     * @param loader asks the origin, in place of the strategy's own
     * @return a future with the value, or with {@code null} if the origin has none
     * @see CacheAsideStrategy#getOrLoad
     */
    CompletableFuture<@Nullable V> getOrLoad(K key, CacheLoader<K, V> loader);

    /**
     * Loads a key now, cached or not.
     *
     * @param key the key
     * @return a future with the loaded value, or with {@code null} if the origin has none
     * @see CacheAsideStrategy#refresh
     */
    CompletableFuture<@Nullable V> refresh(K key);

    /**
     * Loads those of many keys that are not cached, in batches, by {@link WarmUp#defaults the usual options}.
     *
     * @param keys the keys; duplicates count once
     * @return a future with what came of it; once it is cancelled, no more batches are started
     * @see CacheAsideStrategy#warmUp(Collection, WarmUp)
     */
    CompletableFuture<WarmUpReport> warmUp(Collection<? extends K> keys);

    /**
     * Loads those of many keys that are not cached, in batches.
     *
     * @param keys the keys; duplicates count once
     * @param options how many at a time, and who hears of it
     * @return a future with what came of it; once it is cancelled, no more batches are started
     * @see CacheAsideStrategy#warmUp(Collection, WarmUp)
     */
    CompletableFuture<WarmUpReport> warmUp(Collection<? extends K> keys, WarmUp options);
}
