// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A loader that runs elsewhere would miss the transaction of its caller. */
class SoftTimeoutInTransactionTests {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final TestTime time = new TestTime();

    /** How many loads were handed to the executor, which runs them at once. */
    private final AtomicInteger elsewhere = new AtomicInteger();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LarderAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withBean(TimeSources.class, time::sources)
            .withBean("larderExecutor", Executor.class, () -> load -> {
                elsewhere.incrementAndGet();
                load.run();
            });

    /** Lets a value of version 1 become stale, so that who reads it meets the soft timeout. */
    private void withAStaleValue(BiConsumer<Profiles, ProfileCache> test) {
        application.run(context -> {
            ProfileCache cache = context.getBean(ProfileCache.class);
            assertThat(cache.get(7L)).isEqualTo("version 1");
            time.advance(FRESH);
            test.accept(context.getBean(Profiles.class), cache);
        });
    }

    @Test
    void outsideATransactionTheLoadRunsInTheBackground() {
        withAStaleValue((profiles, cache) -> {
            assertThat(cache.get(7L)).isEqualTo("version 2");
            assertThat(elsewhere).hasValue(1);
        });
    }

    @Test
    void inATransactionTheLoadStaysOnTheThreadThatHasIt() {
        withAStaleValue((profiles, cache) -> {
            assertThat(profiles.inATransaction(7L)).isEqualTo("version 2");
            assertThat(elsewhere).hasValue(0);
        });
    }

    @Test
    void aMethodThatOnlySupportsTransactionsIsInNoneByItself() {
        withAStaleValue((profiles, cache) -> {
            assertThat(profiles.perhapsInATransaction(7L)).isEqualTo("version 2");
            assertThat(elsewhere).hasValue(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Application {

        @Bean
        Transactions transactions() {
            return new Transactions();
        }

        @Bean
        ProfileCache profileCache(CacheManager caches) {
            return new ProfileCache(caches);
        }

        @Bean
        Profiles profiles(ProfileCache cache) {
            return new Profiles(cache);
        }
    }

    static class ProfileCache extends CacheAsideStrategy<Long, String> {

        private final AtomicInteger versions = new AtomicInteger();

        ProfileCache(CacheManager caches) {
            super(
                    caches,
                    CacheOptions.named("profiles")
                            .timeToLive(FRESH)
                            .staleIfError(Duration.ofHours(1))
                            .softTimeout(Duration.ofMillis(200)));
        }

        @Override
        protected String load(Long id) {
            return "version " + versions.incrementAndGet();
        }
    }

    static class Profiles {

        private final ProfileCache cache;

        Profiles(ProfileCache cache) {
            this.cache = cache;
        }

        @Transactional
        String inATransaction(Long id) {
            return cache.get(id);
        }

        @Transactional(propagation = Propagation.SUPPORTS)
        String perhapsInATransaction(Long id) {
            return cache.get(id);
        }
    }
}
