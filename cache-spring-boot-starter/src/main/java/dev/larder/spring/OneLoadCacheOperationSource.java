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
import org.springframework.util.StringUtils;

/**
 * Reads every {@code @Cacheable} as if it said {@code sync = true}, where Spring allows that: one cache, no {@code unless}, no other cache
 * operation on the method, and no cache manager or resolver of its own.
 *
 * <p>Spring then hands the method over as a loader, instead of reading, calling it and putting: so it is called once per key in the fleet,
 * and what an eviction overtook is not stored.
 */
final class OneLoadCacheOperationSource implements CacheOperationSource {

    private final CacheOperationSource operations;
    private final ConcurrentMap<CacheableOperation, Collection<CacheOperation>> synchronous = new ConcurrentHashMap<>();

    OneLoadCacheOperationSource(CacheOperationSource operations) {
        this.operations = operations;
    }

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return operations.isCandidateClass(targetClass);
    }

    @Override
    public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
        return operations.hasCacheOperations(method, targetClass);
    }

    @Override
    public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
        Collection<CacheOperation> found = operations.getCacheOperations(method, targetClass);
        if (found == null || found.size() != 1) {
            return found;
        }
        CacheOperation only = found.iterator().next();
        return only instanceof CacheableOperation cacheable && mayBeSynchronous(cacheable)
                ? synchronous.computeIfAbsent(cacheable, OneLoadCacheOperationSource::synchronous)
                : found;
    }

    private static boolean mayBeSynchronous(CacheableOperation operation) {
        return operation.getCacheNames().size() == 1
                && !StringUtils.hasText(operation.getUnless())
                && !StringUtils.hasText(operation.getCacheManager())
                && !StringUtils.hasText(operation.getCacheResolver());
    }

    private static Collection<CacheOperation> synchronous(CacheableOperation operation) {
        CacheableOperation.Builder copy = new CacheableOperation.Builder();
        copy.setName(operation.getName());
        copy.setCacheNames(operation.getCacheNames().toArray(String[]::new));
        copy.setKey(operation.getKey());
        copy.setKeyGenerator(operation.getKeyGenerator());
        copy.setCondition(operation.getCondition());
        copy.setSync(true);
        return List.of(copy.build());
    }
}
