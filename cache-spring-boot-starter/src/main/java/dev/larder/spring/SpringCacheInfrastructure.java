// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;

/**
 * What gives the annotations of {@code @EnableCaching} Larder's promises, beside a {@link SpringCacheManager} bean. Import it where there
 * is no auto-configuration.
 *
 * <p>It touches only operations that Spring would resolve by a {@link SpringCacheManager}, by default or by its name: a cache manager or
 * resolver of the application's own stays, whether an operation names it or a {@code CachingConfigurer} returns it. AspectJ's mode of
 * {@code @EnableCaching} is not supported: annotations work there, but without the promises.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(SpringKeysRuntimeHints.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public class SpringCacheInfrastructure {

    /** The name of the cache resolver that operations on Larder's caches have. */
    public static final String CACHE_RESOLVER = "larderCacheResolver";

    /** For Spring. */
    public SpringCacheInfrastructure() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LarderCacheOperations larderCacheOperations(BeanFactory beans) {
        return new LarderCacheOperations(new AnnotatedCaching(beans));
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor larderCacheableAdvisor(ObjectProvider<CacheOperationSource> operations) {
        return new FencedCacheableAdvisor(operations.getIfAvailable());
    }

    @Bean(name = CACHE_RESOLVER, defaultCandidate = false)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CacheResolver larderCacheResolver(BeanFactory beans) {
        return new SpringCacheResolver(new AnnotatedCaching(beans));
    }
}
