// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody may call a manager that is closed, but those who did before must not hang for ever. */
class ClosedManagerTests {

    private static final CacheOptions OPTIONS = CacheOptions.named("things");

    @Test
    @Timeout(30)
    void whoWaitsForTheLoadOfAnotherNodeLoadsHimself() {
        TestTime time = new TestTime();
        ChaosStore store = new ChaosStore(new RecordMapStore(time.sources()));
        CacheManager closing = CacheManager.builder().store(store).build();
        Cache<String, String> cache = closing.open(OPTIONS, String.class, String.class);
        try (Node other = new Node(time, store)) {
            assertThat(other.caches.open(OPTIONS, String.class, String.class).lease("key"))
                    .isNotNull();
            store.resetCalls();
            FutureTask<String> waiting = new FutureTask<>(() -> cache.getOrLoad("key", key -> "loaded"));
            Thread caller = new Thread(waiting, "caller");
            caller.setDaemon(true);
            caller.start();
            while (store.calls(Verb.LEASE) < 2) {
                Thread.onSpinWait();
            }
            closing.close();

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("loaded");
        }
    }
}
