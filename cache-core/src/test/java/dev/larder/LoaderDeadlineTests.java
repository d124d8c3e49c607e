// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheEvent.Kind;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A loader over its deadline costs a thread, and neither the key nor those who wait. Here it "hangs" while it moves time itself. */
@ParameterizedClass
@EnumSource
class LoaderDeadlineTests {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @AutoClose
    private final TwoNodes nodes;

    LoaderDeadlineTests(StoreKind kind) {
        nodes = new TwoNodes(
                kind,
                TwoNodes.options()
                        .staleWhileRevalidate(Duration.ofMinutes(1))
                        .staleIfError(Duration.ofHours(1))
                        .loadBackOff(LoadBackOff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(10)))
                        .loaderDeadline(DEADLINE));
    }

    private void loadAndPass(Duration age) {
        nodes.get();
        nodes.elapse(age);
        nodes.origin = "second";
    }

    @Test
    void aLateValueOfAStaleKeyIsNotStoredAndTheKeyIsFreeForAnotherNode() {
        loadAndPass(TwoNodes.FRESH.plusMinutes(1));
        String[] there = new String[1];

        String late = nodes.here().getOrLoad("key", key -> {
            nodes.elapse(DEADLINE.plusSeconds(2)); // past the back-off too
            assertThat(nodes.here().stats().overdueLoaders()).isEqualTo(1);
            there[0] = nodes.getThere();
            return "late";
        });

        assertThat(there[0]).isEqualTo("second");
        assertThat(late)
                .as("what its caller gets, who had a stale value to fall back on")
                .isEqualTo("first");
        assertThat(nodes.get()).isEqualTo("second");
        assertThat(nodes.here().stats().overdueLoaders()).isZero();
        assertThat(nodes.here().stats().overdueLoads()).isEqualTo(1);
    }

    @Test
    void aLateRefreshIsNotStoredAndAnotherOneMayBeTried() {
        loadAndPass(TwoNodes.FRESH);
        nodes.cost = DEADLINE.plusSeconds(1);
        nodes.get();
        nodes.runBackground();
        assertThat(nodes.here().entry("key").value()).isEqualTo("first");
        assertThat(nodes.here().stats().refusedFills()).isEqualTo(1);
        assertThat(nodes.here().stats().overdueLoaders()).isZero();

        nodes.cost = Duration.ZERO;
        nodes.elapse(Duration.ofSeconds(2));
        nodes.get();
        nodes.runBackground();
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void aRefreshThatHangsKeepsItsPlaceAmongRefreshesAndIsCounted() {
        loadAndPass(TwoNodes.FRESH);
        nodes.get();
        Runnable hanging = nodes.background.poll();
        nodes.elapse(DEADLINE);

        assertThat(nodes.here().stats().overdueLoaders()).isEqualTo(1);
        nodes.elapse(Duration.ofSeconds(1));
        assertThat(nodes.get()).isEqualTo("first");
        nodes.here().getOrLoad("other", nodes.loader);
        nodes.elapse(Duration.ofSeconds(30));
        assertThat(nodes.get()).as("both places are taken").isEqualTo("first");

        hanging.run();
        nodes.runBackground();
        assertThat(nodes.here().stats().overdueLoaders()).isZero();
    }

    @Test
    void whoWaitsForAHangingLoadOfAnotherNodeGetsTheStaleValueAtItsDeadline() {
        loadAndPass(TwoNodes.FRESH.plusMinutes(1));
        CompletableFuture<@Nullable String> hanging = nodes.there().async().getOrLoad("key", nodes.loader);
        CompletableFuture<@Nullable String> waiting = nodes.here().async().getOrLoad("key", nodes.loader);
        nodes.elapse(DEADLINE.minusMillis(1));
        assertThat(waiting).isNotDone();
        nodes.elapse(Duration.ofMillis(100));

        assertThat(waiting.join()).isEqualTo("first");
        assertThat(hanging.join()).isEqualTo("first");
        nodes.background.clear();
    }

    @Test
    void whoComesWhileThoseWhoWaitedGetTheStaleValueIsNotForgotten() {
        loadAndPass(TwoNodes.FRESH.plusMinutes(1));
        claimForAnotherNode(DEADLINE.multipliedBy(2));
        CompletableFuture<@Nullable String> waiting = nodes.here().async().getOrLoad("key", nodes.loader);
        List<CompletableFuture<@Nullable String>> newcomers = new ArrayList<>();
        nodes.manager().listen(event -> {
            if (event.kind() == Kind.STALE_FOR_ERROR) {
                nodes.there().evict("key"); // so that he has nothing to fall back on
                newcomers.add(nodes.here().async().getOrLoad("key", nodes.loader));
            }
        });
        nodes.elapse(DEADLINE.plusMillis(100)); // longer than any poll
        nodes.runBackground();

        assertThat(waiting.join()).isEqualTo("first");
        assertThat(newcomers)
                .singleElement()
                .satisfies(value -> assertThat(value).isCompletedWithValue("second"));
    }

    private void claimForAnotherNode(Duration life) {
        StoreRegion region = nodes.store.open(RegionSpec.ofSize("things", 1, "things", 100));
        ClaimRequest request = new ClaimRequest(new StoreKey("things:v1:key", "key"), new Token(1, 1), life);
        assertThat(region.claim(List.of(request)).toCompletableFuture().join())
                .containsExactly(new ClaimReply.Granted(0));
    }

    @Test
    void aLoaderThatHangsForEverCostsTwoThreadsHoweverManyAsk() {
        List<CompletableFuture<@Nullable String>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(nodes.here().async().getOrLoad("key", nodes.loader));
        }
        assertThat(nodes.background).hasSize(1);
        nodes.elapse(DEADLINE);
        assertThat(nodes.background).as("one more is tried").hasSize(2);
        nodes.elapse(DEADLINE.plusSeconds(1));

        assertThat(nodes.background).hasSize(2);
        assertThat(calls)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .hasSize(18);
        assertThat(nodes.here().stats().overdueLoaders()).isEqualTo(2);
        nodes.background.clear();
    }

    @Test
    void aListenerHearsOfIt() {
        List<Kind> kinds = new ArrayList<>();
        nodes.manager().listen(event -> kinds.add(event.kind()));
        nodes.cost = DEADLINE;
        nodes.get();

        assertThat(kinds).contains(Kind.LOAD_OVERDUE);
    }

    @Test
    void aBulkThatHangsBlocksNoKeyForEverThatItWaitedFor() {
        CacheLease<String> busy = nodes.there().lease("busy");
        CompletableFuture<?> hanging = nodes.here().async().getAllOrLoad(List.of("hangs", "busy"), nodes.loader);
        Runnable loader = nodes.background.remove();
        busy.close();

        CompletableFuture<@Nullable String> first = nodes.here().async().getOrLoad("busy", nodes.loader);
        nodes.elapse(DEADLINE.multipliedBy(2).plusSeconds(1));
        nodes.runBackground();
        assertThat(first).isCompletedWithValue("first");
        CompletableFuture<@Nullable String> second = nodes.here().async().getOrLoad("busy", nodes.loader);
        nodes.runBackground();
        assertThat(second).isCompletedWithValue("first");
        assertThat(nodes.there().get("busy")).isEqualTo("first");

        loader.run();
        nodes.runBackground();
        assertThat(hanging).isCompleted();
    }
}
