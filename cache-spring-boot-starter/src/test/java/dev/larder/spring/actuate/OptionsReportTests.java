// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import dev.larder.serializer.Compression;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;

class OptionsReportTests {

    /** The name stands beside the options; a serializer has no text that says anything. */
    private static final Set<String> NOT_SHOWN = Set.of("name", "serializer", "toString", "hashCode");

    @Test
    void showsEveryOption() {
        assertThat(Stream.of(OptionsReport.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CacheOptions.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getParameterCount() == 0)
                        .map(Method::getName)
                        .filter(name -> !NOT_SHOWN.contains(name))
                        .flatMap(name -> name.equals("compression")
                                ? Stream.of("compression", "compressionThreshold")
                                : Stream.of(name))
                        .toList());
    }

    @Test
    void showsTheDelaysOfARetryWhereThereIsOne() {
        assertThat(OptionsReport.of(CacheOptions.named("feed")).retry())
                .isEqualTo(new OptionsReport.Retry(1, null, null));
        assertThat(OptionsReport.of(CacheOptions.named("feed").retry(LoadRetry.exponential(3, Duration.ofMillis(50))))
                        .retry())
                .isEqualTo(new OptionsReport.Retry(3, "50ms", "2s"));
    }

    @Test
    void showsACompressionAsPropertiesHaveIt() {
        OptionsReport open = OptionsReport.of(CacheOptions.named("feed"));
        OptionsReport lz4 = OptionsReport.of(
                CacheOptions.named("feed").compression(Compression.lz4().threshold(4_096)));

        assertThat(open.compression()).isNull();
        assertThat(open.compressionThreshold()).isNull();
        assertThat(lz4.compression()).isEqualTo("lz4");
        assertThat(lz4.compressionThreshold()).isEqualTo("4096B");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT1S, 1s",
        "PT1M30S, 90s",
        "PT10M, 10m",
        "PT1H30M, 90m",
        "PT24H, 1d",
        "PT25H, 25h",
        "PT0.0005S, 500us",
        "PT0.000000001S, 1ns",
        "PT1.000000001S, 1000000001ns"
    })
    void writesDurationsAsPropertiesTakeThem(Duration duration, String text) {
        assertThat(PropertyText.of(duration)).isEqualTo(text);
        assertThat(DurationStyle.detectAndParse(text)).isEqualTo(duration);
    }
}
