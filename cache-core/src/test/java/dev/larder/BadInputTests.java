// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.key.InvalidCacheKeyException;
import dev.larder.key.KeyGlob;
import dev.larder.serializer.CacheSerializationException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BadInputTests {

    /** Has no text but the hash of its identity. */
    private static final class Opaque {}

    @AutoClose
    private final Node node;

    private final Cache<String, String> cache;
    private final Cache<Object, String> byObject;

    BadInputTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(CacheOptions.named("things"), String.class, String.class);
        byObject = node.caches.open(CacheOptions.named("objects"), Object.class, String.class);
    }

    @Test
    void refusesANullKeyInEveryVerb() {
        Map<String, String> nullKey = new HashMap<>();
        nullKey.put(null, "value");
        List<ThrowingCallable> verbs = List.of(
                () -> cache.get(null),
                () -> cache.getAll(Arrays.asList("a", null)),
                () -> cache.getOrLoad(null, key -> "loaded"),
                () -> cache.getAllOrLoad(Arrays.asList("a", null), key -> "loaded"),
                () -> cache.refresh(null, key -> "loaded"),
                () -> cache.entry(null),
                () -> cache.contains(null),
                () -> cache.timeToLive(null),
                () -> cache.touch(null),
                () -> cache.touch(null, Duration.ofSeconds(1)),
                () -> cache.put(null, "value"),
                () -> cache.put(null, "value", Duration.ofSeconds(1)),
                () -> cache.putAll(nullKey),
                () -> cache.putIfAbsent(null, "value"),
                () -> cache.evict(null),
                () -> cache.evictAll(Arrays.asList("a", null)),
                () -> cache.write(null, () -> "written"),
                () -> cache.<String, RuntimeException>write(null, () -> "written", (cached, change) -> change),
                () -> cache.writeAll(Arrays.asList("a", null), Map::of),
                () -> cache.remove(null, () -> "removed"));

        assertThat(verbs)
                .allSatisfy(verb -> assertThatExceptionOfType(InvalidCacheKeyException.class)
                        .isThrownBy(verb)
                        .withMessageStartingWith("Cache 'things' was given a null key; check it before the call"));
        assertThat(cache.contains("a")).isFalse();
        assertThat(cache.stats().loads()).isZero();
    }

    @Test
    void refusesAnArrayAsAKey() {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> byObject.getOrLoad(new long[] {1, 2}, key -> "loaded"))
                .withMessageContaining("Cache 'objects' cannot use this key, a long[]")
                .withMessageContaining("List");
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> node.caches.open(CacheOptions.named("arrays"), int[].class, String.class))
                .withMessageContaining("Cache 'arrays' cannot have keys of type int[]")
                .withMessageContaining("List");
        assertThat(node.caches.cacheNames()).containsExactly("objects", "things");
    }

    @Test
    void refusesAKeyWithoutATextOfItsOwn() {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> byObject.put(new Opaque(), "value"))
                .withMessageContaining("Cache 'objects' cannot use this key, a " + Opaque.class.getName())
                .withMessageContaining("equals");
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> node.caches.open(CacheOptions.named("opaque"), Opaque.class, String.class))
                .withMessageContaining("Cache 'opaque' cannot have keys of type " + Opaque.class.getName());
    }

    @Test
    void refusesLivesThatMakeNoSense() {
        Duration tooLong = Duration.ofDays(366);
        cache.put("key", "value");
        List<Consumer<Duration>> verbs =
                List.of(life -> cache.put("key", "other", life), life -> cache.touch("key", life));

        assertThat(verbs).allSatisfy(verb -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verb.accept(Duration.ZERO))
                    .withMessage("timeToLive must be positive, at least a millisecond, but was PT0S (cache 'things')");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verb.accept(Duration.ofMillis(-1)))
                    .withMessage(
                            "timeToLive must be positive, at least a millisecond, but was PT-0.001S (cache 'things')");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verb.accept(tooLong))
                    .withMessage("timeToLive must be at most PT8760H (365 days), but was PT8784H (cache 'things')");
            assertThatNullPointerException()
                    .isThrownBy(() -> verb.accept(null))
                    .withMessageContaining("timeToLive must not be null");
        });
        assertThat(cache.get("key")).isEqualTo("value");
    }

    @Test
    void refusesToBeWithoutALoader() {
        List<ThrowingCallable> verbs = List.of(
                () -> cache.getOrLoad("key", null),
                () -> cache.getAllOrLoad(List.of("key"), null),
                () -> cache.refresh("key", null),
                () -> cache.async().getOrLoad("key", null),
                () -> cache.async().getAllOrLoad(List.of("key"), null),
                () -> CacheAsideStrategy.of(node.caches, CacheOptions.named("lambda"), String.class, null));

        assertThat(verbs)
                .allSatisfy(verb -> assertThatNullPointerException()
                        .isThrownBy(verb)
                        .withMessageContaining("loader must not be null"));
        assertThat(node.caches.cacheNames()).doesNotContain("lambda");
    }

    @Test
    void refusesToBeWithoutAWriteOrAMergeBeforeAnythingIsChanged() {
        cache.put("key", "value");
        List<ThrowingCallable> writes = List.of(
                () -> cache.write("key", null),
                () -> cache.writeAll(List.of("key"), null),
                () -> cache.remove("key", null),
                () -> cache.<String, RuntimeException>write("key", null, (cached, change) -> change));

        assertThat(writes)
                .allSatisfy(write -> assertThatNullPointerException()
                        .isThrownBy(write)
                        .withMessageContaining("write must not be null"));
        assertThatNullPointerException()
                .isThrownBy(() -> cache.<String, RuntimeException>write(
                        "key",
                        () -> {
                            throw new AssertionError("the origin must not be asked");
                        },
                        null))
                .withMessageContaining("merge must not be null");
        assertThat(cache.get("key")).isEqualTo("value");
    }

    @Test
    void refusesToBeWithoutKeysOrValues() {
        List<ThrowingCallable> reads = List.of(
                () -> cache.getAll(null),
                () -> cache.getAllOrLoad(null, key -> "loaded"),
                () -> cache.evictAll(null),
                () -> cache.evictMatching(null),
                () -> cache.writeAll(null, Map::of));

        assertThat(reads)
                .allSatisfy(read -> assertThatNullPointerException()
                        .isThrownBy(read)
                        .withMessageContaining("keys must not be null"));
        assertThatNullPointerException()
                .isThrownBy(() -> cache.putAll(null))
                .withMessageContaining("values must not be null");
    }

    @Test
    void refusesAPatternThatDoesNotFitTheKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.evictMatching(KeyGlob.of(1L)))
                .withMessageContaining("Cache 'things' cannot match the pattern (1)");
    }

    @Test
    void refusesToOpenWithoutOptionsOrTypes() {
        assertThatNullPointerException()
                .isThrownBy(() -> node.caches.open(null, String.class, String.class))
                .withMessageContaining("options must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> node.caches.open(CacheOptions.named("new"), (Class<String>) null, String.class))
                .withMessage("type must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> node.caches.open(CacheOptions.named("new"), null, ValueType.of(String.class)))
                .withMessageContaining("keyType must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> node.caches.open(CacheOptions.named("new"), ValueType.of(String.class), null))
                .withMessageContaining("valueType must not be null");
        assertThat(node.caches.cacheNames()).doesNotContain("new");
    }

    @Test
    void refusesASecondCacheOfOneName() {
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() ->
                        node.caches.open(CacheOptions.named("things").namespace("elsewhere"), Long.class, String.class))
                .withMessage("cache 'things' is open already; give each cache a name of its own, and make each strategy"
                        + " once");
    }

    @Test
    void refusesASecondPatternWhoseKeysCouldMeetTheFirsts() {
        CacheOptions chat = CacheOptions.named("messages").namespace("chat").keyPattern("conversation:{}:messages");
        node.caches.open(chat, Long.class, String.class);

        CacheOptions meeting = CacheOptions.named("members").namespace("chat").keyPattern("conversation:{}:{}");

        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> node.caches.open(meeting, new ValueType<Pair>() {}, ValueType.of(String.class)))
                .withMessage(
                        "the keys of cache 'members' (chat:v1:conversation:{}:{}) could be those of cache 'messages'"
                                + " (chat:v1:conversation:{}:messages); give one of them another key pattern, namespace or"
                                + " version");
        node.caches.open(meeting.version(2), new ValueType<Pair>() {}, ValueType.of(String.class));
    }

    record Pair(long conversation, String what) {}

    @Test
    void refusesNamesAndPatternsThatCannotBeKeys() {
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> node.caches.open(CacheOptions.named("a:b"), String.class, String.class))
                .withMessageContaining("a:b");
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() ->
                        node.caches.open(CacheOptions.named("new").namespace("with blank"), String.class, String.class))
                .withMessageContaining("'new'")
                .withMessageContaining("with blank");
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() ->
                        node.caches.open(CacheOptions.named("new").keyPattern("no-hole"), String.class, String.class))
                .withMessageContaining("Cache 'new': key pattern 'no-hole' has {} 0 times");
        assertThat(node.caches.cacheNames()).doesNotContain("new", "a:b");
    }

    @Test
    void namesCacheAndTypeIfAValueDoesNotBecomeBytes() {
        // Only a store of bytes has a serializer to ask.
        if (node.store.keepsReferences()) {
            Cache<String, Object> objects = node.caches.open(CacheOptions.named("any"), String.class, Object.class);
            Opaque opaque = new Opaque();

            assertThat(objects.put("key", opaque)).isTrue();
            assertThat(objects.get("key")).isSameAs(opaque);
        } else {
            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> node.caches.open(CacheOptions.named("any"), String.class, Thread.class))
                    .withMessageStartingWith("the values of cache 'any' cannot be kept in a remote store: ")
                    .withMessageContaining("Thread")
                    .withCauseInstanceOf(CacheSerializationException.class);
            assertThat(node.caches.cacheNames()).doesNotContain("any");
        }
    }
}
