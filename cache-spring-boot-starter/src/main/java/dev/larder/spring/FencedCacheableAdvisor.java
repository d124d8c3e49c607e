// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.Ordered;

/** Puts {@link FencedCacheableAdvice} around {@code @Cacheable} methods, outside of everything else. */
final class FencedCacheableAdvisor extends DefaultPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    /** There are no operations without {@code @EnableCaching}. */
    FencedCacheableAdvisor(@Nullable CacheOperationSource operations) {
        super(
                new CacheableMethods(operations instanceof LarderCacheOperationSource ours ? ours : null),
                new FencedCacheableAdvice());
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    private static final class CacheableMethods extends StaticMethodMatcherPointcut {

        private final @Nullable LarderCacheOperationSource operations;

        CacheableMethods(@Nullable LarderCacheOperationSource operations) {
            this.operations = operations;
            setClassFilter(type -> operations != null
                    && operations.isCandidateClass(type)
                    && !CacheManager.class.isAssignableFrom(type));
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return operations != null && operations.isCacheable(method, targetClass);
        }
    }
}
