// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.serializer.Compression;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedEntriesTests {

    private static final String TEXT = "texts:v1:key";
    private static final String LONG = "news, ".repeat(1_000);
    private static final int CODEC = 4;
    private static final int HEAD = 43;

    /** The ways to compress, by the number in the record. */
    enum Way {
        NONE(Compression.none(), 0),
        LZ4(Compression.lz4(), 1),
        ZSTD(Compression.zstd(), 2);

        final Compression compression;
        final int codec;

        Way(Compression compression, int codec) {
            this.compression = compression;
            this.codec = codec;
        }
    }

    private final TestTime time = new TestTime();
    private final RecordMapStore store = new RecordMapStore(time.sources());

    @AutoClose
    private final Node node = new Node(time, store, builder -> builder.compression(Compression.lz4()));

    private static CacheOptions texts() {
        return CacheOptions.named("texts");
    }

    private Cache<String, String> open(CacheOptions options) {
        return node.caches.open(options, String.class, String.class);
    }

    private byte[] raw() {
        return Objects.requireNonNull(store.raw(TEXT));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheOptionsSayIsWritten(Way way) {
        Cache<String, String> cache = open(texts().compression(way.compression));

        cache.put("key", LONG);

        assertThat(raw()[CODEC]).isEqualTo((byte) way.codec);
        assertThat(raw().length).isLessThan(way == Way.NONE ? 7_000 : 200);
        assertThat(cache.get("key")).isEqualTo(LONG);
    }

    @Test
    void withoutAnOptionTheManagersCompressionHolds() {
        Cache<String, String> cache = open(texts());

        cache.put("key", LONG);
        assertThat(raw()[CODEC]).isEqualTo((byte) Way.LZ4.codec);

        cache.put("key", "short");
        assertThat(raw()[CODEC]).isEqualTo((byte) Way.NONE.codec);
        assertThat(cache.get("key")).isEqualTo("short");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFoundUnchangedKeepsItsFormWhoeverStoresItAgain(Way way) {
        open(texts().compression(way.compression)).put("key", LONG);
        try (Node other = new Node(time, store, builder -> builder.compression(Compression.zstd()))) {
            Cache<String, String> cache = other.caches.open(texts(), String.class, String.class);

            String refreshed = cache.refresh("key", new CacheLoader<>() {
                @Override
                public @Nullable String load(String key) {
                    throw new AssertionError("it is there");
                }

                @Override
                public @Nullable String reload(String key, String held) {
                    return held;
                }
            });

            assertThat(refreshed).isEqualTo(LONG);
            assertThat(raw()[CODEC]).isEqualTo((byte) way.codec);
            assertThat(cache.get("key")).isEqualTo(LONG);
        }
    }

    @Test
    void whatIsMergedIsCompressedAnew() {
        Cache<String, String> cache = open(texts().compression(Compression.zstd()));
        cache.put("key", LONG);

        cache.<String, RuntimeException>write("key", () -> "more", (cached, change) -> cached + change);

        assertThat(raw()[CODEC]).isEqualTo((byte) Way.ZSTD.codec);
        assertThat(cache.get("key")).isEqualTo(LONG + "more");
    }

    @Test
    void theMaximumPayloadIsThatOfWhatTheSerializerMakes() {
        Cache<String, String> cache = open(texts().maximumPayload(1_000));

        cache.put("key", LONG);

        assertThat(cache.contains("key")).isFalse();
        assertThat(cache.stats().tooLarge()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void aDamagedPayloadIsACountedMissAndReplaced(Way way) {
        Cache<String, String> cache = open(texts().compression(way.compression));
        cache.put("key", LONG);
        byte[] whole = raw();
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        byte[] bomb = whole.clone();
        ByteBuffer.wrap(bomb).putInt(HEAD, Integer.MAX_VALUE);
        List<byte[]> damages = List.of(
                Arrays.copyOf(whole, HEAD),
                Arrays.copyOf(whole, HEAD + 3),
                Arrays.copyOf(whole, whole.length - 1),
                longer,
                bomb);
        for (byte[] damaged : damages) {
            store.putRaw(TEXT, damaged);

            assertThat(cache.get("key")).isNull();
            assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.get("key")).isEqualTo("loaded");
        }
        assertThat(cache.stats().unreadable()).isEqualTo(2L * damages.size());
        assertThat(cache.stats().bypasses()).isZero();
    }

    @Test
    void aPayloadThatBecomesLargerThanThisNodeAllowsIsACountedMiss() {
        open(texts()).put("key", LONG);
        try (Node other = new Node(time, store)) {
            Cache<String, String> cache = other.caches.open(texts().maximumPayload(1_000), String.class, String.class);

            assertThat(cache.get("key")).isNull();
            assertThat(cache.stats().unreadable()).isEqualTo(1);
        }
    }

    @Test
    void aLocalStoreKeepsTheObjectsThemselves() {
        try (CacheManager local =
                CacheManager.builder().compression(Compression.zstd()).build()) {
            Cache<String, String> cache =
                    local.open(texts().compression(Compression.lz4().threshold(0)), String.class, String.class);

            cache.put("key", LONG);

            assertThat(cache.get("key")).isSameAs(LONG);
        }
    }
}
