// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.serializer.CacheSerializationException;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.ValueSerializer;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SerializerFailureTests {

    private final TestTime time = new TestTime();
    private final RecordMapStore store = new RecordMapStore(time.sources());

    @AutoClose
    private final Node node = new Node(time, store);

    /** Refuses to write, or to read, as a user's own serializer may, with an exception of its choice. */
    private static final class Failing implements CacheSerializer, ValueSerializer<Object> {

        private @Nullable Throwable onWrite;
        private @Nullable Throwable onRead;

        @Override
        public int id() {
            return 200;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <V> ValueSerializer<V> forType(Type type) {
            return (ValueSerializer<V>) this;
        }

        @Override
        public byte[] write(Object value) {
            if (onWrite != null) {
                throw Futures.<RuntimeException>sneaky(onWrite);
            }
            return value.toString().getBytes(UTF_8);
        }

        @Override
        public Object read(byte[] bytes, int offset, int length) {
            if (onRead != null) {
                throw Futures.<RuntimeException>sneaky(onRead);
            }
            return new String(bytes, offset, length, UTF_8);
        }

        @Override
        public int fingerprint() {
            return 7;
        }
    }

    private final Failing serializer = new Failing();

    private final Cache<String, String> texts =
            node.caches.open(CacheOptions.named("texts").serializer(serializer), String.class, String.class);

    private static List<Throwable> refusals() {
        return List.of(
                new CacheSerializationException("no bytes for this type", null),
                new IllegalStateException("a serializer that breaks its promise"),
                new NoClassDefFoundError("a class path that is not whole"));
    }

    @Test
    void refusesToPutWhatDoesNotBecomeBytesAndChangesNothing() {
        texts.put("key", "old");
        for (Throwable refusal : refusals()) {
            serializer.onWrite = refusal;

            assertThatExceptionOfType(CacheSerializationException.class).isThrownBy(() -> texts.put("key", "new"));
            assertThatExceptionOfType(CacheSerializationException.class)
                    .isThrownBy(() -> texts.putAll(Map.of("other", "new", "key", "new")));
            assertThatExceptionOfType(CacheSerializationException.class)
                    .isThrownBy(() -> texts.putIfAbsent("other", "new"));
            assertThat(texts.get("key")).isEqualTo("old");
            assertThat(texts.contains("other")).isFalse();
        }
    }

    @Test
    void returnsALoadedValueThatDoesNotBecomeBytesAndStoresNothing() {
        for (Throwable refusal : refusals()) {
            serializer.onWrite = refusal;

            assertThat(texts.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
            assertThat(texts.getAllOrLoad(List.of("a", "b"), key -> "loaded " + key))
                    .isEqualTo(Map.of("a", "loaded a", "b", "loaded b"));
            assertThat(texts.contains("key")).isFalse();
            assertThat(store.keys()).as("leases are given back").isEmpty();
        }
    }

    @Test
    void removesTheOldValueIfARefreshedOneDoesNotBecomeBytes() {
        for (Throwable refusal : refusals()) {
            serializer.onWrite = null;
            texts.put("key", "old");
            serializer.onWrite = refusal;

            assertThat(texts.refresh("key", key -> "new")).isEqualTo("new");
            assertThat(texts.contains("key")).isFalse();
        }
    }

    @Test
    void aWrittenValueThatDoesNotBecomeBytesIsReturnedAndNothingIsCached() {
        for (Throwable refusal : refusals()) {
            serializer.onWrite = null;
            texts.put("key", "old");
            serializer.onWrite = refusal;

            assertThat(texts.<RuntimeException>write("key", () -> "written")).isEqualTo("written");
            assertThat(texts.contains("key")).isFalse();
            assertThat(store.keys()).as("no intent is left").isEmpty();
        }
    }

    @Test
    void aPayloadThatCannotBeReadIsAMissWhateverTheSerializerThrows() {
        for (Throwable refusal : refusals()) {
            serializer.onRead = null;
            texts.put("key", "old");
            serializer.onRead = refusal;

            assertThat(texts.get("key")).isNull();
            assertThat(texts.entry("key")).isNull();
            assertThat(texts.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
            serializer.onRead = null;
            assertThat(texts.get("key")).isEqualTo("loaded");
        }
    }
}
