// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.util.StringUtils;

/** Tells which annotated operations are on Larder's caches: those that Spring would resolve by a {@link SpringCacheManager}. */
final class AnnotatedCaching {

    private final BeanFactory beans;
    private volatile @Nullable CacheInterceptor interceptor;

    AnnotatedCaching(BeanFactory beans) {
        this.beans = beans;
    }

    /** Whether Spring knows by now how it resolves caches; it does once all singletons are made. */
    boolean isDecided() {
        return defaultResolver() != null;
    }

    boolean isOurs(CacheOperation operation) {
        return !StringUtils.hasText(operation.getCacheResolver()) && managerOf(operation) != null;
    }

    /** The cache manager that an operation names, or Spring's default, if it is one of ours. */
    @Nullable
    SpringCacheManager managerOf(CacheOperation operation) {
        String named = operation.getCacheManager();
        if (StringUtils.hasText(named)) {
            return beans.containsBean(named) && beans.isTypeMatch(named, SpringCacheManager.class)
                    ? beans.getBean(named, SpringCacheManager.class)
                    : null;
        }
        return defaultResolver() instanceof SimpleCacheResolver byName
                        && byName.getCacheManager() instanceof SpringCacheManager ours
                ? ours
                : null;
    }

    /** What came about from the application's {@code CachingConfigurer}, or from the only cache manager. */
    private @Nullable CacheResolver defaultResolver() {
        CacheInterceptor known = interceptor;
        if (known == null) {
            known = beans.getBeanProvider(CacheInterceptor.class).getIfUnique();
            interceptor = known;
        }
        return known == null ? null : known.getCacheResolver();
    }
}
