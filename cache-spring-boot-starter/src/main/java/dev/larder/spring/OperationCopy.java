// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;

/** Copies Spring's operations, which are immutable and have no copy of their own. */
final class OperationCopy {

    private OperationCopy() {}

    /** The same operation with a cache resolver, which Spring asks before the cache manager; what is {@code sync} stays so. */
    static CacheOperation of(CacheOperation operation, String cacheResolver, boolean synchronous) {
        if (operation instanceof CacheableOperation cacheable) {
            CacheableOperation.Builder copy = new CacheableOperation.Builder();
            if (cacheable.getUnless() != null) {
                copy.setUnless(cacheable.getUnless());
            }
            copy.setSync(synchronous || cacheable.isSync());
            return build(copy, operation, cacheResolver);
        }
        if (operation instanceof CachePutOperation put) {
            CachePutOperation.Builder copy = new CachePutOperation.Builder();
            if (put.getUnless() != null) {
                copy.setUnless(put.getUnless());
            }
            return build(copy, operation, cacheResolver);
        }
        if (operation instanceof CacheEvictOperation evict) {
            CacheEvictOperation.Builder copy = new CacheEvictOperation.Builder();
            copy.setCacheWide(evict.isCacheWide());
            copy.setBeforeInvocation(evict.isBeforeInvocation());
            return build(copy, operation, cacheResolver);
        }
        return operation;
    }

    private static CacheOperation build(CacheOperation.Builder copy, CacheOperation operation, String cacheResolver) {
        copy.setName(operation.getName());
        copy.setCacheNames(operation.getCacheNames().toArray(String[]::new));
        copy.setKey(operation.getKey());
        copy.setKeyGenerator(operation.getKeyGenerator());
        copy.setCacheManager(operation.getCacheManager());
        copy.setCacheResolver(cacheResolver);
        copy.setCondition(operation.getCondition());
        return copy.build();
    }
}
