// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheLogSecrecyTests {

    private final TestTime time = new TestTime();
    private final RecordMapStore records = new RecordMapStore(time.sources());
    private final ChaosStore chaos = new ChaosStore(records);

    @AutoClose
    private final Node node = new Node(time, chaos);

    @AutoClose
    private final LogCapture log = new LogCapture();

    private Cache<String, String> open(CacheOptions options) {
        return node.caches.open(options, String.class, String.class);
    }

    private Cache<String, String> open() {
        return open(CacheOptions.named("things"));
    }

    @Test
    void neverSaysAValue() {
        String value = "40 sacks of flour";
        Cache<String, String> cache = open();
        useEveryVerb(cache, "key", value);
        chaos.inject(Fault.FAIL);
        useEveryVerb(cache, "key", value);
        chaos.heal();
        cache.put("key", value);
        cache.<String, RuntimeException>write(
                "key", () -> value, (cached, change) -> String.valueOf(Integer.parseInt(cached)));
        byte[] corrupt = records.raw("things:v1:key") == null ? new byte[0] : records.raw("things:v1:key");
        records.putRaw("things:v1:key", (new String(corrupt, UTF_8) + value).getBytes(UTF_8));
        cache.get("key");

        assertNothingSaid("flour");
    }

    @Test
    void hidesTheTextOfKeysEverywhereIfItMayNotBeSaid() {
        Cache<String, String> cache = open(CacheOptions.named("things").logKeys(false));
        List<Throwable> thrown = new ArrayList<>();
        useEveryVerb(cache, "ann@example.org", "value");
        chaos.inject(Fault.FAIL);
        useEveryVerb(cache, "ann@example.org", "value");
        chaos.heal();
        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> cache.getOrLoad("ann@example.org", key -> {
                    throw new IOException("away");
                }))
                .withMessage("could not load a key of cache 'things': java.io.IOException: away")
                .satisfies(thrown::add);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> cache.put("ann@example.org", "value", Duration.ZERO))
                .satisfies(thrown::add);

        assertThat(log.said(Level.DEBUG)).contains("miss: a key of cache 'things'", "put: a key of cache 'things'");
        assertNothingSaid("ann");
        assertThat(thrown).allSatisfy(failure -> assertThat(failure).hasMessageNotContaining("ann"));
    }

    @Test
    void hidesTheTextOfKeysInWhatAStoreComplainsOfToo() {
        try (CacheManager memory = CacheManager.inMemory()) {
            Cache<String, String> cache = memory.open(
                    CacheOptions.named("things").logKeys(false).maximumWeight(10, (key, value) -> -1),
                    String.class,
                    String.class);
            assertThat(cache.put("ann@example.org", "value")).isFalse();
        }

        assertThat(log.said(Level.WARN)).singleElement().asString().contains("weigher");
        assertNothingSaid("ann");
    }

    private static void useEveryVerb(Cache<String, String> cache, String key, String value) {
        cache.get(key);
        cache.getOrLoad(key, asked -> value);
        cache.getAll(List.of(key, key + 2));
        cache.getAllOrLoad(List.of(key, key + 2), asked -> value);
        cache.refresh(key, asked -> value);
        cache.warmUp(List.of(key, key + 3), asked -> value, WarmUp.defaults());
        cache.entry(key);
        cache.touch(key);
        cache.put(key, value);
        cache.putAll(Map.of(key, value, key + 2, value));
        cache.putIfAbsent(key, value);
        cache.<RuntimeException>write(key, () -> value);
        cache.<String, RuntimeException>write(key, () -> value, (cached, change) -> cached + change);
        cache.<RuntimeException>writeAll(List.of(key), () -> Map.of(key, value));
        cache.<String, RuntimeException>remove(key, () -> value);
        cache.evict(key);
        cache.evictAll(List.of(key, key + 2));
        cache.evictMatching(KeyGlob.of(key));
        cache.clear();
    }

    private void assertNothingSaid(String secret) {
        assertThat(log.events()).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(secret);
            for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                assertThat(messageOf(thrown)).doesNotContain(secret);
            }
        });
    }

    private static String messageOf(IThrowableProxy thrown) {
        @Nullable String message = thrown.getMessage();
        return message == null ? "" : message;
    }
}
