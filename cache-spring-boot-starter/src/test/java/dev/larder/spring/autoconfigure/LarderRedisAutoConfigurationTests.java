// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.store.CacheStore;
import dev.larder.store.MemoryCacheStore;
import dev.larder.store.redis.RedisCacheStore;
import dev.larder.test.TestTime;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TcpProxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class LarderRedisAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    LarderAutoConfiguration.class,
                    LarderRedisAutoConfiguration.class));

    private final ApplicationContextRunner redis = context.withPropertyValues(
            "larder.store=redis",
            "spring.data.redis.url=" + RedisServer.shared().uri());

    @Test
    void onePropertyPutsCachesWhereTheApplicationsRedisIs() {
        redis.withPropertyValues("larder.key-prefix=starter-one")
                .run(started -> cachesWhereTheTemplateLooks(started, "starter-one:greetings:v1:7"));
    }

    @Test
    void connectionDetailsSayWhereItIsAsThoseOfAServiceConnectionDo() {
        try (RedisServer server = RedisServer.start()) {
            context.withPropertyValues("larder.store=redis", "spring.data.redis.url=redis://nowhere.invalid")
                    .withBean(DataRedisConnectionDetails.class, () -> new Details(server))
                    .run(started -> cachesWhereTheTemplateLooks(started, "greetings:v1:7"));
        }
    }

    private static void cachesWhereTheTemplateLooks(ApplicationContext started, String key) {
        Cache<Long, String> cache = open(started.getBean(CacheManager.class), "greetings");
        StringRedisTemplate template = started.getBean(StringRedisTemplate.class);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            // What is loaded before the connection stands is not stored.
            assertThat(cache.getOrLoad(7L, missing -> "hello")).isEqualTo("hello");
        } while (!template.hasKey(key) && System.nanoTime() - patience < 0);

        assertThat(template.getExpire(key)).isPositive();
        template.delete(key);
        assertThat(cache.getOrLoad(7L, ignored -> "hello again")).isEqualTo("hello again");
        cache.evict(7L);
    }

    @Test
    void theApplicationsOwnClientKeepsItsSettings() {
        redis.run(started -> {
            LettuceConnectionFactory own = started.getBean(LettuceConnectionFactory.class);
            assertThat(started.getBeansOfType(LettuceConnectionFactory.class)).hasSize(1);
            assertThat(own.getRequiredNativeClient())
                    .isNotSameAs(started.getBean(RedisStoreClient.class).client());
            assertThat(own.getRequiredNativeClient().getOptions().getDisconnectedBehavior())
                    .isNotEqualTo(started.getBean(RedisStoreClient.class)
                            .client()
                            .getOptions()
                            .getDisconnectedBehavior());
        });
    }

    @Test
    void withoutThePropertyCachesStayInThisProcess() {
        context.run(started -> assertThat(started).hasNotFailed().doesNotHaveBean(CacheStore.class));
    }

    @Test
    void nothingConnectsWhereNothingIsCached() {
        redis.withPropertyValues("larder.enabled=false")
                .run(started -> assertThat(started)
                        .hasNotFailed()
                        .doesNotHaveBean(CacheStore.class)
                        .doesNotHaveBean(RedisStoreClient.class));
    }

    @Test
    void aStoreOfTheApplicationsOwnWins() {
        redis.withBean("mine", CacheStore.class, () -> new MemoryCacheStore(new TestTime().sources()))
                .run(started -> assertThat(started)
                        .hasNotFailed()
                        .doesNotHaveBean(RedisCacheStore.class)
                        .hasSingleBean(CacheStore.class));
    }

    @Test
    void anApplicationStartsWhileRedisIsAwayAndGetsItsValuesFromTheOrigin() {
        RedisServer server = RedisServer.shared();
        try (TcpProxy proxy = TcpProxy.to(server)) {
            proxy.refuse();
            context.withPropertyValues("larder.store=redis", "spring.data.redis.url=" + proxy.uri())
                    .run(started -> {
                        assertThat(started).hasNotFailed();
                        Cache<Long, String> cache = open(started.getBean(CacheManager.class), "away");
                        assertThat(cache.getOrLoad(7L, key -> "from the origin"))
                                .isEqualTo("from the origin");
                    });
        }
    }

    @Test
    void withoutSpringDataRedisItSaysWhatToAdd() {
        context.withClassLoader(new FilteredClassLoader(LettuceConnectionFactory.class))
                .withPropertyValues("larder.store=redis")
                .run(failed -> assertThat(failed)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("add spring-boot-starter-data-redis"));
    }

    @Test
    void withSeveralConnectionFactoriesItAsksWhichAndTakesTheOneThatIsNamed() {
        ApplicationContextRunner two = redis.withUserConfiguration(TwoFactories.class);
        two.run(failed -> assertThat(failed)
                .getFailure()
                .rootCause()
                .hasMessageContaining("[first, second]")
                .hasMessageContaining("larder.redis.connection-factory"));
        two.withPropertyValues("larder.redis.connection-factory=second")
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(CacheStore.class));
        two.withPropertyValues("larder.redis.connection-factory=third")
                .run(failed -> assertThat(failed)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("no LettuceConnectionFactory"));
    }

    @Test
    void aFactoryThatIsDeclaredByItsInterfaceIsFoundHoweverEarlyCachesAreOpened() {
        redis.withUserConfiguration(OpensEarly.class, DeclaredByInterface.class)
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(RedisCacheStore.class));
        redis.withPropertyValues("larder.redis.connection-factory=mine")
                .withUserConfiguration(OpensEarly.class, DeclaredByInterface.class)
                .run(started -> assertThat(started).hasNotFailed().hasSingleBean(RedisCacheStore.class));
    }

    @Test
    void aPrimaryWithReplicasByTheirAddressesIsRefusedAndNotTakenForOneServer() {
        context.withPropertyValues(
                        "larder.store=redis", "spring.data.redis.masterreplica.nodes=one.invalid:6379,two.invalid:6379")
                .run(failed ->
                        assertThat(failed).getFailure().rootCause().hasMessageContaining("primary and replicas"));
    }

    @Test
    void wrongValuesAreNamedWithTheirProperties() {
        for (String wrong : List.of(
                "larder.redis.max-staleness=1ms",
                "larder.redis.wait-for-replicas=-1",
                "larder.redis.replica-patience=0ms")) {
            redis.withPropertyValues(wrong)
                    .run(failed -> assertThat(failed)
                            .getFailure()
                            .rootCause()
                            .hasFieldOrPropertyWithValue("name", wrong.substring(0, wrong.indexOf('='))));
        }
    }

    private static Cache<Long, String> open(CacheManager caches, String name) {
        return caches.open(CacheOptions.named(name), Long.class, String.class);
    }

    private record Details(RedisServer server) implements DataRedisConnectionDetails {

        @Override
        public Standalone getStandalone() {
            return Standalone.of(server.host(), server.port());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpensEarly {

        @Bean
        Cache<Long, String> early(CacheManager caches) {
            return open(caches, "early");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DeclaredByInterface {

        @Bean
        RedisConnectionFactory mine() {
            return new LettuceConnectionFactory("nowhere.invalid", 6379);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoFactories {

        @Bean
        LettuceConnectionFactory first() {
            return new LettuceConnectionFactory();
        }

        @Bean
        LettuceConnectionFactory second() {
            return new LettuceConnectionFactory();
        }
    }
}
