// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheStatsTests {

    private final TestTime time = new TestTime();
    private final RecordMapStore records = new RecordMapStore(time.sources());
    private final ChaosStore chaos = new ChaosStore(records);

    @AutoClose
    private final Node node = new Node(time, chaos);

    private final Cache<String, String> cache =
            node.caches.open(CacheOptions.named("things"), String.class, String.class);

    @Test
    void countNothingBeforeTheFirstCall() {
        assertThat(cache.stats()).hasToString(cache.stats().toString().replaceAll("=[1-9]\\d*", "=0"));
        assertThat(cache.stats().hitRatio()).isEmpty();
    }

    @Test
    void tellTheShareOfReadsThatWereHits() {
        cache.put("key", "value");
        cache.get("key");
        cache.getAll(List.of("key", "other"));
        cache.getOrLoad("key", key -> "loaded");

        assertThat(cache.stats().hits()).isEqualTo(3);
        assertThat(cache.stats().misses()).isEqualTo(1);
        assertThat(cache.stats().hitRatio()).hasValue(0.75);
    }

    @Test
    void countLoadsAndTheirTimeWhetherTheyReturnOrThrow() {
        cache.getOrLoad("key", key -> {
            time.advance(Duration.ofMillis(20));
            return "loaded";
        });
        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> cache.getOrLoad("other", key -> {
                    time.advance(Duration.ofMillis(5));
                    throw new IOException("away");
                }));
        cache.refresh("key", key -> {
            time.advance(Duration.ofMillis(3));
            return "newer";
        });

        assertThat(cache.stats().loads()).isEqualTo(2);
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
        assertThat(cache.stats().loadTime()).isEqualTo(Duration.ofMillis(28));
    }

    @Test
    void countValuesThatWerePutOrWritten() {
        cache.put("a", "value");
        cache.putAll(Map.of("b", "value", "c", "value"));
        cache.putIfAbsent("a", "value");
        cache.putIfAbsent("d", "value");
        cache.<RuntimeException>write("e", () -> "written");
        cache.<String, RuntimeException>remove("e", () -> "removed");
        chaos.inject(Fault.FAIL, Verb.PUT);
        cache.put("f", "value");

        assertThat(cache.stats().puts()).isEqualTo(5);
    }

    @Test
    void countEvictedKeysCachedOrNot() {
        cache.put("a", "value");
        cache.put("b", "value");
        cache.evict("a");
        cache.evictAll(List.of("a", "b"));
        chaos.inject(Fault.FAIL, Verb.EVICT);
        cache.evict("a");

        assertThat(cache.stats().evictions()).isEqualTo(3);
    }

    @Test
    void countLoadsThatWereOvertakenAndLoadsThatHadNoRight() {
        cache.getOrLoad("key", key -> {
            records.delete("things:v1:key");
            return "overtaken by a stranger's delete";
        });
        cache.<RuntimeException>write("key", () -> cache.getOrLoad("key", key -> "a writer is at work"));
        chaos.inject(Fault.FAIL, Verb.GET);
        cache.getOrLoad("key", key -> "the store does not answer");

        assertThat(cache.stats().refusedFills()).isEqualTo(1);
        assertThat(cache.stats().bypasses()).isEqualTo(2);
        assertThat(cache.stats().loads()).isEqualTo(3);
    }

    @Test
    void countEntriesThatCannotBeReadAndCallsThatFail() {
        cache.put("key", "value");
        chaos.inject(Fault.TRUNCATE, Verb.GET);
        cache.get("key");
        chaos.inject(Fault.FAIL, Verb.GET, Verb.PUT);
        cache.get("key");
        cache.put("key", "value");

        assertThat(cache.stats().unreadable()).isEqualTo(1);
        assertThat(cache.stats().storeFailures()).isEqualTo(2);
        assertThat(cache.stats().misses()).isEqualTo(2);
    }
}
