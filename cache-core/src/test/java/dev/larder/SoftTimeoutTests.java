// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SoftTimeoutTests {

    private static final Duration SOFT = Duration.ofMillis(200);

    @AutoClose
    private final TwoNodes nodes;

    SoftTimeoutTests(StoreKind kind) {
        nodes = new TwoNodes(
                kind, TwoNodes.options().staleIfError(Duration.ofHours(1)).softTimeout(SOFT));
    }

    private void loadAndPassItsLife() {
        nodes.get();
        nodes.elapse(TwoNodes.FRESH);
        nodes.origin = "second";
    }

    /** A call on a thread of its own, which waits in the cache. */
    private CompletableFuture<@Nullable String> startAndWait() {
        CompletableFuture<@Nullable String> call = CompletableFuture.supplyAsync(nodes::get);
        nodes.awaitBackground();
        return call;
    }

    @Test
    void aCallerWithAStaleValueWaitsNoLongerAndTheLoadIsKept() {
        loadAndPassItsLife();
        CompletableFuture<@Nullable String> call = startAndWait();
        assertThat(call).isNotDone();
        nodes.elapse(SOFT);

        assertThat(call.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("first");
        assertThat(nodes.loads).as("it has not even begun").hasValue(1);
        assertThat(nodes.runBackground()).isEqualTo(1);
        assertThat(nodes.get()).isEqualTo("second");
        assertThat(nodes.here().stats().staleForErrors()).isEqualTo(1);
    }

    @Test
    void whoComesAfterTheSoftTimeoutDoesNotWaitAtAll() {
        loadAndPassItsLife();
        CompletableFuture<@Nullable String> call = startAndWait();
        nodes.elapse(SOFT);
        call.orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(nodes.get()).isEqualTo("first");
        assertThat(nodes.loads).hasValue(1);
    }

    @Test
    void aLoadWithinTheSoftTimeoutIsWaitedFor() {
        loadAndPassItsLife();
        CompletableFuture<@Nullable String> call = startAndWait();
        nodes.elapse(SOFT.minusMillis(1));
        nodes.runBackground();

        assertThat(call.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("second");
        assertThat(nodes.here().stats().staleForErrors()).isZero();
    }

    @Test
    void aKeyWithNothingToServeIsLoadedOnTheCallersThread() {
        Thread[] loading = new Thread[1];
        nodes.here().getOrLoad("key", key -> {
            loading[0] = Thread.currentThread();
            nodes.elapse(SOFT.multipliedBy(2));
            return "loaded";
        });

        assertThat(loading[0]).isSameAs(Thread.currentThread());
        assertThat(nodes.here().get("key")).isEqualTo("loaded");
    }

    @Test
    void inATransactionTheLoaderStaysOnTheCallersThread() {
        TestTransactions transactions = new TestTransactions();
        transactions.begin();
        loadAndPassItsLife();
        CacheManagerBuilder builder = CacheManager.builder()
                .store(nodes.store)
                .time(nodes.time.sources())
                .executor(nodes.background::add)
                .transactions(transactions);
        try (CacheManager transactional = builder.build()) {
            Cache<String, String> cache = transactional.open(nodes.here().options(), String.class, String.class);

            assertThat(cache.getOrLoad("key", nodes.loader)).isEqualTo("second");
            assertThat(nodes.background).isEmpty();
        }
    }

    @Test
    void withoutRoomForItsLoadACallerGetsTheStaleValueAtOnceAndTheOriginIsNotBlamed() {
        nodes.here().getAllOrLoad(List.of("a", "b", "key"), nodes.loader);
        nodes.elapse(TwoNodes.FRESH);
        nodes.origin = "second";
        CompletableFuture<@Nullable String> a = nodes.here().async().getOrLoad("a", nodes.loader);
        CompletableFuture<@Nullable String> b = nodes.here().async().getOrLoad("b", nodes.loader);

        assertThat(nodes.get()).as("two others wait for a thread").isEqualTo("first");
        assertThat(nodes.here().stats().droppedRefreshes()).isEqualTo(1);
        nodes.runBackground();
        assertThat(a.join()).isEqualTo("second");
        assertThat(b.join()).isEqualTo("second");
        assertThat(nodes.here().stats().heldBackLoads()).isZero();
    }

    @Test
    void aBulkWaitsForTheKeysThatHaveNothingToServe() {
        loadAndPassItsLife();

        assertThat(nodes.here().getAllOrLoad(List.of("key", "other"), nodes.loader))
                .isEqualTo(Map.of("key", "second", "other", "second"));
        assertThat(nodes.background).isEmpty();
    }
}
