// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.larder.store.StoreKey;
import dev.larder.test.ChaosStore;
import dev.larder.test.ForwardingStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A store that cannot say which part of it answers for a key, though it must not throw, is taken for a whole. */
class BrokenPartitionTests {

    private final TestTime time = new TestTime();
    private final ChaosStore chaos = new ChaosStore(new RecordMapStore(time.sources()));

    @AutoClose
    private final LogCapture log = new LogCapture("dev.larder.CacheManager");

    @AutoClose
    private final Node node = new Node(
            time,
            new ForwardingStore(chaos, region -> region) {
                @Override
                public Object partition(StoreKey key) {
                    throw new IllegalStateException("the slots are not known");
                }
            },
            with -> with.steps = Runnable::run);

    private final Cache<String, String> cache =
            node.caches.open(CacheOptions.named("things"), String.class, String.class);

    @Test
    void loadsAreStoredAndServed() {
        assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
        assertThat(cache.getOrLoad("key", key -> "never called")).isEqualTo("loaded");
        CompletableFuture<Map<String, String>> many = cache.async().getAllOrLoad(List.of("a", "b"), key -> "loaded");
        assertThat(many).isCompletedWithValue(Map.of("a", "loaded", "b", "loaded"));
        assertThat(log.said(Level.WARN)).hasSize(1);
    }

    @Test
    void changesAreMade() {
        cache.putAll(Map.of("a", "put", "b", "put"));
        assertThat(cache.getAll(List.of("a", "b"))).hasSize(2);
        assertThat(cache.evictAll(List.of("a", "b"))).isEqualTo(Eviction.EVICTED);
        assertThat(cache.getAll(List.of("a", "b"))).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerCostsALoadAndNoMore() {
        chaos.inject(ChaosStore.Fault.FAIL);
        for (int i = 0; i < 10; i++) {
            assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
        }
        assertThat(node.caches.guard().orElseThrow().worst()).isEqualTo(GuardStatus.Breaker.OPEN);
    }
}
