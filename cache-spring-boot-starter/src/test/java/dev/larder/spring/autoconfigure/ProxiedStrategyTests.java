// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheAsideStrategy;
import dev.larder.CacheLoader;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.OriginWrite;
import dev.larder.WarmUp;
import dev.larder.WriteThroughCacheStrategy;
import dev.larder.key.KeyGlob;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** A CGLIB proxy has no fields of its own: a final verb would run on them and fail (spring-framework #33420). */
class ProxiedStrategyTests {

    static final List<Method> VERBS = Stream.<Class<?>>of(
                    BaseCacheStrategy.class, CacheAsideStrategy.class, WriteThroughCacheStrategy.class)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()) || Modifier.isProtected(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .toList();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LarderAutoConfiguration.class))
            .withUserConfiguration(ProxiedStrategy.class);

    @ParameterizedTest
    @FieldSource("VERBS")
    void everyVerbWorksOnABeanWithATransactionalMethod(Method verb) {
        application.run(context -> {
            Object proxy = context.getBean(NameCache.class);
            assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
            verb.setAccessible(true);
            assertThatCode(() -> verb.invoke(proxy, arguments(verb))).doesNotThrowAnyException();
        });
    }

    @Test
    void aProxiedBeanReadsAndWritesTheCacheOfItsTarget() {
        application.run(context -> {
            NameCache names = context.getBean(NameCache.class);

            assertThat(names.get(7L)).isEqualTo("name 7");
            assertThat(names.rename(7L, "Ada")).isEqualTo("Ada");
            assertThat(names.get(7L)).isEqualTo("Ada");
            assertThat(names.renameInTransaction(7L, "Grace")).isEqualTo("Grace");
            assertThat(context.getBean(Transactions.class).committed()).isEqualTo(1);
            assertThat(names.get(7L)).isEqualTo("Grace");
            assertThat(names.stats().loads()).isEqualTo(1);
        });
    }

    private static Object[] arguments(Method verb) {
        return Stream.of(verb.getParameterTypes())
                .map(ProxiedStrategyTests::argument)
                .toArray();
    }

    private static Object argument(Class<?> type) {
        if (type == Collection.class) {
            return List.of(7L, 8L);
        }
        if (type == KeyGlob.class) {
            return KeyGlob.of(KeyGlob.any());
        }
        if (type == CacheLoader.class) {
            return (CacheLoader<Long, String>) key -> "loaded";
        }
        if (type == WarmUp.class) {
            return WarmUp.defaults();
        }
        if (type == Duration.class) {
            return Duration.ofMinutes(1);
        }
        if (type == Map.class) {
            return Map.of(7L, "value");
        }
        if (type == OriginWrite.class) {
            return (OriginWrite<Object, RuntimeException>) Map::of;
        }
        if (type == BiFunction.class) {
            return (BiFunction<String, Object, String>) (cached, written) -> cached;
        }
        assertThat(type).as("parameters that stand for a key").isEqualTo(Object.class);
        return 7L;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class ProxiedStrategy {

        @Bean
        Transactions transactions() {
            return new Transactions();
        }

        @Bean
        NameCache nameCache(CacheManager caches) {
            return new NameCache(caches);
        }
    }

    static class NameCache extends WriteThroughCacheStrategy<Long, String> {

        private final Map<Long, String> origin = new ConcurrentHashMap<>();

        NameCache(CacheManager caches) {
            super(caches, CacheOptions.named("names"));
        }

        @Override
        protected String load(Long id) {
            return origin.computeIfAbsent(id, key -> "name " + key);
        }

        String rename(Long id, String name) {
            return write(id, () -> {
                origin.put(id, name);
                return name;
            });
        }

        @Transactional(isolation = Isolation.READ_COMMITTED)
        String renameInTransaction(Long id, String name) {
            return rename(id, name);
        }
    }
}
