// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.CacheStore;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** However a refresh ends, its claim and its place among refreshes are free again. */
@ParameterizedClass
@EnumSource
class RefreshEndTests {

    private static final Duration CLAIM = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final StoreKind kind;
    private boolean broken;

    @AutoClose
    private final TwoNodes nodes;

    RefreshEndTests(StoreKind kind) {
        this.kind = kind;
        nodes = new TwoNodes(
                CacheOptions.named("brief").timeToLive(FRESH).lease(CLAIM).staleWhileRevalidate(Duration.ofMinutes(1)),
                this::store);
    }

    private CacheStore store(TimeSources time) {
        return kind.store(new TimeSources(
                () -> unlessBroken(time.dates().instant()),
                () -> unlessBroken(time.ticker().read()),
                time.scheduler()));
    }

    private <T> T unlessBroken(T time) {
        if (broken) {
            throw new IllegalStateException("the store's clock is broken");
        }
        return time;
    }

    @Test
    void aRefreshThatWasOvertakenAndThenFailsLeavesTheKeyToOthers() {
        nodes.get();
        nodes.elapse(FRESH);
        nodes.here().getOrLoad("key", key -> {
            nodes.here().clear(); // which leaves the claims of a store alone
            throw new IllegalStateException("origin down");
        });
        nodes.runBackground();

        nodes.getThere();
        nodes.elapse(FRESH);
        nodes.getThere();
        assertThat(nodes.background).hasSize(1);
    }

    @Test
    void aRefreshThatBreaksDownWhileItIsStoredGivesItsPlaceBackOnce() {
        List<String> keys = List.of("a", "b", "c");
        nodes.here().getAllOrLoad(keys, nodes.loader);
        nodes.elapse(FRESH);
        for (String key : keys) {
            nodes.here().getOrLoad(key, loaded -> {
                broken = true;
                return "second";
            });
            nodes.runBackground();
            broken = false;
        }
        assertThat(nodes.here().stats().droppedRefreshes()).isZero();
        assertThat(nodes.here().stats().refreshes()).isZero();

        nodes.elapse(CLAIM);
        assertThat(nodes.here().getAllOrLoad(keys, nodes.loader)).hasSize(3);
        assertThat(nodes.background).as("as many as there is room for").hasSize(2);
        nodes.runBackground();
        assertThat(nodes.here().stats().refreshes()).isEqualTo(2);
    }
}
