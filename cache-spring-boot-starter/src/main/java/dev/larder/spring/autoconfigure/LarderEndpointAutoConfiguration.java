// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheManager;
import dev.larder.spring.actuate.CacheStatsEndpoint;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the endpoint {@code cachestats}, where it is exposed. */
@AutoConfiguration(after = LarderAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(CacheStatsEndpoint.class)
@ConditionalOnBean(CacheManager.class)
public final class LarderEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheStatsEndpoint cacheStatsEndpoint(Map<String, CacheManager> cacheManagers) {
        return new CacheStatsEndpoint(cacheManagers);
    }
}
