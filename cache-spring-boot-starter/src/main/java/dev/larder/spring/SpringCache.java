// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheEntry;
import dev.larder.CacheInterruptedException;
import dev.larder.CacheLoadException;
import dev.larder.Eviction;
import dev.larder.key.InvalidCacheKeyException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * One of Larder's caches as Spring's. What the methods of Spring's interface promise is said there; beyond it:
 *
 * <ul>
 *   <li>{@link #get(Object, Callable)} and {@link #retrieve(Object, Supplier)} load once per key in the fleet, and what an eviction overtook
 *       is not stored.
 *   <li>A cached {@code null} is a known absence, with the absent time to live.
 *   <li>{@link #put} stores whatever comes last; {@link #evict} and {@link #clear} are immediate.
 *   <li>A store that fails makes a read a miss and a change nothing; it never makes these methods throw.
 * </ul>
 */
class SpringCache implements Cache {

    private final dev.larder.Cache<Object, Object> cache;

    SpringCache(dev.larder.Cache<Object, Object> cache) {
        this.cache = cache;
    }

    @Override
    public final String getName() {
        return cache.name();
    }

    /** Returns Larder's cache. */
    @Override
    public final dev.larder.Cache<Object, Object> getNativeCache() {
        return cache;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        return wrapped(cache.lookup(SpringKeys.toKey(key)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        Object value = cache.get(SpringKeys.toKey(key));
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("cache '%s' holds a %s under this key where a %s is wanted"
                    .formatted(getName(), value.getClass().getName(), type.getName()));
        }
        return (T) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        try {
            return (T) cache.getOrLoad(SpringKeys.toKey(key), any -> valueLoader.call());
        } catch (InvalidCacheKeyException | CacheInterruptedException ours) {
            throw ours;
        } catch (RuntimeException failure) {
            throw new ValueRetrievalException(key, valueLoader, thrownByLoader(failure));
        }
    }

    @Override
    public CompletableFuture<?> retrieve(Object key) {
        return cache.async().lookup(SpringKeys.toKey(key)).thenApply(SpringCache::wrapped);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return (CompletableFuture<T>) cache.async()
                .getOrLoadAsync(SpringKeys.toKey(key), any -> valueLoader.get())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(thrownByLoader(failure)));
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        cache.put(SpringKeys.toKey(key), value);
    }

    /**
     * Stores a value unless one is cached, and returns that; atomic across the fleet. If the store does not answer, or a writer is at work,
     * it returns {@code null} though nothing was stored.
     */
    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        return wrapped(cache.putIfAbsent(SpringKeys.toKey(key), value));
    }

    @Override
    public void evict(Object key) {
        cache.evict(SpringKeys.toKey(key));
    }

    /** Evicts a key; the answer may be {@code true} if there was no value, but somebody was about to load one. */
    @Override
    public boolean evictIfPresent(Object key) {
        return cache.evict(SpringKeys.toKey(key)) == Eviction.EVICTED;
    }

    @Override
    public void clear() {
        cache.clear();
    }

    /** Clears the cache at once; the answer is {@code false} if this process does not hold the values, since nobody counts them then. */
    @Override
    public boolean invalidate() {
        boolean hadMappings = cache.localSize().orElse(0) > 0;
        return cache.clear() == Eviction.EVICTED && hadMappings;
    }

    private static @Nullable ValueWrapper wrapped(@Nullable CacheEntry<Object> entry) {
        return entry == null ? null : new SimpleValueWrapper(entry.value());
    }

    /** Takes a checked exception out of the one that Larder wraps it in, since Spring has a wrapper of its own. */
    private static Throwable thrownByLoader(Throwable failure) {
        Throwable cause = failure.getCause();
        if (!(failure instanceof CacheLoadException) || cause == null) {
            return failure;
        }
        return cause instanceof RuntimeException || cause instanceof Error ? failure : cause;
    }
}
