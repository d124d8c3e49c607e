// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Level;
import dev.larder.key.InvalidCacheKeyException;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.TestTime;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class EvictByTextTests {

    record Page(long user, int number) {}

    private final ChaosStore chaos;

    @AutoClose
    private final Node node;

    private final Cache<Long, String> messages;

    EvictByTextTests(StoreKind kind) {
        TestTime time = new TestTime();
        chaos = new ChaosStore(kind.store(time.sources()));
        node = new Node(time, chaos);
        messages = node.caches.open(
                CacheOptions.named("messages").namespace("chat").keyPattern("conversation:{}:messages"),
                Long.class,
                String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "chat:v1:conversation:7:messages"})
    void evictsTheKeyThatHasTheText(String text) {
        messages.put(7L, "seven");
        messages.put(77L, "more");

        assertThat(messages.evictByText(text)).isEqualTo(Eviction.EVICTED);
        assertThat(messages.contains(7L)).isFalse();
        assertThat(messages.contains(77L)).isTrue();
        assertThat(messages.evictByText(text)).isEqualTo(Eviction.NOT_CACHED);
        assertThat(messages.stats().evictions()).isEqualTo(2);
    }

    @Test
    void evictsARecordByItsParts() {
        Cache<Page, String> pages = node.caches.open(CacheOptions.named("feed"), Page.class, String.class);
        pages.put(new Page(7, 0), "first");
        pages.put(new Page(7, 1), "second");

        assertThat(pages.evictByText("7:0")).isEqualTo(Eviction.EVICTED);
        assertThat(pages.contains(new Page(7, 0))).isFalse();
        assertThat(pages.contains(new Page(7, 1))).isTrue();
    }

    @Test
    void leavesTheOtherCachesOfItsNamespaceAlone() {
        Cache<Long, String> typing = node.caches.open(
                CacheOptions.named("typing").namespace("chat").keyPattern("conversation:{}:typing"),
                Long.class,
                String.class);
        typing.put(7L, "Ada");

        assertThat(messages.evictByText("7")).isEqualTo(Eviction.NOT_CACHED);
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> messages.evictByText("chat:v1:conversation:7:typing"))
                .withMessageStartingWith("Cache 'messages' has no key of this text");
        assertThat(typing.contains(7L)).isTrue();
    }

    @Test
    void aLoadUnderWayIsNotStored() {
        String loaded = messages.getOrLoad(7L, key -> {
            messages.evictByText("7");
            return "read before the eviction";
        });

        assertThat(loaded).isEqualTo("read before the eviction");
        assertThat(messages.contains(7L)).isFalse();
        assertThat(messages.stats().refusedFills()).isEqualTo(1);
        assertThat(messages.getOrLoad(7L, key -> "new")).isEqualTo("new");
    }

    @Test
    void aLoadUnderWayIsNotStoredAlsoIfTheStoreDoesNotAnswer() {
        messages.getOrLoad(7L, key -> {
            chaos.inject(Fault.FAIL, Verb.EVICT);
            assertThat(messages.evictByText("7")).isEqualTo(Eviction.UNACKNOWLEDGED);
            return "read before the eviction";
        });

        assertThat(messages.contains(7L)).isFalse();
        assertThat(messages.stats().evictions()).isZero();
    }

    @Test
    void aWrittenValueIsNotKept() {
        messages.<RuntimeException>write(7L, () -> {
            messages.evictByText("7");
            return "written before the eviction";
        });

        assertThat(messages.contains(7L)).isFalse();
    }

    @Test
    void saysTheKeyInTheLogAsAnyEviction() {
        try (LogCapture log = new LogCapture()) {
            messages.evictByText("7");
            assertThat(log.said(Level.DEBUG))
                    .containsExactly("evict: key 'chat:v1:conversation:7:messages' of cache 'messages'");
        }
    }

    @Test
    void refusesNoText() {
        assertThatNullPointerException()
                .isThrownBy(() -> messages.evictByText(null))
                .withMessageContaining("keyText must not be null");
    }
}
