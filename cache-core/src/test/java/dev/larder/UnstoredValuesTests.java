// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that say how long they are served, or not at all; and values that are too large. */
class UnstoredValuesTests {

    private static @Nullable Duration life(String key, String value) {
        return switch (value) {
            case "secret" -> Duration.ZERO;
            case "past" -> Duration.ofSeconds(Long.MIN_VALUE);
            case "long" -> Duration.ofDays(1_000);
            case "usual" -> null;
            case "broken" -> throw new IllegalStateException("broken");
            default -> Duration.ofSeconds(value.length());
        };
    }

    @ParameterizedTest
    @EnumSource
    void aValueSaysHowLongItIsServed(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().timeToLive(UnstoredValuesTests::life))) {
            Cache<String, String> cache = nodes.here();
            nodes.origin = "four";
            nodes.get();
            assertThat(cache.timeToLive("key")).isEqualTo(Duration.ofSeconds(4));
            cache.put("put", "sixsix");
            assertThat(cache.timeToLive("put")).isEqualTo(Duration.ofSeconds(6));
            cache.<RuntimeException>write("written", () -> "four");
            assertThat(cache.timeToLive("written")).isEqualTo(Duration.ofSeconds(4));
            cache.put("named", "four", Duration.ofMinutes(1));
            assertThat(cache.timeToLive("named")).as("who names a time").isEqualTo(Duration.ofMinutes(1));
            cache.put("long", "long");
            assertThat(cache.timeToLive("long")).isEqualTo(CacheOptions.LONGEST_LIFE);
            cache.put("usual", "usual");
            assertThat(cache.timeToLive("usual")).isEqualTo(TwoNodes.FRESH);
            cache.put("absent", null);
            assertThat(cache.timeToLive("absent")).isEqualTo(Duration.ofSeconds(30));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatIsNotToBeKeptGoesToItsCallerAndTakesAnOlderOneAway(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().timeToLive(UnstoredValuesTests::life))) {
            Cache<String, String> cache = nodes.here();
            for (String value : new String[] {"secret", "past", "broken"}) {
                nodes.origin = value;
                assertThat(nodes.get()).isEqualTo(value);
                assertThat(cache.entry("key")).isNull();

                cache.put("key", "older");
                assertThat(cache.refresh("key", nodes.loader)).isEqualTo(value);
                assertThat(cache.entry("key")).isNull();

                cache.put("key", "older");
                assertThat(cache.put("key", value)).isFalse();
                assertThat(cache.entry("key")).isNull();

                cache.put("key", "older");
                assertThat(cache.<RuntimeException>write("key", () -> value)).isEqualTo(value);
                assertThat(cache.entry("key")).isNull();
            }
            assertThat(cache.stats().notKept()).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCallerOfAValueThatIsNotKeptIsServed(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().timeToLive(UnstoredValuesTests::life))) {
            nodes.origin = "secret";
            assertThat(nodes.get()).isEqualTo("secret");
            assertThat(nodes.getThere()).isEqualTo("secret");
            assertThat(nodes.here().getAllOrLoad(List.of("key", "other"), nodes.loader))
                    .isEqualTo(Map.of("key", "secret", "other", "secret"));
            assertThat(nodes.loads).hasValue(4);
        }
    }

    @AutoClose
    private final TwoNodes bytes =
            new TwoNodes(StoreKind.RECORDS, TwoNodes.options().maximumPayload(10));

    @Test
    void aPayloadThatIsTooLargeIsNotStoredCountedAndSaidOnce() {
        try (LogCapture log = new LogCapture()) {
            bytes.origin = "x".repeat(8); // with quotes that is 10 bytes
            assertThat(bytes.get()).hasSize(8);
            assertThat(bytes.here().contains("key")).isTrue();

            bytes.origin = "x".repeat(9);
            assertThat(bytes.here().refresh("key", bytes.loader)).hasSize(9);
            assertThat(bytes.here().entry("key")).as("what stood in its place").isNull();
            assertThat(bytes.get()).hasSize(9);
            assertThat(bytes.here().put("key", "x".repeat(9))).isFalse();
            bytes.here().<RuntimeException>write("key", () -> "x".repeat(9));
            bytes.here().put("key", "short");
            bytes.here().<String, RuntimeException>write("key", () -> "change", (cached, change) -> cached + change);

            assertThat(bytes.here().entry("key")).isNull();
            assertThat(bytes.here().stats().tooLarge()).isEqualTo(5);
            assertThat(log.said(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("keeping a value that is too large", "things:v1:key", "11 bytes, at most 10")
                    .doesNotContain("xxx");
        }
    }
}
