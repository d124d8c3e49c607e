// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LoadRetryTests {

    private static final Duration FIRST = Duration.ofMillis(100);

    @AutoClose
    private final Node node = new Node(StoreKind.MEMORY);

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void doublesTheDelayUpToTheLongestAndSpreadsItByHalf() {
        LoadRetry retry = new LoadRetry(9, FIRST, Duration.ofMillis(300));

        assertSpread(retry, 2, 100);
        assertSpread(retry, 3, 200);
        assertSpread(retry, 4, 300);
        assertSpread(retry, 9, 300);
    }

    private static void assertSpread(LoadRetry retry, int call, long nominal) {
        Set<Duration> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            seen.add(retry.delayBefore(call));
        }
        assertThat(seen)
                .hasSizeGreaterThan(20)
                .allSatisfy(delay -> assertThat(delay)
                        .isBetween(Duration.ofMillis(nominal / 2), Duration.ofMillis(nominal * 3 / 2)));
    }

    @Test
    void exponentialDoublesUpToTwoSecondsOrTheFirstDelayIfThatIsLonger() {
        assertThat(LoadRetry.exponential(3, FIRST)).isEqualTo(new LoadRetry(3, FIRST, Duration.ofSeconds(2)));
        assertThat(LoadRetry.exponential(3, Duration.ofSeconds(5)))
                .isEqualTo(new LoadRetry(3, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    @Test
    void noneCallsTheLoaderOnce() {
        CompletableFuture<String> result = load(LoadRetry.none(), failing(9));

        assertFailed(result);
        assertThat(calls).hasValue(1);
        assertThat(node.time.pendingTasks()).isZero();
    }

    @Test
    void callsTheLoaderAgainAfterTheDelayUntilItReturns() {
        CompletableFuture<String> result = load(LoadRetry.exponential(3, FIRST), failing(2));

        assertThat(calls).hasValue(1);
        node.elapse(Duration.ofMillis(49));
        assertThat(calls).hasValue(1);
        node.elapse(Duration.ofMillis(102));
        assertThat(calls).hasValue(2);
        assertThat(result).isNotDone();
        node.elapse(Duration.ofMillis(301));
        assertThat(result.join()).isEqualTo("loaded");
        assertThat(calls).hasValue(3);
    }

    @Test
    void storesWhatALaterCallReturned() {
        Cache<String, String> cache = open(LoadRetry.exponential(2, FIRST));
        CompletableFuture<String> result = cache.async().getOrLoad("key", failing(1));
        node.elapse(Duration.ofMillis(151));

        assertThat(result.join()).isEqualTo("loaded");
        assertThat(cache.get("key")).isEqualTo("loaded");
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
    }

    @Test
    void givesUpAfterTheLastCallWithItsFailure() {
        CompletableFuture<String> result = load(LoadRetry.exponential(2, FIRST), failing(9));
        node.elapse(Duration.ofSeconds(1));

        assertFailed(result).withMessageContaining("attempt 2");
        assertThat(calls).hasValue(2);
    }

    @Test
    void doesNotRetryErrors() {
        AssertionError broken = new AssertionError("broken");
        CompletableFuture<String> result = load(LoadRetry.exponential(3, FIRST), key -> {
            calls.incrementAndGet();
            throw broken;
        });
        node.elapse(Duration.ofSeconds(1));

        assertThat(result).isCompletedExceptionally();
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotRetryAnInterrupt() {
        CompletableFuture<String> result = load(LoadRetry.exponential(3, FIRST), key -> {
            calls.incrementAndGet();
            throw new InterruptedException("stop");
        });
        assertThat(Thread.interrupted()).as("the flag is restored").isTrue();
        node.elapse(Duration.ofSeconds(1));

        assertThat(result).isCompletedExceptionally();
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotRetryACacheCallInTheLoaderThatWasInterrupted() {
        CompletableFuture<String> result = load(LoadRetry.exponential(3, FIRST), key -> {
            calls.incrementAndGet();
            throw new CacheInterruptedException("interrupted in another cache");
        });
        node.elapse(Duration.ofSeconds(1));

        assertThat(result).isCompletedExceptionally();
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotCallAgainOnceTheLoaderDeadlineIsOver() {
        Cache<String, String> cache = node.caches.open(
                CacheOptions.named("slow")
                        .loaderDeadline(Duration.ofSeconds(6))
                        .retry(new LoadRetry(5, Duration.ofSeconds(4), Duration.ofSeconds(4))),
                String.class,
                String.class);
        CompletableFuture<String> result = cache.async().getOrLoad("key", key -> {
            node.elapse(Duration.ofSeconds(5)); // the next call would start two seconds later at the earliest
            return failing(9).load(key);
        });
        node.elapse(Duration.ofSeconds(30));

        assertFailed(result).withMessageContaining("attempt 1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void doesNotCallALoaderAgainThatCanRunOnlyOnce() {
        Cache<String, String> cache = open(LoadRetry.exponential(3, FIRST));
        CompletableFuture<String> result = cache.async().getOrLoad("key", new CacheLoader<>() {
            @Override
            public String load(String key) {
                calls.incrementAndGet();
                throw new IllegalStateException("once");
            }

            @Override
            public boolean isRepeatable() {
                return false;
            }
        });
        node.elapse(Duration.ofSeconds(1));

        assertThat(result).isCompletedExceptionally();
        assertThat(calls).hasValue(1);
    }

    @Test
    void retriesARefreshOfACachedValueToo() {
        Cache<String, String> cache = open(LoadRetry.exponential(2, FIRST));
        cache.put("key", "old");
        CompletableFuture<String> result = cache.async().refresh("key", failing(1));
        node.elapse(Duration.ofMillis(151));

        assertThat(result.join()).isEqualTo("loaded");
        assertThat(cache.get("key")).isEqualTo("loaded");
    }

    @Test
    void aLoaderThatChangesItsKeysLosesNoneOfThem() {
        List<String> first = new ArrayList<>(List.of("a"));
        List<String> second = new ArrayList<>(List.of("b"));
        try (Node remote = new Node(StoreKind.RECORDS)) {
            Cache<List<String>, String> cache = remote.caches.open(
                    CacheOptions.named("lists").retry(LoadRetry.exponential(2, FIRST)),
                    new ValueType<List<String>>() {},
                    ValueType.of(String.class));
            CompletableFuture<Map<List<String>, String>> result = cache.async()
                    .getAllOrLoad(List.of(first, second), key -> {
                        if (key.equals(second) && calls.incrementAndGet() == 1) {
                            throw new IllegalStateException("not yet");
                        }
                        if (key.equals(second)) {
                            first.add("changed");
                        }
                        return "loaded";
                    });
            remote.elapse(Duration.ofSeconds(1));

            assertThat(result.join()).containsEntry(second, "loaded");
            assertThat(cache.get(List.of("a"))).isEqualTo("loaded");
            assertThat(cache.get(List.of("b"))).isEqualTo("loaded");
        }
    }

    @Test
    void refusesLessThanOneCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadRetry.exponential(0, FIRST))
                .withMessage("maxAttempts must be at least 1 (once, without a retry), but was 0");
    }

    @Test
    void refusesDelaysThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadRetry.exponential(2, Duration.ZERO))
                .withMessageContaining("firstDelay must be positive, at least a millisecond, but was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadRetry.exponential(2, Duration.ofMillis(-5)))
                .withMessageContaining("firstDelay must be positive, at least a millisecond, but was PT-0.005S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadRetry(2, FIRST, Duration.ofMillis(99)))
                .withMessage("maxDelay must not be shorter than firstDelay (PT0.1S), but was PT0.099S");
        assertThatNullPointerException()
                .isThrownBy(() -> LoadRetry.exponential(2, null))
                .withMessageContaining("firstDelay must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> new LoadRetry(2, FIRST, null))
                .withMessageContaining("maxDelay must not be null");
    }

    private Cache<String, String> open(LoadRetry retry) {
        return node.caches.open(CacheOptions.named("retried").retry(retry), String.class, String.class);
    }

    private CompletableFuture<String> load(LoadRetry retry, CacheLoader<String, String> loader) {
        return open(retry).async().getOrLoad("key", loader);
    }

    private CacheLoader<String, String> failing(int times) {
        return key -> {
            if (calls.incrementAndGet() <= times) {
                throw new IOException("attempt " + calls);
            }
            return "loaded";
        };
    }

    private static ThrowableAssertAlternative<CompletionException> assertFailed(CompletableFuture<String> result) {
        return Assertions.assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(result::join)
                .withCauseInstanceOf(CacheLoadException.class);
    }
}
