// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheConfigurationException;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.ValueType;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;

/**
 * Spring's cache manager over Larder's {@link CacheManager}, for {@code @Cacheable} and its family.
 *
 * <p>A cache is opened when it is first asked for, with keys of any type and the options that Larder's manager is configured with. Where
 * values become bytes, they are of the type that is given here for the cache, or else of the one that its annotated methods return, or
 * else of any type that is plain JSON. A cache that is open already, such as a strategy's, is used as it is: {@code @CacheEvict} on a
 * service method can evict from it. Keys of another type than its own are refused; that values are of its type is up to the annotated
 * method. Safe for use by many threads.
 */
public final class SpringCacheManager implements org.springframework.cache.CacheManager {

    private final CacheManager caches;
    private final Runnable beforeOpening;
    private final CacheValueTypes valueTypes;
    private final ConcurrentMap<String, SpringCache> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CompletableFuture<SpringCache>> opening = new ConcurrentHashMap<>();

    /**
     * Makes Spring's view of a cache manager.
     *
     * @param caches opens the caches; it is not closed with this
     */
    public SpringCacheManager(CacheManager caches) {
        this(caches, () -> {});
    }

    /**
     * Makes Spring's view of a cache manager.
     *
     * @param caches opens the caches; it is not closed with this
     * @param beforeOpening runs before a cache is opened here that is not open yet, so that strategies that are made late can open theirs;
     *     it may ask for caches itself, and may run on several threads at once
     */
    public SpringCacheManager(CacheManager caches, Runnable beforeOpening) {
        this(caches, beforeOpening, Map.of());
    }

    /**
     * Makes Spring's view of a cache manager, with types of values.
     *
     * @param caches opens the caches; it is not closed with this
     * @param beforeOpening as in {@link #SpringCacheManager(CacheManager, Runnable)}
     * @param valueTypes the types of values by the caches' names, whatever annotated methods return
     */
    public SpringCacheManager(
            CacheManager caches, Runnable beforeOpening, Map<String, ? extends ValueType<?>> valueTypes) {
        this.caches = Objects.requireNonNull(caches, "caches must not be null");
        this.beforeOpening = Objects.requireNonNull(beforeOpening, "beforeOpening must not be null");
        this.valueTypes = new CacheValueTypes(valueTypes);
    }

    /**
     * Returns a cache, opened if nobody has asked for it before.
     *
     * @param name its name; letters, digits, dots, underscores and hyphens
     * @return the cache
     * @throws CacheConfigurationException if there can be no cache of that name
     */
    @Override
    public Cache getCache(String name) {
        return cache(name);
    }

    /**
     * Tells of an annotated method, whose return type is that of the values it keeps; best done before its caches are opened.
     *
     * @param operation the method's annotation; one that only evicts says nothing of values
     * @param method the method
     * @param targetClass the class that has it, which may bind its type variables
     * @throws CacheConfigurationException if values become bytes, and those of one of the caches are of another type
     */
    public void declare(CacheOperation operation, Method method, Class<?> targetClass) {
        if (!caches.keepsReferences() && !(operation instanceof CacheEvictOperation)) {
            operation.getCacheNames().forEach(name -> valueTypes.declare(name, method, targetClass));
        }
    }

    /** Returns the names of the caches that were asked for here so far. */
    @Override
    public Collection<String> getCacheNames() {
        return Collections.unmodifiableSet(known.keySet());
    }

    SpringCache cache(String name) {
        SpringCache cache = known.get(name);
        return cache != null ? cache : opened(name);
    }

    /** Lets the first who asks open the cache, and the others wait for it: a second attempt to open it would fail. */
    private SpringCache opened(String name) {
        // Before the others are made to wait: what it makes may ask for this very cache.
        if (caches.find(name).isEmpty()) {
            beforeOpening.run();
        }
        CompletableFuture<SpringCache> mine = new CompletableFuture<>();
        CompletableFuture<SpringCache> first = opening.putIfAbsent(name, mine);
        if (first != null) {
            return join(first);
        }
        try {
            SpringCache cache = new SpringCache(findOrOpen(name), caches.executor());
            SpringCache other = known.putIfAbsent(name, cache);
            mine.complete(other == null ? cache : other);
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
        } finally {
            opening.remove(name, mine);
        }
        return join(mine);
    }

    @SuppressWarnings("unchecked") // Spring's interface knows no types
    private dev.larder.Cache<Object, Object> findOrOpen(String name) {
        Optional<dev.larder.Cache<?, ?>> found = caches.find(name);
        if (found.isEmpty()) {
            return caches.open(CacheOptions.named(name), ValueType.<Object>of(Object.class), valueTypes.decide(name));
        }
        if (valueTypes.isGiven(name)) {
            throw new CacheConfigurationException(
                    "a value type is set for cache '%s', but somebody else opened it, with a type of its own"
                            .formatted(name),
                    "remove larder.caches.%s.value-type; it is for caches of annotations and of Spring's CacheManager"
                            .formatted(name),
                    null);
        }
        return (dev.larder.Cache<Object, Object>) found.get();
    }

    private static SpringCache join(CompletableFuture<SpringCache> cache) {
        try {
            return cache.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
