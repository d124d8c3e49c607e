// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A bean that opens a cache at startup, as a strategy does. */
final class OpenedCache {

    private OpenedCache() {}

    static ApplicationContextInitializer<ConfigurableApplicationContext> of(CacheOptions code) {
        return context -> ((GenericApplicationContext) context)
                .registerBean(
                        "opened-" + code.name(),
                        Cache.class,
                        () -> context.getBean(CacheManager.class).open(code, String.class, String.class));
    }

    @SuppressWarnings("unchecked")
    static Cache<String, String> cache(ApplicationContext context) {
        return context.getBean(Cache.class);
    }

    static CacheOptions options(ApplicationContext context) {
        return cache(context).options();
    }
}
