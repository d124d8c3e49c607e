// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;

/**
 * What gives the annotations of {@code @EnableCaching} Larder's promises, beside a {@link SpringCacheManager} bean. Import it where there
 * is no auto-configuration.
 *
 * <p>It touches only what Spring makes by default: a cache resolver of the application's own stays, as do operations that name a cache
 * manager or resolver.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(SpringKeysRuntimeHints.class)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public class SpringCacheInfrastructure {

    /** For Spring. */
    public SpringCacheInfrastructure() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static OneLoadPostProcessor larderOneLoadPostProcessor() {
        return new OneLoadPostProcessor();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor larderCacheableAdvisor(ObjectProvider<CacheOperationSource> operations) {
        return new FencedCacheableAdvisor(operations.getIfAvailable());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SmartInitializingSingleton larderCacheResolverInstaller(
            ObjectProvider<CacheInterceptor> interceptors, ObjectProvider<CacheManager> caches) {
        return () -> {
            if (caches.getIfUnique() instanceof SpringCacheManager ours) {
                interceptors.stream()
                        .filter(interceptor -> usesByDefault(interceptor, ours))
                        .forEach(interceptor -> interceptor.setCacheResolver(new SpringCacheResolver(ours)));
            }
        };
    }

    private static boolean usesByDefault(CacheInterceptor interceptor, SpringCacheManager ours) {
        return interceptor.getCacheResolver() == null
                || (interceptor.getCacheResolver() instanceof SimpleCacheResolver byName
                        && byName.getCacheManager() == ours);
    }
}
