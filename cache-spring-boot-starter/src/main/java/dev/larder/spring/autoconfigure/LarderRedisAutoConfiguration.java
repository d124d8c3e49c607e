// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.store.CacheStore;
import dev.larder.store.redis.RedisCacheStore;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration of the store in Redis, for {@code larder.store=redis}: it goes where the application's own
 * {@link LettuceConnectionFactory} goes, over a connection of its own.
 */
@AutoConfiguration(
        before = LarderAutoConfiguration.class,
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({LettuceConnectionFactory.class, RedisCacheStore.class})
@ConditionalOnBooleanProperty(name = "larder.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "larder.store", havingValue = "redis")
@EnableConfigurationProperties(LarderProperties.class)
public final class LarderRedisAutoConfiguration {

    private static final String FACTORY = "larder.redis.connection-factory";
    private static final Duration PATIENCE = Duration.ofMillis(200);

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(CacheStore.class)
    RedisStoreClient larderRedisStoreClient(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<RedisConnectionFactory> unique,
            LarderProperties properties) {
        LettuceConnectionFactory original =
                factory(beans, unique, properties.redis().connectionFactory());
        if (RedisStoreClient.isOfPrimaryAndReplicas(original)) {
            throw new InvalidConfigurationPropertyValueException(
                    "larder.store",
                    "redis",
                    "the LettuceConnectionFactory goes to a primary and replicas by their addresses"
                            + " (spring.data.redis.masterreplica), which the store cannot; give it one that goes to the primary,"
                            + " to Sentinels or to a cluster, and say which by " + FACTORY);
        }
        return RedisStoreClient.like(original);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(CacheStore.class)
    CacheStore larderRedisStore(
            RedisStoreClient larderRedisStoreClient, LarderProperties properties, ObjectProvider<TimeSources> time) {
        RedisCacheStore.Builder builder = RedisCacheStore.over(larderRedisStoreClient.client());
        LarderProperties.Redis redis = properties.redis();
        time.ifAvailable(builder::time);
        Duration maxStaleness = redis.maxStaleness();
        if (maxStaleness != null) {
            checked("larder.redis.max-staleness", maxStaleness, () -> builder.maxStaleness(maxStaleness));
        }
        int replicas = Objects.requireNonNullElse(redis.waitForReplicas(), 0);
        Duration patience = Objects.requireNonNullElse(redis.replicaPatience(), PATIENCE);
        checked("larder.redis.replica-patience", patience, () -> builder.waitForReplicas(0, patience));
        return checkedStore(builder, replicas, patience);
    }

    private static CacheStore checkedStore(RedisCacheStore.Builder builder, int replicas, Duration patience) {
        try {
            return builder.waitForReplicas(replicas, patience).build();
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    "larder.redis.wait-for-replicas", replicas, refused.getMessage());
        }
    }

    private static void checked(String property, Object value, Runnable setter) {
        try {
            setter.run();
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(property, value, refused.getMessage());
        }
    }

    private static LettuceConnectionFactory factory(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<RedisConnectionFactory> unique,
            @Nullable String chosen) {
        // By the interface, since many a factory is declared by it: that it is Lettuce's shows once it is made.
        Map<String, LettuceConnectionFactory> all = new TreeMap<>();
        beans.getBeansOfType(RedisConnectionFactory.class).forEach((name, each) -> {
            if (each instanceof LettuceConnectionFactory lettuce) {
                all.put(name, lettuce);
            }
        });
        List<String> names = List.copyOf(all.keySet());
        if (chosen != null) {
            LettuceConnectionFactory named = all.get(chosen);
            if (named == null) {
                throw new InvalidConfigurationPropertyValueException(
                        FACTORY, chosen, "there is no LettuceConnectionFactory of that name, but " + names);
            }
            return named;
        }
        if (all.size() == 1) {
            return all.values().iterator().next();
        }
        if (unique.getIfUnique() instanceof LettuceConnectionFactory primary) {
            return primary;
        }
        throw new InvalidConfigurationPropertyValueException(
                "larder.store",
                "redis",
                all.isEmpty()
                        ? "there is no LettuceConnectionFactory; add spring-boot-starter-data-redis, with Lettuce and not Jedis"
                        : "there are several LettuceConnectionFactories, %s; say which by %s, or make one of them @Primary"
                                .formatted(names, FACTORY));
    }
}
