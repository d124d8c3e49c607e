// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableEntriesTests {

    private static final String TEXT = "posts:v1:1";

    record Post(long id, String title) {}

    private static final Post OLD = new Post(1, "old");
    private static final Post NEW = new Post(1, "new");
    private final TestTime time = new TestTime();
    private final RecordMapStore store = new RecordMapStore(time.sources());

    @AutoClose
    private final Node node = new Node(time, store);

    private final Cache<Long, Post> cache = open("posts");

    private Cache<Long, Post> open(String name) {
        return node.caches.open(CacheOptions.named(name), Long.class, Post.class);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private void assertMissesCountsLoadsAndReplaces() {
        assertThat(cache.entry(1L)).isNull();
        long unreadable = cache.stats().unreadable();

        assertThat(cache.get(1L)).isNull();
        assertThat(cache.stats().misses()).isEqualTo(1);
        assertThat(cache.stats().unreadable()).isGreaterThan(unreadable);
        assertThat(cache.getOrLoad(1L, key -> NEW)).isEqualTo(NEW);
        assertThat(cache.get(1L)).as("the record was replaced").isEqualTo(NEW);
        assertThat(cache.stats().bypasses()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{\"id\":1,\"title\":\"old\"}", "\u00c1\u0010"})
    void replacesForeignBytes(String foreign) {
        store.putRaw(TEXT, foreign.getBytes(UTF_8));

        assertMissesCountsLoadsAndReplaces();
    }

    @Test
    void replacesAHeadWithoutAValue() {
        store.putRaw(TEXT, bytes(0xC1, 0x10));

        assertMissesCountsLoadsAndReplaces();
    }

    @Test
    void replacesARecordThatWasCutShort() {
        cache.put(1L, OLD);
        byte[] whole = store.raw(TEXT);
        for (int length : List.of(3, 20, 42)) {
            store.putRaw(TEXT, Arrays.copyOf(whole, length));
            assertThat(cache.getOrLoad(1L, key -> NEW))
                    .as("cut to %d bytes", length)
                    .isEqualTo(NEW);
            assertThat(cache.get(1L)).isEqualTo(NEW);
        }
        assertThat(cache.stats().unreadable()).isEqualTo(3);
    }

    @Test
    void replacesAPayloadThatWasCutShort() {
        cache.put(1L, OLD);
        byte[] whole = store.raw(TEXT);
        store.putRaw(TEXT, Arrays.copyOf(whole, whole.length - 1));

        assertMissesCountsLoadsAndReplaces();
    }

    @Test
    void replacesAPayloadWithAFlippedByte() {
        cache.put(1L, OLD);
        byte[] flipped = store.raw(TEXT);
        flipped[flipped.length - 1] ^= 0x40;
        store.putRaw(TEXT, flipped);

        assertMissesCountsLoadsAndReplaces();
    }

    @Test
    void replacesCorruptEntriesInABulkToo() {
        cache.putAll(Map.of(1L, OLD, 2L, new Post(2, "two")));
        store.putRaw(TEXT, "hello".getBytes(UTF_8));

        assertThat(cache.getAll(List.of(1L, 2L)).keySet()).containsExactly(2L);
        assertThat(cache.getAllOrLoad(List.of(1L, 2L), key -> NEW).get(1L)).isEqualTo(NEW);
        assertThat(cache.get(1L)).isEqualTo(NEW);
    }

    @Test
    void putsOverForeignBytesWhateverTheyAre() {
        store.putRaw(TEXT, "hello".getBytes(UTF_8));
        assertThat(cache.putIfAbsent(1L, NEW)).isNull();
        assertThat(cache.get(1L)).isEqualTo(NEW);

        store.putRaw(TEXT, "hello".getBytes(UTF_8));
        assertThat(cache.put(1L, OLD)).isTrue();
        assertThat(cache.get(1L)).isEqualTo(OLD);
    }

    @Test
    void refreshReplacesACorruptEntry() {
        store.putRaw(TEXT, "hello".getBytes(UTF_8));

        assertThat(cache.refresh(1L, key -> NEW)).isEqualTo(NEW);
        assertThat(cache.get(1L)).isEqualTo(NEW);
    }

    @Test
    void touchesNoEntryThatItCannotRead() {
        store.putRaw(TEXT, "hello".getBytes(UTF_8));

        assertThat(cache.touch(1L)).isFalse();
        assertThat(cache.contains(1L)).isFalse();
        assertThat(cache.timeToLive(1L)).isNull();
    }

    @Test
    void loadsPastARecordOfALaterFormatAndLeavesItAlone() {
        byte[] later = bytes(0xC1, 0x2F, 1, 2, 3);
        store.putRaw(TEXT, later);

        assertThat(cache.getOrLoad(1L, key -> NEW)).isEqualTo(NEW);
        assertThat(cache.getOrLoad(1L, key -> OLD)).isEqualTo(OLD);
        assertThat(store.raw(TEXT)).isEqualTo(later);
        assertThat(cache.stats().bypasses()).isEqualTo(2);
        assertThat(cache.stats().unreadable()).isPositive();
        assertThat(cache.evict(1L)).isEqualTo(Eviction.EVICTED);
        assertThat(cache.getOrLoad(1L, key -> NEW)).isEqualTo(NEW);
        assertThat(cache.get(1L)).isEqualTo(NEW);
    }

    @Test
    void aWriteMergesNothingWithWhatItCannotRead() {
        store.putRaw(TEXT, "hello".getBytes(UTF_8));

        Post saved = cache.<Post, RuntimeException>write(1L, () -> NEW, (cached, change) -> {
            throw new AssertionError("there is nothing to merge");
        });

        assertThat(saved).isEqualTo(NEW);
        assertThat(cache.contains(1L)).isFalse();
    }

    @Test
    void anEntryOfAnotherSchemaIsReplacedByTheProcessThatStartedLater() {
        cache.put(1L, OLD);
        time.advance(Duration.ofSeconds(5));
        try (Node later = new Node(time, store)) {
            Cache<Long, Map<String, String>> other = later.caches.open(
                    CacheOptions.named("posts"), ValueType.of(Long.class), new ValueType<Map<String, String>>() {});

            assertThat(other.getOrLoad(1L, key -> Map.of("a", "b"))).isEqualTo(Map.of("a", "b"));
            assertThat(other.get(1L)).isEqualTo(Map.of("a", "b"));
            assertThat(cache.getOrLoad(1L, key -> NEW))
                    .as("the older loads past it")
                    .isEqualTo(NEW);
            assertThat(other.get(1L)).isEqualTo(Map.of("a", "b"));
            assertThat(cache.stats().bypasses()).isEqualTo(1);
        }
    }
}
