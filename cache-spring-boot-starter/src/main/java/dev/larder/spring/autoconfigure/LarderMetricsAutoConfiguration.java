// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheManager;
import dev.larder.spring.metrics.CacheMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of all caches, which Spring Boot binds to the application's registry. */
@AutoConfiguration(
        after = LarderAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({CacheManager.class, MeterRegistry.class})
public final class LarderMetricsAutoConfiguration {

    private static final String SUFFIX = "CacheManager";

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    CacheMeters larderCacheMeters(Map<String, CacheManager> cacheManagers) {
        Map<String, CacheManager> byTag = new HashMap<>();
        cacheManagers.forEach((bean, caches) -> byTag.put(tag(bean), caches));
        return new CacheMeters(byTag);
    }

    /** As Spring Boot makes the tag of Spring's cache managers. */
    private static String tag(String bean) {
        return bean.length() > SUFFIX.length() && bean.endsWith(SUFFIX)
                ? bean.substring(0, bean.length() - SUFFIX.length())
                : bean;
    }
}
