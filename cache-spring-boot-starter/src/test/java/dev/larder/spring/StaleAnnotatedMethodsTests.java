// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CacheManager;
import dev.larder.CacheStats;
import dev.larder.spring.autoconfigure.LarderAutoConfiguration;
import dev.larder.spring.autoconfigure.LarderCacheAnnotationsAutoConfiguration;
import dev.larder.spring.autoconfigure.LarderSpringCacheAutoConfiguration;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stale values are under Spring's annotations: what they are for strategies. */
class StaleAnnotatedMethodsTests {

    private final TestTime time = new TestTime();

    private void run(ContextConsumer<AssertableApplicationContext> test, String... properties) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LarderAutoConfiguration.class,
                        LarderSpringCacheAutoConfiguration.class,
                        LarderCacheAnnotationsAutoConfiguration.class))
                .withBean(TestTime.class, () -> time)
                .withBean(MemoryCacheStore.class, () -> new MemoryCacheStore(time.sources()))
                .withUserConfiguration(Application.class)
                .withPropertyValues("larder.defaults.time-to-live=10m")
                .withPropertyValues(properties)
                .run(test);
    }

    private static CacheStats stats(AssertableApplicationContext context, String cache) {
        return context.getBean(CacheManager.class).find(cache).orElseThrow().stats();
    }

    @Test
    void aStaleAnswerIsGivenAtOnceAndTheMethodIsCalledBehindIt() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    assertThat(rates.of("EUR")).isEqualTo("EUR 1");
                    time.advance(Duration.ofMinutes(10));

                    assertThat(rates.of("EUR")).isEqualTo("EUR 1");
                    assertThat(stats(context, "rates").staleHits()).isEqualTo(1);
                    assertThat(rates.of("EUR")).isEqualTo("EUR 2");
                },
                "larder.defaults.stale-while-revalidate=1m");
    }

    @Test
    void aMethodThatThrowsIsAnsweredByTheStaleValue() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    rates.of("EUR");
                    time.advance(Duration.ofMinutes(10));
                    IllegalStateException down = new IllegalStateException("origin down");
                    context.getBean(Origin.class).failure = down;

                    assertThat(rates.of("EUR")).isEqualTo("EUR 1");
                    assertThat(stats(context, "rates").staleForErrors()).isEqualTo(1);
                    assertThatThrownBy(() -> rates.of("USD")).isSameAs(down);
                },
                "larder.defaults.stale-if-error=1h");
    }

    @Test
    void aFutureIsAnsweredByTheStaleValueToo() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    CompletableFuture<String> first = rates.later("EUR");
                    assertThat(first.join()).isEqualTo("EUR 1");
                    time.advance(Duration.ofMinutes(10));

                    assertThat(rates.later("EUR").join()).isEqualTo("EUR 1");
                    assertThat(rates.later("EUR").join()).isEqualTo("EUR 2");
                },
                "larder.defaults.stale-while-revalidate=1m");
    }

    @Test
    void aMethodWithAConditionOnItsResultReplacesAStaleValue() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    rates.unlessEmpty("EUR");
                    time.advance(Duration.ofMinutes(10));

                    assertThat(rates.unlessEmpty("EUR")).isEqualTo("EUR 2");
                    assertThat(rates.unlessEmpty("EUR")).as("it was stored").isEqualTo("EUR 2");
                },
                "larder.defaults.stale-if-error=1h");
    }

    @Test
    void aMethodWithAConditionOnItsResultThatThrowsIsAnsweredByTheStaleValue() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    Origin origin = context.getBean(Origin.class);
                    rates.unlessEmpty("EUR");
                    rates.unlessNone("EUR");
                    rates.unlessLater("EUR").join();
                    time.advance(Duration.ofMinutes(10));
                    IllegalStateException down = new IllegalStateException("origin down");
                    origin.failure = down;

                    assertThat(rates.unlessEmpty("EUR")).isEqualTo("EUR 1");
                    assertThat(rates.unlessEmpty("EUR")).as("held back").isEqualTo("EUR 1");
                    assertThat(rates.unlessNone("EUR")).contains("EUR 2");
                    assertThat(rates.unlessLater("EUR").join()).isEqualTo("EUR 3");
                    assertThatThrownBy(() -> rates.unlessEmpty("USD")).isSameAs(down);
                    assertThat(stats(context, "conditional").staleForErrors()).isEqualTo(2);
                    assertThat(stats(context, "conditional").heldBackLoads()).isEqualTo(1);

                    origin.failure = null;
                    time.advance(Duration.ofSeconds(1));
                    assertThat(rates.unlessEmpty("EUR")).isEqualTo("EUR 4");
                },
                "larder.defaults.stale-if-error=1h");
    }

    @Test
    void whileOneCallOfSuchAMethodIsUnderWayOthersGetTheStaleValue() {
        run(
                context -> {
                    Rates rates = context.getBean(Rates.class);
                    Origin origin = context.getBean(Origin.class);
                    rates.unlessEmpty("EUR");
                    time.advance(Duration.ofMinutes(10));
                    List<String> others = new ArrayList<>();
                    origin.during = () -> {
                        origin.during = () -> {};
                        others.add(CompletableFuture.supplyAsync(() -> rates.unlessEmpty("EUR"))
                                .join());
                    };

                    assertThat(rates.unlessEmpty("EUR")).isEqualTo("EUR 2");
                    assertThat(others).containsExactly("EUR 1");
                    assertThat(rates.unlessEmpty("EUR")).isEqualTo("EUR 2");
                },
                "larder.defaults.stale-while-revalidate=1m");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {

        @Bean
        TimeSources timeSources(TestTime time) {
            return time.sources();
        }

        /** Background loads run at once, on the thread that starts them. */
        @Bean(name = "larderExecutor", defaultCandidate = false)
        Executor larderExecutor() {
            return Runnable::run;
        }

        @Bean
        Origin origin() {
            return new Origin();
        }

        @Bean
        Rates rates(Origin origin) {
            return new Rates(origin);
        }
    }

    static final class Origin {

        private @Nullable RuntimeException failure;
        private Runnable during = () -> {};
        private int calls;

        private String next(String currency) {
            during.run();
            if (failure != null) {
                throw failure;
            }
            calls++;
            return currency + " " + calls;
        }
    }

    static class Rates {

        private final Origin origin;

        Rates(Origin origin) {
            this.origin = origin;
        }

        @Cacheable("rates")
        String of(String currency) {
            return origin.next(currency);
        }

        @Cacheable("later")
        CompletableFuture<String> later(String currency) {
            return CompletableFuture.completedFuture(origin.next(currency));
        }

        @Cacheable(cacheNames = "conditional", unless = "#result.isEmpty()")
        String unlessEmpty(String currency) {
            return origin.next(currency);
        }

        @Cacheable(cacheNames = "optional", unless = "#result == null")
        Optional<String> unlessNone(String currency) {
            return Optional.of(origin.next(currency));
        }

        @Cacheable(cacheNames = "conditional-later", unless = "#result == null")
        CompletableFuture<String> unlessLater(String currency) {
            try {
                return CompletableFuture.completedFuture(origin.next(currency));
            } catch (IllegalStateException failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }
    }
}
