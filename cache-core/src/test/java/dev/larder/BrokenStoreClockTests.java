// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.StoreRegion;
import dev.larder.test.ForwardingRegion;
import dev.larder.test.ForwardingStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A store whose clocks throw, though they must not, fails those who ask meanwhile, and leaves nobody waiting. */
class BrokenStoreClockTests {

    private final TestTime time = new TestTime();
    private boolean timeIsBroken;
    private boolean clockIsBroken;

    @AutoClose
    private final Node node = new Node(
            time,
            new ForwardingStore(new RecordMapStore(time.sources()), this::failing) {
                @Override
                public long now() {
                    failIf(timeIsBroken);
                    return super.now();
                }
            },
            with -> with.steps = Runnable::run);

    private final Cache<String, String> cache =
            node.caches.open(CacheOptions.named("things"), String.class, String.class);

    private StoreRegion failing(StoreRegion region) {
        return new ForwardingRegion(region) {
            @Override
            public long clock() {
                failIf(clockIsBroken);
                return super.clock();
            }
        };
    }

    private static void failIf(boolean broken) {
        if (broken) {
            throw new IllegalStateException("the clock stands still");
        }
    }

    @Test
    void aLoadFailsAndTheNextOneIsMade() {
        clockIsBroken = true;
        assertThat(load(new CompletableFuture<>()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the clock stands still");
        clockIsBroken = false;
        assertThat(load(CompletableFuture.completedFuture("loaded"))).isCompletedWithValue("loaded");
    }

    @Test
    void whoSharesANewFlightHearsOfItToo() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> leading = load(first);
        CompletableFuture<String> late = load(first);
        cache.evict("key");
        timeIsBroken = true;
        first.complete("old");
        assertThat(leading).isDone();
        assertThat(late).isCompletedExceptionally();
        timeIsBroken = false;
        assertThat(load(CompletableFuture.completedFuture("loaded"))).isCompletedWithValue("loaded");
    }

    private CompletableFuture<String> load(CompletableFuture<String> loaded) {
        return cache.async().getOrLoadAsync("key", key -> loaded);
    }
}
