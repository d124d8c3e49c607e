// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody may call a manager that is closed, but those who did before must not hang for ever. */
class ClosedManagerTests {

    private static final CacheOptions OPTIONS = CacheOptions.named("things");
    private static final CacheOptions RETRIED = OPTIONS.retry(LoadRetry.exponential(3, Duration.ofSeconds(1)));

    private final AtomicInteger calls = new AtomicInteger();

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

    @Test
    @Timeout(30)
    void whoWaitsBetweenTwoAttemptsOfALoadMakesTheNextAtOnce() {
        CacheManager closing = CacheManager.inMemory();
        Cache<String, String> cache = closing.open(
                OPTIONS.retry(LoadRetry.exponential(2, Duration.ofMinutes(10))).loaderDeadline(Duration.ofHours(1)),
                String.class,
                String.class);
        FutureTask<String> waiting = new FutureTask<>(() -> cache.getOrLoad("key", failing(1)));
        Thread caller = new Thread(waiting, "caller");
        caller.setDaemon(true);
        caller.start();
        while (cache.stats().loadFailures() < 1 || caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        closing.close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("loaded");
    }

    @Test
    void theNextAttemptIsMadeAtOnceForFuturesAndBulksToo() {
        try (Outage outage = new Outage(RETRIED, UnaryOperator.identity())) {
            AsyncCache<String, String> cache = outage.here.cache.async();
            CompletableFuture<String> one = cache.getOrLoad("key", failing(1));
            calls.set(0);
            CompletableFuture<Map<String, String>> many = cache.getAllOrLoad(List.of("a", "b"), failing(1));
            assertThat(one).isNotDone();
            assertThat(many).isNotDone();
            outage.here.manager.close();

            assertThat(one).isCompletedWithValue("loaded");
            assertThat(many).isCompletedWithValue(Map.of("a", "loaded", "b", "loaded"));
            assertThat(outage.there.cache.get("a")).isEqualTo("loaded");
        }
    }

    @Test
    void theNextAttemptIsMadeAtOnceForRefreshesToo() {
        CacheOptions options = RETRIED.timeToLive(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofMinutes(1));
        try (Outage outage = new Outage(options, UnaryOperator.identity())) {
            Cache<String, String> cache = outage.here.cache;
            cache.put("asked for", "old");
            cache.put("served", "old");
            outage.elapse(Duration.ofSeconds(61));
            CompletableFuture<String> refreshed = cache.async().refresh("asked for", failing(1));
            calls.set(0);
            assertThat(cache.async().getOrLoad("served", failing(1))).isCompletedWithValue("old");
            assertThat(refreshed).isNotDone();
            outage.here.manager.close();

            assertThat(refreshed).isCompletedWithValue("loaded");
            assertThat(outage.there.cache.get("asked for")).isEqualTo("loaded");
            assertThat(outage.there.cache.get("served")).isEqualTo("loaded");
        }
    }

    @Test
    void anAttemptThatFailsAfterwardsIsTheLast() {
        try (Outage outage = new Outage(RETRIED, UnaryOperator.identity())) {
            CompletableFuture<String> result = outage.here.cache.async().getOrLoad("key", failing(9));
            outage.here.manager.close();

            assertThat(result).isCompletedExceptionally();
            assertThat(calls).hasValue(2);
        }
    }

    private CacheLoader<String, String> failing(int times) {
        return key -> {
            if (calls.incrementAndGet() <= times) {
                throw new IOException("attempt " + calls);
            }
            return "loaded";
        };
    }
}
