// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import dev.larder.CacheEvent.Kind;
import dev.larder.store.CacheStore.Subscription;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheListenerTests {

    private final TestTime time = new TestTime();
    private final ChaosStore store = new ChaosStore(new MemoryCacheStore(time.sources()));

    @AutoClose
    private final Node node = new Node(time, store);

    private final Cache<String, String> cache =
            node.caches.open(CacheOptions.named("things"), String.class, String.class);
    private final List<CacheEvent> events = new ArrayList<>();

    private List<Kind> kinds() {
        return events.stream().map(CacheEvent::kind).toList();
    }

    @Test
    void hearsOfReadsLoadsAndChangesWithTheCallersKeys() {
        node.caches.listen(events::add);
        cache.getOrLoad("key", key -> "loaded");
        cache.get("key");
        cache.put("key", "put");
        cache.evict("key");
        cache.clear();

        assertThat(kinds()).containsExactly(Kind.MISS, Kind.LOADED, Kind.HIT, Kind.PUT, Kind.EVICTED, Kind.CLEARED);
        assertThat(events).allSatisfy(event -> assertThat(event.cache()).isEqualTo("things"));
        assertThat(events.subList(0, 5))
                .allSatisfy(event -> assertThat(event.keys()).containsExactly("key"));
        assertThat(events.get(5).keys()).isEmpty();
    }

    @Test
    void hearsHowLongALoaderTookAndWhyItFailed() {
        node.caches.listen(events::add);
        IOException away = new IOException("away");
        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> cache.getOrLoad("key", key -> {
                    time.advance(Duration.ofMillis(7));
                    throw away;
                }));

        assertThat(events)
                .filteredOn(event -> event.kind() == Kind.LOAD_FAILED)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.took()).isEqualTo(Duration.ofMillis(7));
                    assertThat(event.failure()).isSameAs(away);
                });
    }

    @Test
    void hearsThatTheStoreFailed() {
        node.caches.listen(events::add);
        store.inject(Fault.FAIL, Verb.PUT);
        cache.put("key", "value");

        assertThat(kinds()).containsExactly(Kind.STORE_FAILED);
        assertThat(events.get(0).failure()).hasMessageContaining("injected failure of PUT");
    }

    @Test
    void hearsOfABulkLoadOnce() {
        node.caches.listen(events::add);
        cache.getAllOrLoad(List.of("a", "b"), key -> "loaded");

        assertThat(events)
                .filteredOn(event -> event.kind() == Kind.LOADED)
                .singleElement()
                .satisfies(event -> assertThat(event.keys()).containsExactly("a", "b"));
    }

    @Test
    void hearsNothingAfterItsSubscriptionEnded() {
        Subscription subscription = node.caches.listen(events::add);
        subscription.cancel();
        cache.get("key");

        assertThat(events).isEmpty();
    }

    @Test
    void thatThrowsCostsNobodyAValueAndIsSaidOnce() {
        try (LogCapture log = new LogCapture("dev.larder.CacheManager")) {
            node.caches.listen(event -> {
                throw new IllegalStateException("broken");
            });
            node.caches.listen(events::add);

            assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.get("key")).isEqualTo("loaded");
            assertThat(kinds()).contains(Kind.MISS, Kind.LOADED, Kind.HIT);
            assertThat(log.said(Level.WARN)).singleElement().asString().contains("cache listener", "things");
        }
    }

    @Test
    void givenToTheBuilderHearsOfEveryCache() {
        try (CacheManager caches = CacheManager.builder().listener(events::add).build()) {
            caches.open(CacheOptions.named("one"), String.class, String.class).get("key");
            caches.open(CacheOptions.named("two"), String.class, String.class).get("key");
        }

        assertThat(events).extracting(CacheEvent::cache).containsExactly("one", "two");
    }
}
