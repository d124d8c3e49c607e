// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.store.redis.RedisClients;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.lang.reflect.Field;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

/**
 * The store's own client, made like the application's: to the same servers, with the same credentials and encryption, but set up for a
 * store that would rather be refused than wait. The application's own client keeps its settings.
 */
final class RedisStoreClient implements AutoCloseable {

    private final LettuceConnectionFactory factory;
    private final ClientResources resources;
    private final @Nullable ClientResources ownBase;

    private RedisStoreClient(
            LettuceConnectionFactory factory, ClientResources resources, @Nullable ClientResources ownBase) {
        this.factory = factory;
        this.resources = resources;
        this.ownBase = ownBase;
    }

    static RedisStoreClient like(LettuceConnectionFactory original) {
        return like(original, DefaultClientResources::create);
    }

    static RedisStoreClient like(LettuceConnectionFactory original, Supplier<ClientResources> own) {
        ClientResources shared =
                original.getClientConfiguration().getClientResources().orElse(null);
        ClientResources base = shared == null ? own.get() : shared;
        ClientResources resources = RedisClients.resourcesOf(base);
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(serversOf(original), likeThatOf(original, resources));
        // Nobody connects through the factory, which is asked for its client only.
        factory.setShareNativeConnection(false);
        RedisStoreClient client = new RedisStoreClient(factory, resources, shared == null ? base : null);
        try {
            factory.afterPropertiesSet();
            factory.start();
        } catch (RuntimeException | Error failed) {
            client.close(); // nobody else has it
            throw failed;
        }
        return client;
    }

    /** Nothing public tells; such a factory says of itself that it went to one server, on this host. */
    static boolean isOfPrimaryAndReplicas(LettuceConnectionFactory original) {
        Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, "configuration");
        if (field == null) {
            return false;
        }
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, original) instanceof RedisConfiguration.StaticMasterReplicaConfiguration;
    }

    AbstractRedisClient client() {
        return factory.getRequiredNativeClient();
    }

    private static RedisConfiguration serversOf(LettuceConnectionFactory original) {
        if (original.getClusterConfiguration() != null) {
            return original.getClusterConfiguration();
        }
        if (original.getSentinelConfiguration() != null) {
            return original.getSentinelConfiguration();
        }
        return original.getSocketConfiguration() != null
                ? original.getSocketConfiguration()
                : original.getStandaloneConfiguration();
    }

    private static LettuceClientConfiguration likeThatOf(LettuceConnectionFactory original, ClientResources resources) {
        LettuceClientConfiguration configuration = original.getClientConfiguration();
        LettuceClientConfigurationBuilder builder = LettuceClientConfiguration.builder()
                .clientResources(resources)
                .clientOptions(optionsOf(original))
                .commandTimeout(configuration.getCommandTimeout())
                .shutdownTimeout(configuration.getShutdownTimeout())
                .shutdownQuietPeriod(configuration.getShutdownQuietPeriod());
        configuration.getClientName().ifPresent(builder::clientName);
        configuration.getRedisCredentialsProviderFactory().ifPresent(builder::redisCredentialsProviderFactory);
        if (configuration.isUseSsl()) {
            var encrypted = builder.useSsl().verifyPeer(configuration.getVerifyMode());
            if (configuration.isStartTls()) {
                encrypted.startTls();
            }
        }
        return builder.build();
    }

    private static ClientOptions optionsOf(LettuceConnectionFactory original) {
        ClientOptions options =
                original.getClientConfiguration().getClientOptions().orElseGet(ClientOptions::create);
        if (!original.isClusterAware()) {
            return RedisClients.optionsOf(options);
        }
        return RedisClients.optionsOf(
                options instanceof ClusterClientOptions cluster
                        ? cluster
                        : ClusterClientOptions.builder(options).build());
    }

    @Override
    public void close() {
        factory.destroy();
        // What they share with those that they were made from stays.
        resources.shutdown();
        if (ownBase != null) {
            ownBase.shutdown();
        }
    }
}
