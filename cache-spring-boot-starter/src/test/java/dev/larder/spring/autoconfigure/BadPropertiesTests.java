// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a user reads whose application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class BadPropertiesTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    larder.caches.feed.time-to-live             | -1s     | timeToLive must be positive, at least a millisecond, but was PT-1S
                    larder.caches.feed.time-to-live             | 366d    | timeToLive must be at most PT8760H
                    larder.caches.feed.time-to-live             | soon    | 'soon' is not a valid duration
                    larder.caches.feed.absent-time-to-live      | 0       | absentTimeToLive must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.stale-while-revalidate   | -1s     | staleWhileRevalidate must be positive, at least a millisecond, but was PT-1S
                    larder.caches.feed.stale-if-error           | 366d    | staleIfError must be at most PT8760H
                    larder.caches.feed.early-refresh.after-share | 0      | the share of the life must be more than 0
                    larder.caches.feed.early-refresh.x-fetch-beta | -1    | beta must be between 0
                    larder.caches.feed.absent-share             | 0       | absentShare must be more than 0 and at most 1, but was 0.0
                    larder.caches.feed.maximum-payload          | 0B      | maximumPayload must be at least 1 byte, but was 0
                    larder.caches.feed.serializer               | xml     | MESSAGE_PACK
                    larder.defaults.serializer                  | message-pack | needs the library org.msgpack:msgpack-core
                    larder.caches.feed.compression              | gzip    | ZSTD
                    larder.caches.feed.compression              | zstd    | needs the library com.github.luben:zstd-jni
                    larder.caches.feed.compression-threshold    | -1B     | the threshold of a compression must not be negative, but was -1
                    larder.caches.feed.compression-threshold    | -8GB    | the threshold of a compression must not be negative
                    larder.caches.feed.compression-threshold    | many    | 'many' does not match data size pattern
                    larder.caches.feed.soft-timeout             | 0s      | softTimeout must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.load-back-off.first-delay | -1s    | firstDelay must be positive, at least a millisecond, but was PT-1S
                    larder.caches.feed.load-back-off.max-delay  | 1ms     | maxDelay must not be shorter than firstDelay
                    larder.maximum-refreshes                    | 0       | maximumRefreshes must be at least 1
                    larder.breaker-wait                         | 0s      | breakerWait must be at least a millisecond and at most an hour, but was PT0S
                    larder.breaker-wait                         | 2h      | breakerWait must be at least a millisecond and at most an hour, but was PT2H
                    larder.journal-size                         | 0       | journalSize must be at least 1, but was 0
                    larder.caches.feed.jitter                   | 2       | jitter must be at least 0 and less than 1, but was 2.0
                    larder.caches.feed.version                  | 0       | version must be at least 1, but was 0
                    larder.caches.feed.version                  | one     | For input string: "one"
                    larder.caches.feed.maximum-size             | 0       | maximumSize must be at least 1, but was 0
                    larder.caches.feed.namespace                | a b     | namespace 'a b' must be letters, digits
                    larder.caches.feed.lease                    | -5s     | lease must be positive, at least a millisecond, but was PT-5S
                    larder.caches.feed.write-intent             | 0s      | writeIntent must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.hold-off                 | -1s     | holdOff must not be negative, but was PT-1S
                    larder.caches.feed.on-store-failure         | retry   | DEGRADE
                    larder.defaults.fill-in-transaction         | maybe   | READ_ONLY
                    larder.caches.feed.loader-deadline          | 0s      | loaderDeadline must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.store-read-deadline      | 0s      | storeReadDeadline must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.store-write-deadline     | 0s      | storeWriteDeadline must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.log-keys                 | perhaps | Invalid boolean value 'perhaps'
                    larder.caches.feed.retry.max-attempts       | 0       | maxAttempts must be at least 1
                    larder.caches.feed.retry.first-delay        | 0       | firstDelay must be positive, at least a millisecond, but was PT0S
                    larder.caches.feed.retry.max-delay          | 1ms     | maxDelay must not be
                    larder.defaults.time-to-live                | -1s     | timeToLive must be positive, at least a millisecond, but was PT-1S
                    larder.caches.feed.value-type               | com.acme.Nope | ClassNotFoundException: com.acme.Nope
                    larder.defaults.value-type                  | java.lang.String | set larder.caches.<name>.value-type instead
                    larder.defaults.key-pattern                 | a:{}    | set larder.caches.<name>.key-pattern instead
                    larder.key-prefix                           | a:b     | key prefix 'a:b' must be letters, digits
                    """)
    void sayWhichPropertyIsWrongAndWhy(String property, String value, String reason, CapturedOutput output) {
        assertThatExceptionOfType(Exception.class).isThrownBy(() -> start(property + "=" + value));

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                .contains(property, value, reason)
                .doesNotContain("\tat ");
    }

    @Test
    void anImpossibleCacheNameIsNamed(CapturedOutput output) {
        assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("larder.caches[a/b].version=2"));

        assertThat(output).contains("larder.caches", "cache name 'a/b' must be letters, digits");
    }

    @Test
    void whatOnlyTheCodeMakesContradictoryIsSaidWhenTheCacheIsOpened(CapturedOutput output) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() ->
                        start("larder.caches.slow.retry.max-attempts=2", "larder.caches.slow.retry.max-delay=1s"));

        assertThat(output)
                .contains("larder.caches.slow.retry.max-delay")
                .contains("maxDelay must not be shorter than firstDelay (PT5S), but was PT1S");
    }

    private static void start(String... properties) {
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments)) {
            assertThat(context.isActive()).isFalse();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        String slowCache(CacheManager caches) {
            CacheOptions code = CacheOptions.named("slow").retry(LoadRetry.exponential(2, Duration.ofSeconds(5)));
            return caches.open(code, String.class, String.class).name();
        }
    }
}
