// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.AsyncCacheLoader;
import dev.larder.CacheEntry;
import dev.larder.CacheInterruptedException;
import dev.larder.CacheLoadException;
import dev.larder.CacheLoader;
import dev.larder.Eviction;
import dev.larder.key.InvalidCacheKeyException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * One of Larder's caches as Spring's. What the methods of Spring's interface promise is said there; beyond it:
 *
 * <ul>
 *   <li>{@link #get(Object, Callable)} and {@link #retrieve(Object, Supplier)} load once per key in the fleet, and what an eviction overtook
 *       is not stored.
 *   <li>A cached {@code null} is a known absence, with the absent time to live.
 *   <li>{@link #put} stores whatever comes last; {@link #evict} and {@link #clear} are immediate. In a transaction all three, and {@link
 *       #evictIfPresent} and {@link #invalidate}, apply when it has committed, a put by evicting.
 *   <li>A store that fails makes a read a miss and a change nothing; it never makes these methods throw.
 * </ul>
 */
class SpringCache implements Cache {

    private final dev.larder.Cache<Object, Object> cache;
    private final Executor executor;

    /** With the executor on which Spring may run a user's method when a lookup has come back. */
    SpringCache(dev.larder.Cache<Object, Object> cache, Executor executor) {
        this.cache = cache;
        this.executor = executor;
    }

    /** Another view of the same cache. */
    SpringCache(SpringCache same) {
        this(same.cache, same.executor);
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
            return (T) cache.getOrLoad(SpringKeys.toKey(key), new CallableLoader(valueLoader));
        } catch (InvalidCacheKeyException | CacheInterruptedException ours) {
            throw ours;
        } catch (RuntimeException failure) {
            throw new ValueRetrievalException(key, valueLoader, thrownByLoader(failure));
        }
    }

    @Override
    public CompletableFuture<?> retrieve(Object key) {
        return onUsersThread(cache.async().lookup(SpringKeys.toKey(key))).thenApply(SpringCache::wrapped);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return (CompletableFuture<T>) cache.async()
                .getOrLoadAsync(SpringKeys.toKey(key), new SupplierLoader(valueLoader))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(thrownByMethod(failure)));
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

    /** Goes on where a user's method may run: here if the answer is here, else on the executor, or else wherever it comes. */
    final <T> CompletableFuture<T> onUsersThread(CompletableFuture<T> answer) {
        return answer.isDone()
                ? answer
                : answer.thenApplyAsync(Function.identity(), task -> {
                    try {
                        executor.execute(task);
                    } catch (RejectedExecutionException saturated) {
                        task.run();
                    }
                });
    }

    static @Nullable ValueWrapper wrapped(@Nullable CacheEntry<Object> entry) {
        return entry == null ? null : new SimpleValueWrapper(entry.value());
    }

    /** Takes out what Spring's interceptor wrapped, which it takes out itself only where a method's caller waits. */
    private static Throwable thrownByMethod(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable thrown = thrownByLoader(failure instanceof CompletionException && cause != null ? cause : failure);
        return thrown instanceof ThrowableWrapper wrapper ? wrapper.getOriginal() : thrown;
    }

    /** Takes a checked exception out of the one that Larder wraps it in, since Spring has a wrapper of its own. */
    private static Throwable thrownByLoader(Throwable failure) {
        Throwable cause = failure.getCause();
        if (!(failure instanceof CacheLoadException) || cause == null) {
            return failure;
        }
        return cause instanceof RuntimeException || cause instanceof Error ? failure : cause;
    }

    /** Runs once: what an interceptor proceeds to a second time would go past the interceptors behind it. */
    private record CallableLoader(Callable<?> callable) implements CacheLoader<Object, Object> {

        @Override
        public @Nullable Object load(Object key) throws Exception {
            return callable.call();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    /** Runs once, for the same reason. */
    private record SupplierLoader(Supplier<? extends CompletionStage<?>> supplier)
            implements AsyncCacheLoader<Object, Object> {

        @Override
        public CompletionStage<?> load(Object key) {
            return supplier.get();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }
}
