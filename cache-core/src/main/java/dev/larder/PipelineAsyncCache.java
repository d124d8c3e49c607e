// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import dev.larder.store.AtHand;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The asynchronous verbs: the same pipeline, with its steps in the background. */
final class PipelineAsyncCache<K, V> implements AsyncCache<K, V> {

    private final Pipeline<K, V> pipeline;
    private final Verbs<K, V> verbs;
    private final WarmUps<K, V> warmUps;
    private final Background background;

    PipelineAsyncCache(Pipeline<K, V> pipeline, Verbs<K, V> verbs, WarmUps<K, V> warmUps) {
        this.pipeline = pipeline;
        this.verbs = verbs;
        this.warmUps = warmUps;
        this.background = pipeline.background;
    }

    @Override
    public CompletableFuture<@Nullable V> get(K key) {
        AtHand atHand = verbs.peek(key);
        return atHand != null ? atHand(atHand) : publish(verbs.get(key, background));
    }

    @Override
    public CompletableFuture<@Nullable V> getOrLoad(K key, CacheLoader<K, V> loader) {
        AtHand atHand = verbs.peek(key, loader);
        return atHand != null ? atHand(atHand) : publish(verbs.getOrLoad(key, loader, background));
    }

    @Override
    public CompletableFuture<@Nullable V> getOrLoadAsync(K key, AsyncCacheLoader<K, V> loader) {
        AtHand atHand = verbs.peek(key, loader);
        return atHand != null ? atHand(atHand) : publish(verbs.getOrLoadAsync(key, loader, background));
    }

    @Override
    public CompletableFuture<@Nullable CacheEntry<V>> lookup(K key) {
        AtHand atHand = verbs.peek(key);
        return atHand != null
                ? CompletableFuture.completedFuture(verbs.entry(atHand))
                : publish(verbs.lookup(key, background));
    }

    @Override
    public CompletableFuture<@Nullable CacheLease<V>> lease(K key) {
        CompletableFuture<@Nullable CacheLease<V>> published = new CompletableFuture<>();
        Futures.then(verbs.lease(key, background), background, (lease, failure) -> {
            if (failure != null) {
                published.completeExceptionally(failure);
            } else if (!published.complete(lease) && lease != null) {
                lease.close(); // whoever asked has given up
            }
        });
        return published;
    }

    private CompletableFuture<@Nullable V> atHand(AtHand found) {
        return CompletableFuture.completedFuture(pipeline.values.atHand(found));
    }

    @Override
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        return publish(verbs.getAll(keys, background));
    }

    @Override
    public CompletableFuture<Map<K, V>> getAllOrLoad(Collection<? extends K> keys, CacheLoader<K, V> loader) {
        return publish(verbs.getAllOrLoad(keys, loader, background));
    }

    @Override
    public CompletableFuture<@Nullable V> refresh(K key, CacheLoader<K, V> loader) {
        return publish(verbs.refresh(key, loader, background));
    }

    @Override
    public CompletableFuture<WarmUpReport> warmUp(
            Collection<? extends K> keys, CacheLoader<K, V> loader, WarmUp options) {
        return warmUps.start(keys, loader, options);
    }

    @Override
    public CompletableFuture<@Nullable CacheEntry<V>> standIn(K key) {
        return publish(verbs.standIn(key, background));
    }

    @Override
    public CompletableFuture<@Nullable CacheEntry<V>> entry(K key) {
        return publish(verbs.entry(key, background));
    }

    @Override
    public CompletableFuture<Boolean> touch(K key) {
        return publish(verbs.touch(key, null, background));
    }

    @Override
    public CompletableFuture<Boolean> touch(K key, Duration timeToLive) {
        return publish(verbs.touch(key, verbs.life(timeToLive), background));
    }

    @Override
    public CompletableFuture<Boolean> put(K key, @Nullable V value) {
        return publish(verbs.put(key, value, null, background));
    }

    @Override
    public CompletableFuture<Boolean> put(K key, @Nullable V value, Duration timeToLive) {
        return publish(verbs.put(key, value, verbs.life(timeToLive), background));
    }

    @Override
    public CompletableFuture<Boolean> putAll(Map<? extends K, ? extends V> values) {
        return publish(verbs.putAll(values, background));
    }

    @Override
    public CompletableFuture<@Nullable CacheEntry<V>> putIfAbsent(K key, @Nullable V value) {
        return publish(verbs.putIfAbsent(key, value, background));
    }

    @Override
    public CompletableFuture<Eviction> evict(K key) {
        return evictAll(List.of(verbs.requireKey(key)));
    }

    @Override
    public CompletableFuture<Eviction> evictAll(Collection<? extends K> keys) {
        return publish(verbs.evict(keys, background));
    }

    @Override
    public CompletableFuture<Eviction> expire(K key) {
        return expireAll(List.of(verbs.requireKey(key)));
    }

    @Override
    public CompletableFuture<Eviction> expireAll(Collection<? extends K> keys) {
        return publish(verbs.expire(keys, background));
    }

    @Override
    public CompletableFuture<Eviction> evictMatching(KeyGlob keys) {
        return publish(verbs.evictMatching(keys, background));
    }

    @Override
    public CompletableFuture<Eviction> clear() {
        return publish(verbs.clear(background));
    }

    @Override
    public CompletableFuture<@Nullable V> write(K key, OriginWrite<? extends @Nullable V, ?> write) {
        return publish(verbs.write(key, write, background));
    }

    @Override
    public <R> CompletableFuture<R> write(K key, OriginWrite<R, ?> write, BiFunction<V, R, V> merge) {
        return publish(verbs.write(key, write, merge, background));
    }

    @Override
    public CompletableFuture<Map<K, V>> writeAll(Collection<? extends K> keys, OriginWrite<Map<K, V>, ?> write) {
        return publish(verbs.writeAll(keys, write, background));
    }

    @Override
    public <R extends @Nullable Object> CompletableFuture<R> remove(K key, OriginWrite<R, ?> write) {
        return publish(verbs.remove(key, write, background));
    }

    /** What a user chains to a future must not run on a store's thread, nor on the thread of another caller. */
    private <T extends @Nullable Object> CompletableFuture<T> publish(CompletableFuture<T> inner) {
        CompletableFuture<T> published = new CompletableFuture<>();
        Futures.then(inner, background, (value, failure) -> {
            if (failure != null) {
                published.completeExceptionally(failure);
            } else {
                published.complete(value);
            }
        });
        return published;
    }
}
