// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class WriteThroughCacheStrategyTests {

    private static final Duration LIFE = Duration.ofMinutes(30);

    record Message(long id, String text) {}

    /** What a user writes: a constructor, a load, and verbs of the domain. */
    private class MessagesCache extends WriteThroughCacheStrategy<Long, List<Message>> {

        MessagesCache(CacheManager caches, CacheOptions options) {
            super(caches, options.namespace("chat").timeToLive(LIFE));
        }

        @Override
        protected List<Message> load(Long conversation) {
            loads++;
            return origin.get(conversation);
        }

        List<Message> replaceAll(long conversation, List<Message> messages) {
            return write(conversation, () -> {
                origin.put(conversation, messages);
                return messages;
            });
        }

        boolean deleteAll(long conversation) {
            return remove(conversation, () -> origin.remove(conversation) != null);
        }
    }

    private static final class TypedCache<V> extends WriteThroughCacheStrategy<String, V> {

        TypedCache(CacheManager caches, ValueType<V> type) {
            super(caches, CacheOptions.named("typed"), ValueType.of(String.class), type);
        }

        @Override
        protected V load(String key) {
            throw new AssertionError("nothing should be loaded");
        }
    }

    @AutoClose
    private final Node node;

    private final Map<Long, List<Message>> origin = new HashMap<>();
    private final MessagesCache messages;
    private int loads;

    WriteThroughCacheStrategyTests(StoreKind kind) {
        node = new Node(kind);
        messages = new MessagesCache(node.caches, CacheOptions.named("messages"));
        origin.put(1L, List.of(message(1)));
    }

    private static Message message(long id) {
        return new Message(id, "message " + id);
    }

    @Test
    void cachesWhatTheWriteReturned() {
        assertThat(messages.replaceAll(1, List.of(message(8)))).containsExactly(message(8));

        assertThat(messages.get(1L)).containsExactly(message(8));
        assertThat(loads).isZero();
        assertThat(messages.timeToLive(1L)).isEqualTo(LIFE);
        assertThat(messages.stats().puts()).isEqualTo(1);
    }

    @Test
    void replacesWhatWasCached() {
        messages.get(1L);
        messages.replaceAll(1, List.of(message(8)));
        messages.replaceAll(1, List.of(message(9)));

        assertThat(messages.get(1L)).containsExactly(message(9));
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void cachesZeroFalseEmptyTextAndNull() {
        TypedCache<Integer> numbers = new TypedCache<>(node.caches, ValueType.of(Integer.class));

        assertThat(numbers.write("zero", () -> 0)).isZero();
        assertThat(numbers.get("zero")).isZero();
        assertThat(numbers.<RuntimeException>write("none", () -> null)).isNull();
        assertThat(numbers.get("none")).isNull();
        assertThat(numbers.entry("none").isAbsent()).isTrue();
        assertThat(numbers.timeToLive("none")).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void passesOnTheVeryExceptionOfTheOriginAndCachesNothing() {
        for (Exception refusal : List.of(
                new IOException("refused"),
                new IllegalStateException("refused"),
                new ExecutionException(new IOException("inner")),
                new CacheLoadException("a user's own", null))) {
            messages.get(1L);

            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> messages.<Exception>write(1L, () -> {
                        throw refusal;
                    }))
                    .isSameAs(refusal);
            assertThat(messages.contains(1L)).isFalse();
            assertThat(messages.get(1L)).containsExactly(message(1));
        }
    }

    @Test
    void passesOnTheVeryErrorOfTheOrigin() {
        StackOverflowError error = new StackOverflowError("deep");

        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> messages.<RuntimeException>write(1L, () -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(messages.contains(1L)).isFalse();
    }

    @Test
    void neverShowsAnOlderValueAfterAWriteThatFailedHalfway() {
        messages.get(1L);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> messages.<RuntimeException>write(1L, () -> {
                    origin.put(1L, List.of(message(8)));
                    throw new IllegalStateException("committed, but the answer was lost");
                }));
        assertThat(messages.get(1L)).containsExactly(message(8));
    }

    @Test
    void writesManyKeysAtOnce() {
        messages.getAll(List.of(1L, 2L, 3L));
        loads = 0;

        Map<Long, List<Message>> written = messages.<RuntimeException>writeAll(List.of(1L, 2L, 3L, 1L), () -> {
            origin.put(1L, List.of(message(8)));
            origin.put(2L, List.of(message(9)));
            origin.put(3L, List.of(message(10)));
            return Map.of(1L, origin.get(1L), 2L, origin.get(2L));
        });

        assertThat(written.keySet()).containsExactlyInAnyOrder(1L, 2L);
        assertThat(messages.get(1L)).containsExactly(message(8));
        assertThat(messages.get(2L)).containsExactly(message(9));
        assertThat(loads).isZero();
        assertThat(messages.contains(3L)).as("left out, so nothing is cached").isFalse();
        assertThat(messages.get(3L)).containsExactly(message(10));
    }

    @Test
    void aBulkWriteThatFailsLeavesNothingOlder() {
        messages.getAll(List.of(1L, 2L));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> messages.<IOException>writeAll(List.of(1L, 2L), () -> {
                    origin.put(1L, List.of(message(8)));
                    throw new IOException("half of it");
                }));
        assertThat(messages.contains(1L)).isFalse();
        assertThat(messages.contains(2L)).isFalse();
        assertThat(messages.get(1L)).containsExactly(message(8));
    }

    @Test
    void removesWhatIsCached() {
        messages.get(1L);

        assertThat(messages.deleteAll(1)).isTrue();
        assertThat(messages.contains(1L)).isFalse();
        assertThat(messages.get(1L)).isNull();
        assertThat(messages.deleteAll(1)).isFalse();
        assertThat(messages.<Object, RuntimeException>remove(1L, () -> null)).isNull();
    }

    @Test
    void aRemovalThatFailsPassesOnItsExceptionAndCachesNothing() {
        messages.get(1L);
        IOException refusal = new IOException("refused");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> messages.<Object, IOException>remove(1L, () -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(messages.contains(1L)).isFalse();
    }

    @Test
    void writesOnTheThreadOfASynchronousCaller() {
        List<Thread> threads = new ArrayList<>();
        messages.<Object, RuntimeException>remove(1L, () -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void hasTheSameVerbsAsFuturesForSubclasses() {
        AsyncCache<Long, List<Message>> async = messages.cache().async();

        assertThat(async.write(1L, () -> List.of(message(8))).join()).containsExactly(message(8));
        assertThat(async.<Message>write(1L, () -> message(9), (cached, saved) -> List.of(cached.get(0), saved))
                        .join())
                .isEqualTo(message(9));
        assertThat(messages.get(1L)).containsExactly(message(8), message(9));
        assertThat(async.writeAll(List.of(2L), () -> new TreeMap<>(Map.of(2L, List.of(message(10)))))
                        .join())
                .containsKey(2L);
        assertThat(messages.get(2L)).containsExactly(message(10));
        assertThat(async.<String>remove(2L, () -> "removed").join()).isEqualTo("removed");
        assertThat(messages.contains(2L)).isFalse();
        assertThat(loads).isZero();
    }

    @Test
    void failsAFutureWithTheVeryExceptionOfTheOrigin() {
        IOException refusal = new IOException("refused");
        List<Throwable> failures = new ArrayList<>();

        messages.cache()
                .async()
                .write(1L, () -> {
                    throw refusal;
                })
                .whenComplete((value, failure) -> failures.add(failure))
                .exceptionally(failure -> null)
                .join();

        assertThat(failures).containsExactly(refusal);
    }

    @Test
    void loadsManyAsAnyOtherCacheAsideStrategy() {
        Collection<Long> keys = List.of(2L, 1L);
        origin.put(2L, List.of(message(2)));

        assertThat(messages.getAll(keys)).isEqualTo(new LinkedHashMap<>(origin));
        assertThat(messages.refresh(2L)).containsExactly(message(2));
    }
}
