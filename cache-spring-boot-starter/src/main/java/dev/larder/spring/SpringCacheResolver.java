// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Finds the caches of an annotated method by their names, and gives each call the view of them that suits it: what a {@code @Cacheable}
 * method loaded and an eviction overtook is not stored, and methods that return futures or publishers block nowhere.
 */
final class SpringCacheResolver implements CacheResolver {

    private final SpringCacheManager caches;
    private final ReactiveAdapterRegistry reactive = ReactiveAdapterRegistry.getSharedInstance();

    SpringCacheResolver(SpringCacheManager caches) {
        this.caches = caches;
    }

    @Override
    public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
        Class<?> returned = context.getMethod().getReturnType();
        boolean blocking = !CompletableFuture.class.isAssignableFrom(returned) && reactive.getAdapter(returned) == null;
        boolean fenced = context.getOperation() instanceof CacheableOperation cacheable && !cacheable.isSync();
        return context.getOperation().getCacheNames().stream()
                .map(name -> view(caches.cache(name), fenced, blocking))
                .toList();
    }

    private static Cache view(SpringCache cache, boolean fenced, boolean blocking) {
        if (fenced) {
            return new FencedSpringCache(cache.getNativeCache(), blocking);
        }
        return blocking ? cache : new NonBlockingSpringCache(cache.getNativeCache());
    }
}
