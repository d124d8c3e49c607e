// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class MergeTests {

    private static final Duration LIFE = Duration.ofMinutes(30);

    /** The messages of one conversation, of which only the new one is written. */
    private final class MessagesCache extends WriteThroughCacheStrategy<Long, List<String>> {

        MessagesCache(CacheManager caches) {
            super(caches, CacheOptions.named("messages").timeToLive(LIFE));
        }

        @Override
        protected @Nullable List<String> load(Long conversation) {
            return origin.isEmpty() ? null : List.copyOf(origin);
        }

        String add(long conversation, String message) {
            return write(conversation, () -> save(message), this::appended);
        }

        private List<String> appended(List<String> cached, String saved) {
            merges.add(cached);
            return Stream.concat(cached.stream(), Stream.of(saved)).toList();
        }
    }

    @AutoClose
    private final Node node;

    private final MessagesCache messages;
    private final List<String> origin = new ArrayList<>(List.of("first"));
    private final List<List<String>> merges = new ArrayList<>();

    MergeTests(StoreKind kind) {
        node = new Node(kind);
        messages = new MessagesCache(node.caches);
    }

    private String save(String message) {
        origin.add(message);
        return message;
    }

    @Test
    void makesTheNewValueOfTheCachedOneAndTheChange() {
        messages.get(1L);

        assertThat(messages.add(1, "second")).isEqualTo("second");
        assertThat(messages.add(1, "third")).isEqualTo("third");
        assertThat(messages.get(1L)).containsExactly("first", "second", "third");
        assertThat(merges).containsExactly(List.of("first"), List.of("first", "second"));
        assertThat(messages.stats().loads()).isEqualTo(1);
    }

    @Test
    void keepsTheAgeOfTheCachedValue() {
        Instant then = node.time.instant();
        messages.get(1L);
        node.elapse(Duration.ofMinutes(10));
        messages.add(1, "second");

        assertThat(messages.entry(1L))
                .isEqualTo(new CacheEntry<>(
                        List.of("first", "second"), then, Duration.ofMinutes(10), Duration.ofMinutes(20)));
        node.elapse(Duration.ofMinutes(20));
        assertThat(messages.contains(1L)).isFalse();
    }

    @Test
    void isNotCalledIfNothingIsCached() {
        assertThat(messages.add(1, "second")).isEqualTo("second");

        assertThat(merges).isEmpty();
        assertThat(messages.contains(1L)).isFalse();
        assertThat(messages.get(1L)).containsExactly("first", "second");
    }

    @Test
    void isNotCalledForAKnownAbsence() {
        origin.clear();
        assertThat(messages.get(1L)).isNull();

        messages.add(1, "only");

        assertThat(merges).isEmpty();
        assertThat(messages.get(1L)).containsExactly("only");
    }

    @Test
    void isNotCalledForAValueWhoseLifeIsOver() {
        messages.get(1L);
        node.elapse(LIFE);

        messages.add(1, "second");

        assertThat(merges).isEmpty();
        assertThat(messages.contains(1L)).isFalse();
    }

    @Test
    void isNotCalledIfTheOriginRefuses() {
        messages.get(1L);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> messages.<String, IOException>write(
                        1L,
                        () -> {
                            throw new IOException("refused");
                        },
                        messages::appended));
        assertThat(merges).isEmpty();
        assertThat(messages.get(1L)).containsExactly("first");
    }

    @Test
    void isNotCalledWhileAnotherWriterIsAtWork() {
        messages.get(1L);

        messages.<RuntimeException>write(1L, () -> {
            messages.add(1, "second");
            return List.copyOf(origin);
        });

        assertThat(merges).isEmpty();
        assertThat(messages.contains(1L)).isFalse();
    }

    @Test
    void costsTheCachedValueButNotTheWriteIfItThrows() {
        for (Throwable broken : List.of(new IllegalStateException("merge"), new AssertionError("merge"))) {
            messages.get(1L);

            String saved = messages.<String, RuntimeException>write(1L, () -> save("second"), (cached, change) -> {
                throw Futures.<RuntimeException>sneaky(broken);
            });

            assertThat(saved).isEqualTo("second");
            assertThat(messages.contains(1L)).isFalse();
            assertThat(messages.get(1L)).endsWith("second");
        }
    }

    @Test
    void mayFindThatTheOriginHasNoValueNow() {
        messages.get(1L);

        messages.<String, RuntimeException>write(1L, () -> "the last one left", (cached, change) -> null);

        assertThat(messages.entry(1L).isAbsent()).isTrue();
    }
}
