// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The public asynchronous verbs of a strategy that loads on a miss. */
final class CacheAsideAsyncView<K, V> implements AsyncCacheAside<K, V> {

    private final AsyncCache<K, V> cache;
    private final CacheLoader<K, V> loader;

    CacheAsideAsyncView(AsyncCache<K, V> cache, CacheLoader<K, V> loader) {
        this.cache = cache;
        this.loader = loader;
    }

    @Override
    public CompletableFuture<@Nullable V> get(K key) {
        return cache.getOrLoad(key, loader);
    }

    @Override
    public CompletableFuture<@Nullable V> getOrLoad(K key, CacheLoader<K, V> given) {
        return cache.getOrLoad(key, given);
    }

    @Override
    public CompletableFuture<@Nullable V> refresh(K key) {
        return cache.refresh(key, loader);
    }

    @Override
    public CompletableFuture<WarmUpReport> warmUp(Collection<? extends K> keys) {
        return warmUp(keys, WarmUp.defaults());
    }

    @Override
    public CompletableFuture<WarmUpReport> warmUp(Collection<? extends K> keys, WarmUp options) {
        return cache.warmUp(keys, loader, options);
    }

    @Override
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        return cache.getAllOrLoad(keys, loader);
    }

    @Override
    public CompletableFuture<@Nullable CacheEntry<V>> entry(K key) {
        return cache.entry(key);
    }

    @Override
    public CompletableFuture<Boolean> touch(K key) {
        return cache.touch(key);
    }

    @Override
    public CompletableFuture<Boolean> touch(K key, Duration timeToLive) {
        return cache.touch(key, timeToLive);
    }

    @Override
    public CompletableFuture<Eviction> evict(K key) {
        return cache.evict(key);
    }

    @Override
    public CompletableFuture<Eviction> evictAll(Collection<? extends K> keys) {
        return cache.evictAll(keys);
    }

    @Override
    public CompletableFuture<Eviction> expire(K key) {
        return cache.expire(key);
    }

    @Override
    public CompletableFuture<Eviction> expireAll(Collection<? extends K> keys) {
        return cache.expireAll(keys);
    }

    @Override
    public CompletableFuture<Eviction> evictMatching(KeyGlob keys) {
        return cache.evictMatching(keys);
    }

    @Override
    public CompletableFuture<Eviction> clear() {
        return cache.clear();
    }
}
