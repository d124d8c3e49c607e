// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.reflect.Method;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.Ordered;

/** Puts {@link FencedCacheableAdvice} around methods whose {@code @Cacheable} reads, calls the method, and puts. */
final class FencedCacheableAdvisor extends DefaultPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    /** There are no operations without {@code @EnableCaching}. */
    FencedCacheableAdvisor(@Nullable CacheOperationSource operations) {
        super(new Fenced(operations), new FencedCacheableAdvice());
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    private static final class Fenced extends StaticMethodMatcherPointcut {

        private final @Nullable CacheOperationSource operations;

        Fenced(@Nullable CacheOperationSource operations) {
            this.operations = operations;
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            if (operations == null || !operations.isCandidateClass(targetClass)) {
                return false;
            }
            Collection<CacheOperation> found = operations.getCacheOperations(method, targetClass);
            return found != null && found.stream().anyMatch(Fenced::isFenced);
        }

        private static boolean isFenced(CacheOperation operation) {
            return operation instanceof CacheableOperation cacheable && !cacheable.isSync();
        }
    }
}
