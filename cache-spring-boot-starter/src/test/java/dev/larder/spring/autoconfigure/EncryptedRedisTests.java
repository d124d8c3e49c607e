// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TlsProxy;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A server that speaks TLS: what is set for Spring Boot's own client holds for the store's. */
class EncryptedRedisTests {

    private final TlsProxy proxy = TlsProxy.to(RedisServer.shared());

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    LarderAutoConfiguration.class,
                    LarderRedisAutoConfiguration.class))
            .withPropertyValues(
                    "larder.store=redis",
                    "larder.key-prefix=" + UUID.randomUUID(),
                    "spring.data.redis.host=localhost",
                    "spring.data.redis.port=" + proxy.port());

    @AfterEach
    void close() {
        proxy.close();
    }

    private static Cache<String, String> open(CacheManager caches) {
        return caches.open(CacheOptions.named("things"), String.class, String.class);
    }

    @Test
    void valuesAreCachedOverAConnectionWhoseCertificateIsTrusted() {
        application
                .withPropertyValues(
                        "spring.data.redis.ssl.bundle=redis",
                        "spring.ssl.bundle.jks.redis.truststore.location=file:" + proxy.keyStore(),
                        "spring.ssl.bundle.jks.redis.truststore.password=" + TlsProxy.PASSWORD,
                        "spring.ssl.bundle.jks.redis.truststore.type=PKCS12")
                .run(context -> {
                    Cache<String, String> cache = open(context.getBean(CacheManager.class));
                    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                    do {
                        assertThat(System.nanoTime() - patience).as("patience").isNegative();
                        cache.getOrLoad("key", key -> "loaded");
                    } while (cache.get("key") == null);

                    assertThat(cache.getOrLoad("key", key -> "loaded again")).isEqualTo("loaded");
                });
    }

    @Test
    void aServerThatIsNotTrustedCostsALoadAndIsGivenNothing() {
        application.withPropertyValues("spring.data.redis.ssl.enabled=true").run(context -> {
            Cache<String, String> cache = open(context.getBean(CacheManager.class));

            assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.getOrLoad("key", key -> "loaded again")).isEqualTo("loaded again");
            assertThat(cache.get("key")).isNull();
        });
    }
}
