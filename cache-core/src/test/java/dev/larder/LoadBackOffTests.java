// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LoadBackOffTests {

    @AutoClose
    private final TwoNodes nodes;

    private final IllegalStateException down = new IllegalStateException("origin down");

    LoadBackOffTests(StoreKind kind) {
        nodes = new TwoNodes(
                kind,
                TwoNodes.options().loadBackOff(LoadBackOff.exponential(Duration.ofMillis(100), Duration.ofSeconds(1))));
        nodes.failure = down;
    }

    private void failTwice() {
        assertThatThrownBy(nodes::get).isSameAs(down);
        assertThatThrownBy(nodes::get).isSameAs(down);
    }

    @Test
    void aLoneFailureHoldsNobodyBack() {
        assertThatThrownBy(nodes::get).isSameAs(down);
        nodes.failure = null;

        assertThat(nodes.getThere()).isEqualTo("first");
    }

    @Test
    void afterTheSecondFailureTheLastOneIsShownAtOnceAndTheOriginIsLeftAlone() {
        failTwice();
        assertThatThrownBy(nodes::get).isSameAs(down);

        assertThat(nodes.loads).hasValue(2);
        assertThat(nodes.here().stats().heldBackLoads()).isEqualTo(1);
    }

    @Test
    void anotherNodeIsHeldBackTooAndSaysWhy() {
        failTwice();

        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(nodes::getThere)
                .withMessageContaining("key 'things:v1:key' of cache 'things' is not loaded for another PT0.")
                .withMessageContaining("failed on another node, 2 of them in a row");
        assertThat(nodes.loads).hasValue(2);
    }

    @Test
    void theDelaysDoubleUpToTheLongest() {
        LoadBackOff backOff = LoadBackOff.exponential(Duration.ofMillis(100), Duration.ofSeconds(1));
        for (int failures = 1; failures < 100; failures++) {
            long nominal = Math.min(1_000, 100L << Math.min(10, failures - 1));
            assertThat(backOff.delayAfter(failures).toMillis()).isBetween(nominal / 2 - 1, nominal * 3 / 2);
        }
        assertThat(backOff.delayAfter(0)).isZero();
        assertThat(LoadBackOff.none().delayAfter(5)).isZero();
    }

    @Test
    void anOriginThatFailsForLongIsAskedLessAndLess() {
        List<Integer> loadsBySecond = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            int before = nodes.loads.get();
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(i % 2 == 0 ? nodes::get : nodes::getThere);
                nodes.elapse(Duration.ofMillis(10));
            }
            loadsBySecond.add(nodes.loads.get() - before);
        }

        assertThat(loadsBySecond.get(0)).isBetween(3, 8);
        assertThat(loadsBySecond.subList(5, 10))
                .allSatisfy(loads -> assertThat(loads).isLessThanOrEqualTo(2));
    }

    @Test
    void aLoadThatSucceedsEndsTheRow() {
        failTwice();
        nodes.elapse(Duration.ofSeconds(2));
        nodes.failure = null;
        assertThat(nodes.get()).isEqualTo("first");
        nodes.elapse(TwoNodes.FRESH);
        nodes.failure = down;
        assertThatThrownBy(nodes::get).isSameAs(down);
        nodes.failure = null;

        assertThat(nodes.get()).as("the first failure of a new row").isEqualTo("first");
    }

    @Test
    void anEvictionOnAnyNodeEndsTheDelay() {
        failTwice();
        nodes.there().evict("key");
        nodes.failure = null;

        assertThat(nodes.get()).isEqualTo("first");
    }

    @Test
    void keysOfABulkThatFailsAsAWholeAreHeldBackAndOthersAreNot() {
        CacheLoader<String, String> whole = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return "alone";
            }

            @Override
            public Map<String, String> loadAll(Collection<String> keys) {
                throw down;
            }
        };
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> nodes.here().getAllOrLoad(List.of("a", "b"), whole))
                    .isSameAs(down);
        }

        assertThatThrownBy(() -> nodes.here().getOrLoad("a", whole)).isSameAs(down);
        assertThat(nodes.here().getOrLoad("c", whole)).isEqualTo("alone");
    }

    @Test
    void aKeyThatFailsInABulkLoadedOneByOneHoldsItsNeighboursNotBack() {
        CacheLoader<String, String> one = key -> {
            if (key.equals("bad")) {
                throw down;
            }
            return "good";
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> nodes.here().getAllOrLoad(List.of("bad", "good"), one))
                    .isSameAs(down);
        }

        assertThat(nodes.here().getOrLoad("good", one)).isEqualTo("good");
    }

    @Test
    void noneTriesEachTime() {
        try (TwoNodes eager = new TwoNodes(StoreKind.MEMORY, TwoNodes.options().loadBackOff(LoadBackOff.none()))) {
            eager.failure = down;
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(eager::get).isSameAs(down);
            }
            assertThat(eager.loads).hasValue(5);
        }
    }

    @Test
    void boundsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadBackOff.exponential(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("firstDelay must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadBackOff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessageContaining("maxDelay must not be shorter than firstDelay (PT2S), but was PT1S");
    }
}
