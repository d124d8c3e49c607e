// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.PriorityOrdered;

/** Puts {@link LarderCacheOperationSource} around Spring's; comes first, since that is made while other post-processors are. */
final class LarderCacheOperations implements BeanPostProcessor, PriorityOrdered {

    private final AnnotatedCaching caching;

    LarderCacheOperations(AnnotatedCaching caching) {
        this.caching = caching;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof CacheOperationSource source ? new LarderCacheOperationSource(source, caching) : bean;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
