// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheManager;
import dev.larder.spring.SpringCacheInfrastructure;
import dev.larder.spring.SpringCacheManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/** Auto-configuration of Spring's cache manager over ours, unless the application has one or wants one of Boot's. */
@AutoConfiguration(
        after = LarderAutoConfiguration.class,
        beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@Conditional(OnNoCacheTypeCondition.class)
@ConditionalOnSingleCandidate(CacheManager.class)
@ConditionalOnMissingBean(value = org.springframework.cache.CacheManager.class, name = "cacheResolver")
@Import(SpringCacheInfrastructure.class)
public final class LarderSpringCacheAutoConfiguration {

    @Bean
    SpringCacheManager cacheManager(CacheManager caches) {
        return new SpringCacheManager(caches);
    }
}
