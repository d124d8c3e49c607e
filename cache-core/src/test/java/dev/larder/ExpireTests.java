// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ExpireTests {

    private static final Duration STALE = Duration.ofHours(1);

    @AutoClose
    private final TwoNodes nodes;

    private final StoreKind kind;
    private final IllegalStateException down = new IllegalStateException("origin down");

    ExpireTests(StoreKind kind) {
        this.kind = kind;
        nodes = new TwoNodes(
                kind, TwoNodes.options().staleWhileRevalidate(STALE).staleIfError(STALE));
    }

    @Test
    void theNextReadOnAnyNodeWaitsForALoad() {
        nodes.get();
        nodes.origin = "second";

        assertThat(nodes.here().expire("key")).isEqualTo(Eviction.EVICTED);
        assertThat(nodes.here().contains("key")).isFalse();
        assertThat(nodes.getThere()).as("not served while revalidating").isEqualTo("second");
        assertThat(nodes.get()).isEqualTo("second");
    }

    @Test
    void theValueIsServedOnlyIfTheLoadFails() {
        nodes.get();
        nodes.here().expireAll(List.of("key"));
        nodes.failure = down;

        assertThat(nodes.getThere()).isEqualTo("first");
        nodes.elapse(STALE);
        assertThatThrownBy(nodes::getThere)
                .as("once its time for errors is over")
                .isSameAs(down);
    }

    @Test
    void aLoadUnderWayIsNotStored() {
        nodes.here().getOrLoad("key", key -> {
            nodes.there().expire(key);
            return "loaded before";
        });

        assertThat(nodes.here().entry("key")).isNull();
    }

    @Test
    void aRefreshUnderWayIsNotStored() {
        nodes.get();
        nodes.here().refresh("key", key -> {
            nodes.there().expire(key);
            return "loaded before";
        });

        assertThat(nodes.here().entry("key").value()).isEqualTo("first");
        assertThat(nodes.here().entry("key").isStale()).isTrue();
    }

    @Test
    void touchDoesNotMakeItFreshAgainAndPutIfAbsentReplacesIt() {
        nodes.get();
        nodes.here().expire("key");

        assertThat(nodes.here().touch("key")).isFalse();
        assertThat(nodes.here().putIfAbsent("key", "put")).isNull();
        assertThat(nodes.here().get("key")).isEqualTo("put");
    }

    @Test
    void isNoBaseOfAMerge() {
        nodes.get();
        nodes.here().expire("key");
        nodes.here().<String, RuntimeException>write("key", () -> "change", (cached, change) -> cached + change);

        assertThat(nodes.here().entry("key")).isNull();
    }

    @Test
    void evictsWhereNothingIsKeptForErrors() {
        try (TwoNodes plain = new TwoNodes(kind, TwoNodes.options().staleWhileRevalidate(STALE));
                TwoNodes lagging = new TwoNodes(
                        kind, TwoNodes.options().staleIfError(STALE).holdOff(Duration.ofSeconds(1)))) {
            for (TwoNodes each : List.of(plain, lagging)) {
                each.get();
                each.here().expire("key");
                assertThat(each.here().entry("key")).isNull();
            }
        }
    }

    @Test
    void isOfAnAbsenceAnEviction() {
        nodes.origin = null;
        nodes.get();
        nodes.here().expire("key");
        nodes.origin = "there now";

        assertThat(nodes.get()).isEqualTo("there now");
    }

    @Test
    void tellsWhetherThereWasAnything() {
        assertThat(nodes.here().expire("key")).isEqualTo(Eviction.NOT_CACHED);
        nodes.get();
        assertThat(nodes.here().async().expire("key").join()).isEqualTo(Eviction.EVICTED);
    }
}
