// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheManager;
import dev.larder.CacheManagerBuilder;
import dev.larder.key.CacheKeyBuilder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link CacheManager} that strategies are opened over. It keeps everything in this process, and backs off for
 * a {@link CacheManager} of the application's own.
 */
@AutoConfiguration(
        beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration",
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@EnableConfigurationProperties(LarderProperties.class)
public final class LarderAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    CacheManager larderCacheManager(LarderProperties properties) {
        CacheManagerBuilder builder = CacheManager.builder().configure(new ConfiguredOptions(properties));
        String keyPrefix = properties.keyPrefix();
        if (keyPrefix != null) {
            builder.keyPrefix(requireKeyPrefix(keyPrefix));
        }
        return builder.build();
    }

    private static String requireKeyPrefix(String keyPrefix) {
        try {
            CacheKeyBuilder.of("larder", String.class).prefix(keyPrefix);
            return keyPrefix;
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException("larder.key-prefix", keyPrefix, refused.getMessage());
        }
    }
}
