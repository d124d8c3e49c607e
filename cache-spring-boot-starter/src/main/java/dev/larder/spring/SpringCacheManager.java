// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheConfigurationException;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.cache.Cache;

/**
 * Spring's cache manager over Larder's {@link CacheManager}, for {@code @Cacheable} and its family.
 *
 * <p>A cache is opened when it is first asked for, with keys and values of any type and the options that Larder's manager is configured
 * with. A cache that is open already, such as a strategy's, is used as it is: {@code @CacheEvict} on a service method can evict from it.
 * Keys of another type than its own are refused; that values are of its type is up to the annotated method. Safe for use by many threads.
 */
public final class SpringCacheManager implements org.springframework.cache.CacheManager {

    private final CacheManager caches;
    private final Runnable beforeOpening;
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
        this.caches = Objects.requireNonNull(caches, "caches must not be null");
        this.beforeOpening = Objects.requireNonNull(beforeOpening, "beforeOpening must not be null");
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
        return caches.find(name)
                .<dev.larder.Cache<Object, Object>>map(found -> (dev.larder.Cache<Object, Object>) found)
                .orElseGet(() -> caches.open(CacheOptions.named(name), Object.class, Object.class));
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
