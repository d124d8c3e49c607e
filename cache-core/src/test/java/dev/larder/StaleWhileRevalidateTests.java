// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class StaleWhileRevalidateTests {

    private static final Duration STALE = Duration.ofMinutes(2);

    @AutoClose
    private final TwoNodes nodes;

    StaleWhileRevalidateTests(StoreKind kind) {
        nodes = new TwoNodes(kind, TwoNodes.options().staleWhileRevalidate(STALE));
    }

    private void loadAndPassItsLife() {
        nodes.get();
        nodes.elapse(TwoNodes.FRESH);
        nodes.origin = "second";
    }

    @Test
    void aStaleValueIsServedAtOnceAndLoadedAnewBehindIt() {
        loadAndPassItsLife();

        assertThat(nodes.get()).isEqualTo("first");
        assertThat(nodes.loads).hasValue(1);
        assertThat(nodes.runBackground()).isEqualTo(1);
        assertThat(nodes.loads).hasValue(2);
        assertThat(nodes.get()).isEqualTo("second");
        assertThat(nodes.here().stats().staleHits()).isEqualTo(1);
        assertThat(nodes.here().stats().refreshes()).isEqualTo(1);
        assertThat(nodes.here().entry("key").age()).isZero();
    }

    @Test
    void oneRefreshServesTheFleetHoweverManyRead() {
        loadAndPassItsLife();

        for (int i = 0; i < 5; i++) {
            assertThat(nodes.get()).isEqualTo("first");
            assertThat(nodes.getThere()).isEqualTo("first");
        }
        nodes.runBackground();

        assertThat(nodes.loads).hasValue(2);
        assertThat(nodes.getThere()).isEqualTo("second");
    }

    @Test
    void aRefreshThatIsOverLeavesTheKeyFreeForTheNextOnAnyNode() {
        CacheOptions brief = CacheOptions.named("brief")
                .timeToLive(Duration.ofSeconds(1)) // less than the life of a claim
                .staleWhileRevalidate(STALE);
        try (TwoNodes quick = new TwoNodes(StoreKind.MEMORY, brief)) {
            quick.get();
            quick.elapse(Duration.ofSeconds(1));
            quick.get();
            quick.runBackground();
            quick.elapse(Duration.ofSeconds(1));
            quick.getThere();

            assertThat(quick.background).hasSize(1);
        }
    }

    @Test
    void atTheEndOfTheWindowACallerWaitsForTheLoad() {
        loadAndPassItsLife();
        nodes.elapse(STALE);

        assertThat(nodes.get()).isEqualTo("second");
        assertThat(nodes.here().stats().staleHits()).isZero();
    }

    @Test
    void aRefreshThatFailsLeavesTheValueAndIsTriedAgainAfterItsBackOff() {
        loadAndPassItsLife();
        nodes.failure = new IllegalStateException("origin down");
        nodes.get();
        nodes.runBackground();
        nodes.get();

        assertThat(nodes.background).as("during the back-off").isEmpty();
        nodes.failure = null;
        nodes.elapse(Duration.ofSeconds(1));
        assertThat(nodes.get()).isEqualTo("first");
        nodes.runBackground();
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void aRefreshThatAnEvictionOvertookIsNotStored() {
        loadAndPassItsLife();
        nodes.get();
        nodes.here().evict("key");
        nodes.runBackground();

        assertThat(nodes.here().entry("key")).isNull();
        assertThat(nodes.here().stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void aRefreshThatAnEvictionOnAnotherNodeOvertookIsNotStored() {
        loadAndPassItsLife();
        String[] seen = new String[1];
        nodes.here().getOrLoad("key", key -> {
            seen[0] = nodes.origin;
            nodes.there().evict(key);
            return seen[0];
        });
        nodes.runBackground();

        assertThat(seen[0]).isEqualTo("second");
        assertThat(nodes.here().entry("key")).isNull();
    }

    @Test
    void aKeyWithoutALoaderIsAMissOnceItIsStale() {
        loadAndPassItsLife();

        assertThat(nodes.here().get("key")).isNull();
        assertThat(nodes.here().contains("key")).isFalse();
        assertThat(nodes.here().entry("key").isStale()).isTrue();
        assertThat(nodes.here().getAll(List.of("key"))).isEmpty();
    }

    @Test
    void aBulkServesStaleValuesAtOnceToo() {
        loadAndPassItsLife();

        Map<String, String> values = nodes.here().getAllOrLoad(List.of("key", "other"), nodes.loader);
        assertThat(values).containsExactly(Map.entry("key", "first"), Map.entry("other", "second"));
        nodes.runBackground();
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void anAsynchronousCallerGetsTheStaleValueToo() {
        loadAndPassItsLife();

        assertThat(nodes.here().async().getOrLoad("key", nodes.loader).join()).isEqualTo("first");
        nodes.runBackground();
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void moreRefreshesThanThereIsRoomForAreDroppedAndCounted() {
        List<String> keys = List.of("a", "b", "c");
        nodes.here().getAllOrLoad(keys, nodes.loader);
        nodes.elapse(TwoNodes.FRESH);
        nodes.origin = "second";
        nodes.here().getAllOrLoad(keys, nodes.loader);

        assertThat(nodes.here().stats().droppedRefreshes()).isEqualTo(1);
        nodes.runBackground();
        nodes.here().getAllOrLoad(keys, nodes.loader);
        nodes.runBackground();
        assertThat(nodes.here().getAllOrLoad(keys, nodes.loader).values()).containsOnly("second");
    }

    @Test
    void anAbsenceIsNotServedOnceItIsOver() {
        nodes.origin = null;
        assertThat(nodes.get()).isNull();
        nodes.elapse(Duration.ofSeconds(30));
        nodes.origin = "there now";

        assertThat(nodes.get()).isEqualTo("there now");
    }

    @Test
    void aPutDuringTheRefreshStays() {
        loadAndPassItsLife();
        nodes.get();
        nodes.there().put("key", "put");
        nodes.runBackground();

        assertThat(nodes.get()).isEqualTo("put");
    }
}
