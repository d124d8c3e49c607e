// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

class RedisStoreClientTests {

    @Test
    void oneThatCannotBeMadeLeavesNoResourcesBehind() {
        IllegalStateException refused = new IllegalStateException("no credentials");
        LettuceConnectionFactory original = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration(),
                LettuceClientConfiguration.builder()
                        .redisCredentialsProviderFactory(new RedisCredentialsProviderFactory() {
                            @Override
                            public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration server) {
                                throw refused;
                            }
                        })
                        .build());
        List<String> calls = new ArrayList<>();

        assertThatThrownBy(() -> RedisStoreClient.like(original, () -> recording(calls)))
                .isSameAs(refused);
        assertThat(calls).contains("shutdown");
    }

    private static ClientResources recording(List<String> calls) {
        ClientResources resources = DefaultClientResources.create();
        return (ClientResources) Proxy.newProxyInstance(
                ClientResources.class.getClassLoader(),
                new Class<?>[] {ClientResources.class},
                (self, method, arguments) -> {
                    calls.add(method.getName());
                    return method.invoke(resources, arguments);
                });
    }
}
