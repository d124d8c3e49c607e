// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.util.Collection;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;

/**
 * Finds the caches of an annotated method by their names, and gives each call the view of them that suits it: what a {@code @Cacheable}
 * method loaded and an eviction overtook is not stored, and methods that return futures or publishers block nowhere.
 */
final class SpringCacheResolver implements CacheResolver {

    private final AnnotatedCaching caching;

    SpringCacheResolver(AnnotatedCaching caching) {
        this.caching = caching;
    }

    @Override
    public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
        CacheOperation operation = (CacheOperation) context.getOperation();
        SpringCacheManager caches = caching.managerOf(operation);
        if (caches == null) {
            throw new IllegalStateException(
                    "'%s' is for operations on Larder's caches, and those of %s are not; name another cache resolver"
                            .formatted(SpringCacheInfrastructure.CACHE_RESOLVER, operation));
        }
        caches.declare(operation, context.getMethod(), AopProxyUtils.ultimateTargetClass(context.getTarget()));
        boolean blocking = ReturnTypes.isBlocking(context.getMethod());
        boolean fenced = operation instanceof CacheableOperation cacheable && !cacheable.isSync();
        return operation.getCacheNames().stream()
                .map(name -> view(caches.cache(name), fenced, blocking))
                .toList();
    }

    private static Cache view(SpringCache cache, boolean fenced, boolean blocking) {
        if (fenced) {
            return new FencedSpringCache(cache, blocking);
        }
        return blocking ? cache : new NonBlockingSpringCache(cache);
    }
}
