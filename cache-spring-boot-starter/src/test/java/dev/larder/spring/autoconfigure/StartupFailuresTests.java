// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.BaseCacheStrategy;
import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What a user reads whose caches contradict each other. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresTests {

    @Test
    void twoCachesOfOneName(CapturedOutput output) {
        fails(TwoOfOneName.class);

        assertThat(output)
                .contains("Cache 'feed' is open already.")
                .contains("It happened while bean 'second', defined in ")
                .contains("Give each cache a name of its own, and make each strategy once.");
    }

    @Test
    void keyPatternsThatMeet(CapturedOutput output) {
        fails(MeetingPatterns.class);

        assertThat(output)
                .contains("The keys of cache 'second' (chat:v1:{}) could be those of cache 'first' (chat:v1:{}).")
                .contains("Give one of them another key pattern, namespace or version.");
    }

    @Test
    void timesThatContradictEachOther(CapturedOutput output) {
        fails(OneCache.class, "larder.caches.feed.absent-time-to-live=2h");

        assertThat(output)
                .contains("The options of cache 'feed' contradict each other: "
                        + "absentTimeToLive (PT2H) is longer than timeToLive (PT1H).")
                .contains("Shorten the one or lengthen the other, in the code or under larder.caches.feed.");
    }

    @Test
    void timesOfAnAnnotatedCacheThatContradictEachOther(CapturedOutput output) {
        fails(
                OneCache.class,
                "larder.caches.annotated.time-to-live=1m",
                "larder.caches.annotated.absent-time-to-live=2h");

        assertThat(output).contains("The options of cache 'annotated' contradict each other");
    }

    @Test
    void aKeyPatternThatDoesNotFitTheKeys(CapturedOutput output) {
        fails(OneCache.class, "larder.caches.feed.key-pattern=a:{}:{}");

        assertThat(output)
                .contains("Cache 'feed': key pattern 'a:{}:{}' has {} 2 times, but a key has 1 part")
                .contains(
                        "Correct the key prefix, or the name, the namespace, the key pattern or the type of keys of cache 'feed'");
    }

    @Test
    void aNameInPropertiesThatNoCacheHas(CapturedOutput output) {
        fails(OneCache.class, "larder.caches.fed.time-to-live=1h");

        assertThat(output)
                .contains("No strategy, cache annotation or larder.spring-caches names the cache 'fed', for which "
                        + "larder.caches.fed sets options.")
                .contains("Did you mean 'feed'? The caches are 'annotated', 'feed'.");
    }

    @Test
    void aNameThatIsLikeNoOtherGetsTheListOnly(CapturedOutput output) {
        fails(OneCache.class, "larder.caches.conversations.time-to-live=1h");

        assertThat(output).contains("The caches are 'annotated', 'feed'.").doesNotContain("id you mean");
    }

    @Test
    void namesOfStrategiesAnnotationsAndSpringCachesAreKnown() {
        try (ConfigurableApplicationContext context = start(
                OneCache.class,
                "larder.spring-caches=declared",
                "larder.caches.declared.time-to-live=1h",
                "larder.caches.annotated.time-to-live=1h",
                "larder.caches.feed.time-to-live=1h")) {
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void anUnknownNameIsOnlyAWarningWhileAStrategyIsYetToBeMade(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start(LazyStrategy.class, "larder.caches.lazy.time-to-live=1h")) {
            assertThat(context.isActive()).isTrue();
        }
        assertThat(output)
                .contains("no strategy, cache annotation or larder.spring-caches names the cache 'lazy'")
                .contains("(or a strategy that is initialized lazily has that name)");
    }

    private static void fails(Class<?> application, String... properties) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start(application, properties).close());
    }

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments);
    }

    private static Cache<Long, String> open(CacheManager caches, CacheOptions options) {
        return caches.open(options, Long.class, String.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class OneCache {

        @Bean
        Cache<Long, String> feed(CacheManager caches) {
            return open(caches, CacheOptions.named("feed").timeToLive(Duration.ofHours(1)));
        }

        @Bean
        Annotated annotated() {
            return new Annotated();
        }
    }

    static class Annotated {

        @Cacheable("annotated")
        public String find(long id) {
            return "value " + id;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TwoOfOneName {

        @Bean
        Cache<Long, String> first(CacheManager caches) {
            return open(caches, CacheOptions.named("feed"));
        }

        @Bean
        Cache<Long, String> second(CacheManager caches) {
            return open(caches, CacheOptions.named("feed"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class MeetingPatterns {

        @Bean
        Cache<Long, String> first(CacheManager caches) {
            return open(caches, CacheOptions.named("first").namespace("chat").keyPattern("{}"));
        }

        @Bean
        Cache<Long, String> second(CacheManager caches) {
            return open(caches, CacheOptions.named("second").namespace("chat").keyPattern("{}"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class LazyStrategy {

        @Bean
        @Lazy
        LazyCache lazyCache(CacheManager caches) {
            return new LazyCache(caches);
        }
    }

    static class LazyCache extends BaseCacheStrategy<Long, String> {

        LazyCache(CacheManager caches) {
            super(caches, CacheOptions.named("lazy"));
        }
    }
}
