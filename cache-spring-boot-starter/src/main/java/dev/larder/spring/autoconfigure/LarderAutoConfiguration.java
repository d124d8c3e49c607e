// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheListener;
import dev.larder.CacheManager;
import dev.larder.CacheManagerBuilder;
import dev.larder.key.CacheKeyBuilder;
import dev.larder.serializer.CacheSerializer;
import dev.larder.spring.SpringCacheManager;
import dev.larder.spring.SpringTransactions;
import dev.larder.store.CacheStore;
import dev.larder.store.PassThroughCacheStore;
import dev.larder.time.TimeSources;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the {@link CacheManager} that strategies are opened over. It keeps everything in this process, or in a
 * {@link CacheStore} bean if there is one, and backs off for a {@link CacheManager} of the application's own.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@EnableConfigurationProperties(LarderProperties.class)
public final class LarderAutoConfiguration {

    private static final int LOAD_THREADS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    private static final int WAITING_LOADS = 1_000;
    private static final String TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    CacheManager larderCacheManager(
            LarderProperties properties,
            @Qualifier("larderExecutor") Executor executor,
            ObjectProvider<CacheStore> store,
            ObjectProvider<CacheSerializer> serializer,
            ObjectProvider<TimeSources> time,
            ObjectProvider<CacheListener> listeners) {
        CacheManagerBuilder builder = CacheManager.builder()
                .configure(new ConfiguredOptions(properties))
                .executor(executor);
        listeners.orderedStream().forEach(builder::listener);
        set("larder.maximum-refreshes", properties.maximumRefreshes(), builder::maximumRefreshes);
        set("larder.breaker-wait", properties.breakerWait(), builder::breakerWait);
        set("larder.journal-size", properties.journalSize(), builder::journalSize);
        if (ClassUtils.isPresent(TRANSACTIONS, null)) {
            builder.transactions(new SpringTransactions());
        }
        time.ifAvailable(builder::time);
        serializer.ifAvailable(builder::serializer);
        if (properties.enabled()) {
            CacheStore remote = store.getIfAvailable();
            if (remote != null) {
                builder.store(remote);
            } else if (properties.store() == LarderProperties.StoreKind.REDIS) {
                throw new InvalidConfigurationPropertyValueException(
                        "larder.store",
                        "redis",
                        "Spring Data Redis or Lettuce is missing; add spring-boot-starter-data-redis");
            }
        } else {
            TimeSources given = time.getIfAvailable();
            builder.store(new PassThroughCacheStore(given == null ? InstantSource.system() : given.dates()));
        }
        String keyPrefix = properties.keyPrefix();
        if (keyPrefix != null) {
            builder.keyPrefix(requireKeyPrefix(keyPrefix));
        }
        return builder.build();
    }

    /** Where the application has a cache manager of its own, its names and options are its own affair. */
    @Bean
    @ConditionalOnBean(name = "larderCacheManager")
    static CachesAtStartup larderCachesAtStartup(
            ConfigurableListableBeanFactory beans,
            @Qualifier("larderCacheManager") CacheManager caches,
            LarderProperties properties,
            ObjectProvider<SpringCacheManager> springCaches) {
        return new CachesAtStartup(beans, caches, properties, springCaches.getIfUnique());
    }

    /** Not a default candidate, so that it is injected by name only and Boot's own executor does not back off for it. */
    @Bean(defaultCandidate = false)
    @ConditionalOnMissingBean(name = "larderExecutor")
    ThreadPoolTaskExecutor larderExecutor(ObjectProvider<TaskDecorator> decorators) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("larder-loads-");
        executor.setCorePoolSize(LOAD_THREADS);
        executor.setMaxPoolSize(LOAD_THREADS);
        executor.setQueueCapacity(WAITING_LOADS);
        executor.setAllowCoreThreadTimeOut(true);
        executor.setDaemon(true);
        executor.setTaskDecorator(
                new CompositeTaskDecorator(decorators.orderedStream().toList()));
        return executor;
    }

    private static <T> void set(String property, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(property, value, refused.getMessage());
        }
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
