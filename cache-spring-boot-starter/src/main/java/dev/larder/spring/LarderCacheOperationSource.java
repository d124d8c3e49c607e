// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringUtils;

/**
 * Lets operations on Larder's caches resolve them by {@link SpringCacheResolver}, and reads {@code @Cacheable} as if it said
 * {@code sync = true} where that is allowed: one cache, no {@code unless}, no other cache operation on the method, no publisher returned.
 *
 * <p>Spring then hands the method over as a loader, instead of reading, calling it and putting: so it is called once per key in the fleet,
 * and what an eviction overtook is not stored. A publisher is left alone, since it would lose its subscriber's context and cancellation.
 */
final class LarderCacheOperationSource implements CacheOperationSource {

    private final CacheOperationSource operations;
    private final AnnotatedCaching caching;
    private final ConcurrentMap<MethodClassKey, Collection<CacheOperation>> read = new ConcurrentHashMap<>();

    LarderCacheOperationSource(CacheOperationSource operations, AnnotatedCaching caching) {
        this.operations = operations;
        this.caching = caching;
    }

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return operations.isCandidateClass(targetClass);
    }

    @Override
    public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
        return operations.hasCacheOperations(method, targetClass);
    }

    /** Tells whether a method is {@code @Cacheable}, without asking whose caches it uses, which is not known yet while beans are made. */
    boolean isCacheable(Method method, Class<?> targetClass) {
        if (!operations.hasCacheOperations(method, targetClass)) {
            return false;
        }
        Collection<CacheOperation> found = operations.getCacheOperations(method, targetClass);
        return found != null && found.stream().anyMatch(CacheableOperation.class::isInstance);
    }

    @Override
    public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
        MethodClassKey key = new MethodClassKey(method, targetClass);
        Collection<CacheOperation> known = read.get(key);
        if (known != null) {
            return known;
        }
        Collection<CacheOperation> found = operations.getCacheOperations(method, targetClass);
        if (found == null) {
            return null;
        }
        boolean alone = found.size() == 1 && !ReturnTypes.isPublisher(method);
        List<CacheOperation> result =
                found.stream().map(operation -> read(operation, alone)).toList();
        if (caching.isDecided()) {
            read.put(key, result);
        }
        return result;
    }

    private CacheOperation read(CacheOperation operation, boolean alone) {
        if (!caching.isOurs(operation)) {
            return operation;
        }
        boolean synchronous = alone
                && operation instanceof CacheableOperation cacheable
                && operation.getCacheNames().size() == 1
                && !StringUtils.hasText(cacheable.getUnless());
        return OperationCopy.of(operation, SpringCacheInfrastructure.CACHE_RESOLVER, synchronous);
    }
}
