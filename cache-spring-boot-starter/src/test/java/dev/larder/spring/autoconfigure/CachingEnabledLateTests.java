// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;

/** An auto-configuration of somebody else enables caching, after ours. */
class CachingEnabledLateTests {

    @Test
    void theCachesThatAnnotationsNameAreOpenedAtStartupAllTheSame() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LarderAutoConfiguration.class,
                        LarderSpringCacheAutoConfiguration.class,
                        LarderCacheAnnotationsAutoConfiguration.class,
                        EnablesCaching.class))
                .withBean(Numbers.class)
                .run(context -> assertThat(context.getBean(CacheManager.class).cacheNames())
                        .containsExactly("numbers"));
    }

    @AutoConfiguration(after = LarderCacheAnnotationsAutoConfiguration.class)
    @EnableCaching
    static class EnablesCaching {}

    static class Numbers {

        @Cacheable("numbers")
        public int number(int number) {
            return number;
        }
    }
}
