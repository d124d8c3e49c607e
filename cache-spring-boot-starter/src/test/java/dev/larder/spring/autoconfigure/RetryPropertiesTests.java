// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RetryPropertiesTests {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LarderAutoConfiguration.class));

    @Test
    void attemptsAloneComeWithTheUsualDelays() {
        assertThat(retry(CacheOptions.named("feed"), "larder.caches.feed.retry.max-attempts=3"))
                .isEqualTo(new LoadRetry(3, Duration.ofMillis(100), Duration.ofSeconds(2)));
    }

    @Test
    void delaysOfTheDefaultsServeTheAttemptsOfACache() {
        assertThat(retry(
                        CacheOptions.named("feed"),
                        "larder.defaults.retry.first-delay=50ms",
                        "larder.caches.feed.retry.max-attempts=3"))
                .isEqualTo(new LoadRetry(3, Duration.ofMillis(50), Duration.ofSeconds(2)));
    }

    @Test
    void delaysAloneRetryNothing() {
        assertThat(retry(CacheOptions.named("feed"), "larder.defaults.retry.first-delay=50ms")
                        .maxAttempts())
                .isEqualTo(1);
    }

    @Test
    void attemptsAloneKeepTheDelaysOfTheCode() {
        LoadRetry code = new LoadRetry(2, Duration.ofMillis(7), Duration.ofMillis(70));

        assertThat(retry(CacheOptions.named("feed").retry(code), "larder.caches.feed.retry.max-attempts=5"))
                .isEqualTo(new LoadRetry(5, Duration.ofMillis(7), Duration.ofMillis(70)));
    }

    @Test
    void aFirstDelayBeyondTheLongestRaisesTheLongest() {
        assertThat(retry(
                        CacheOptions.named("feed"),
                        "larder.caches.feed.retry.max-attempts=2",
                        "larder.caches.feed.retry.first-delay=3s"))
                .isEqualTo(new LoadRetry(2, Duration.ofSeconds(3), Duration.ofSeconds(3)));
    }

    private LoadRetry retry(CacheOptions code, String... properties) {
        LoadRetry[] retry = new LoadRetry[1];
        application
                .withPropertyValues(properties)
                .withInitializer(OpenedCache.of(code))
                .run(context -> retry[0] = OpenedCache.options(context).retry());
        return retry[0];
    }
}
