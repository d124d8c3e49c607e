// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class StaleIfErrorTests {

    private static final Duration STALE = Duration.ofHours(1);

    @AutoClose
    private final TwoNodes nodes;

    private final IllegalStateException down = new IllegalStateException("origin down");

    StaleIfErrorTests(StoreKind kind) {
        nodes = new TwoNodes(kind, TwoNodes.options().staleIfError(STALE));
    }

    private void loadAndPassItsLife() {
        nodes.get();
        nodes.elapse(TwoNodes.FRESH);
        nodes.origin = "second";
    }

    @Test
    void aLoadThatSucceedsTakesThePlaceOfTheStaleValue() {
        loadAndPassItsLife();

        assertThat(nodes.get()).isEqualTo("second");
        assertThat(nodes.getThere()).isEqualTo("second");
        assertThat(nodes.loads).hasValue(2);
        assertThat(nodes.here().stats().staleForErrors()).isZero();
    }

    @Test
    void aLoadThatFailsIsAnsweredByTheStaleValueWhichIsNotDestroyed() {
        loadAndPassItsLife();
        nodes.failure = down;

        assertThat(nodes.get()).isEqualTo("first");
        assertThat(nodes.getThere()).isEqualTo("first");
        assertThat(nodes.here().entry("key").isStale()).isTrue();
        assertThat(nodes.here().stats().staleForErrors()).isEqualTo(1);
        assertThat(nodes.here().stats().misses()).isEqualTo(2);
    }

    @Test
    void anOriginThatWasJustSeenFailingIsNotAskedAgainByAnyNode() {
        loadAndPassItsLife();
        nodes.failure = down;
        for (int i = 0; i < 10; i++) {
            nodes.get();
            nodes.getThere();
        }

        assertThat(nodes.loads).hasValue(2);
        assertThat(nodes.there().stats().heldBackLoads()).isEqualTo(10);
        nodes.failure = null;
        nodes.elapse(Duration.ofMillis(150)); // the longest that the first delay may be
        assertThat(nodes.getThere()).isEqualTo("second");
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void whoWaitsForAnotherNodesLoadOfAStaleKeyDoesNotLoadAgain() {
        loadAndPassItsLife();
        CompletableFuture<@Nullable String> there = nodes.there().async().getOrLoad("key", nodes.loader);
        CompletableFuture<@Nullable String> here = nodes.here().async().getOrLoad("key", nodes.loader);
        nodes.runBackground();
        nodes.elapse(Duration.ofMillis(100)); // longer than any poll
        nodes.runBackground();

        assertThat(there.join()).isEqualTo("second");
        assertThat(here.join()).isEqualTo("second");
        assertThat(nodes.loads).hasValue(2);
    }

    @Test
    void aLeaseWhoseLoadFailsGivesTheStaleEntryAndHoldsOthersBackWhoGetItToo() {
        loadAndPassItsLife();
        CacheLease<String> lease = nodes.here().lease("key");
        assertThat(nodes.there().lease("key")).as("one at a time").isNull();
        assertThat(nodes.there().standIn("key")).as("nothing failed yet").isNull();

        assertThat(lease.fail(down).value()).isEqualTo("first");
        assertThat(lease.fail(down)).as("once").isNull();
        assertThat(nodes.there().lease("key")).isNull();
        assertThat(nodes.there().standIn("key").value()).isEqualTo("first");
        assertThat(nodes.here().stats().loadFailures()).isEqualTo(1);

        nodes.elapse(Duration.ofMillis(150));
        assertThat(nodes.there().standIn("key")).isNull();
        CacheLease<String> next = nodes.there().lease("key");
        assertThat(next.fill("second").join()).isTrue();
        assertThat(nodes.here().standIn("key").value())
                .as("what is fresh by now")
                .isEqualTo("second");
    }

    @Test
    void aLeaseOfAKeyThatHoldsNothingHasNoStaleEntry() {
        CacheLease<String> lease = nodes.here().lease("key");

        assertThat(lease.fail(down)).isNull();
        assertThat(nodes.here().standIn("key")).isNull();
        assertThat(nodes.get()).isEqualTo("first");
    }

    @Test
    void atTheEndOfTheWindowTheFailureShows() {
        loadAndPassItsLife();
        nodes.elapse(STALE);
        nodes.failure = down;

        assertThatThrownBy(nodes::get).isSameAs(down);
    }

    @Test
    void anEvictedValueIsNotServedForErrorsEither() {
        loadAndPassItsLife();
        nodes.there().evict("key");
        nodes.failure = down;

        assertThatThrownBy(nodes::get).isSameAs(down);
    }

    @Test
    void anAbsenceIsNotServedForErrors() {
        nodes.origin = null;
        nodes.get();
        nodes.elapse(Duration.ofSeconds(30));
        nodes.failure = down;

        assertThatThrownBy(nodes::get).isSameAs(down);
    }

    @Test
    void aLoadThatFindsTheValueGoneReplacesItByItsAbsence() {
        loadAndPassItsLife();
        nodes.origin = null;

        assertThat(nodes.get()).isNull();
        nodes.failure = down;
        assertThat(nodes.get()).isNull();
        assertThat(nodes.here().entry("key").isAbsent()).isTrue();
    }

    @Test
    void aBulkGetsStaleValuesForTheKeysThatHaveOneAndItsFailureForTheOthers() {
        loadAndPassItsLife();
        nodes.failure = down;

        assertThat(nodes.here().getAllOrLoad(List.of("key"), nodes.loader)).isEqualTo(Map.of("key", "first"));
        assertThatThrownBy(() -> nodes.here().getAllOrLoad(List.of("key", "unknown"), nodes.loader))
                .isSameAs(down);
    }

    @Test
    void anAsynchronousCallerGetsTheStaleValueToo() {
        loadAndPassItsLife();
        nodes.failure = down;
        CompletableFuture<@Nullable String> value = nodes.here().async().getOrLoad("key", nodes.loader);
        nodes.runBackground();

        assertThat(value.join()).isEqualTo("first");
    }

    @Test
    void theLogSaysOnceThatStaleValuesAreServedAndThatItIsOver() {
        loadAndPassItsLife();
        try (LogCapture log = new LogCapture()) {
            nodes.failure = down;
            nodes.get();
            nodes.elapse(Duration.ofSeconds(1));
            nodes.get();
            assertThat(log.said(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("failed at loading behind stale values", "things:v1:key", "IllegalStateException")
                    .doesNotContain("origin down");
            nodes.failure = null;
            nodes.elapse(Duration.ofSeconds(1));
            nodes.get();
            assertThat(log.said(Level.INFO)).hasSize(1);
        }
    }

    @Test
    void anInterruptedLoaderDoesNotHoldOthersBack() {
        loadAndPassItsLife();
        assertThat(nodes.here().getOrLoad("key", key -> {
                    throw new InterruptedException("the caller's");
                }))
                .isEqualTo("first");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void aRefreshThatIsAskedForShowsItsFailureAndLeavesTheValue() {
        loadAndPassItsLife();
        nodes.failure = new IOException("away");

        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> nodes.here().refresh("key", nodes.loader));
        assertThat(nodes.here().entry("key").value()).isEqualTo("first");
    }

    @Test
    void theJitterShortensBothLivesAlike() {
        Cache<String, String> spread = nodes.manager()
                .open(
                        CacheOptions.named("spread")
                                .timeToLive(STALE)
                                .staleIfError(STALE)
                                .jitter(0.5),
                        String.class,
                        String.class);
        StoreRegion region = nodes.store.open(RegionSpec.ofSize("spread", 1, "spread", 100));
        for (int i = 0; i < 50; i++) {
            spread.put("key", "value");
            StoredValue stored = (StoredValue) region.get(new StoreKey("spread:v1:key", "key"))
                    .toCompletableFuture()
                    .join();
            assertThat(stored.softMillis()).isBetween(STALE.toMillis() / 2, STALE.toMillis());
            assertThat(stored.hardMillis()).isCloseTo(2 * stored.softMillis(), within(20L));
        }
    }
}
