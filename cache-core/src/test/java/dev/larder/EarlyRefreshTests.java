// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.larder.store.Encoding;
import dev.larder.store.StoredValue;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EarlyRefreshTests {

    private static StoredValue loaded(int costMillis) {
        return new StoredValue("value", 1, 0, 600_000, 600_000, costMillis, 0, new Encoding(0, 0, 0, 0), null);
    }

    @ParameterizedTest
    @EnumSource
    void aReadInTheLastPartOfTheLifeLoadsTheValueAnewOnceInTheFleet(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().earlyRefresh(EarlyRefresh.afterShare(0.8)))) {
            nodes.get();
            nodes.origin = "second";
            nodes.elapse(Duration.ofMinutes(8).minusMillis(10));
            assertThat(nodes.get()).isEqualTo("first");
            assertThat(nodes.background).isEmpty();

            nodes.elapse(Duration.ofMillis(10));
            for (int i = 0; i < 3; i++) {
                assertThat(nodes.get()).isEqualTo("first");
                assertThat(nodes.getThere()).isEqualTo("first");
            }
            assertThat(nodes.runBackground()).isEqualTo(1);
            assertThat(nodes.get()).isEqualTo("second");
            assertThat(nodes.here().timeToLive("key")).isEqualTo(TwoNodes.FRESH);
            assertThat(nodes.here().stats().misses()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStoreIsReadAgainBeforeTheLoad(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().earlyRefresh(EarlyRefresh.afterShare(0.5)))) {
            nodes.get();
            nodes.elapse(Duration.ofMinutes(6));
            Refresh<String, String> late = refreshOf(nodes);
            nodes.here().put("key", "put by another");
            late.start();

            assertThat(nodes.runBackground()).isZero();
            assertThat(nodes.get()).isEqualTo("put by another");
        }
    }

    private static Refresh<String, String> refreshOf(TwoNodes nodes) {
        Pipeline<String, String> pipeline = ((PipelineCache<String, String>) nodes.here()).pipeline();
        StoredValue seen = loaded(0);
        assertThat(pipeline.background.tryRefresh()).isTrue();
        return new Refresh<>(
                pipeline,
                pipeline.storeKey("key"),
                new Values.Reading.Found<>("first", seen),
                Origin.of(nodes.loader, "things"));
    }

    @ParameterizedTest
    @EnumSource
    void aReadWithoutALoaderStartsNothing(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().earlyRefresh(EarlyRefresh.afterShare(0.5)))) {
            nodes.get();
            nodes.elapse(Duration.ofMinutes(6));

            assertThat(nodes.here().get("key")).isEqualTo("first");
            assertThat(nodes.background).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void xFetchUsesTheTimeThatTheLastLoadTook(StoreKind kind) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().earlyRefresh(EarlyRefresh.xFetch(100)))) {
            nodes.cost = Duration.ofSeconds(20);
            nodes.get();
            nodes.cost = Duration.ZERO;
            nodes.elapse(TwoNodes.FRESH.minusMillis(10));
            nodes.get();
            assertThat(nodes.background).isEmpty();
            nodes.chance = () -> 0.5;
            nodes.get();
            assertThat(nodes.background).hasSize(1);
        }
    }

    /** A way to read a key with a loader at hand. */
    enum Way {
        SINGLE((cache, loader) -> cache.getOrLoad("key", loader)),
        BULK((cache, loader) -> cache.getAllOrLoad(List.of("key"), loader)),
        ASYNC((cache, loader) -> cache.async().getOrLoad("key", loader)),
        STAGE((cache, loader) ->
                cache.async().getOrLoadAsync("key", key -> CompletableFuture.completedFuture("second")));

        private final BiFunction<Cache<String, String>, CacheLoader<String, String>, Object> read;

        Way(BiFunction<Cache<String, String>, CacheLoader<String, String>, Object> read) {
            this.read = read;
        }
    }

    static Stream<Arguments> kindsAndWays() {
        return Stream.of(StoreKind.values())
                .flatMap(kind -> Stream.of(Way.values()).map(way -> Arguments.of(kind, way)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndWays")
    void aReadIsDecidedByOneChance(StoreKind kind, Way way) {
        try (TwoNodes nodes = new TwoNodes(kind, TwoNodes.options().earlyRefresh(EarlyRefresh.xFetch(100)))) {
            nodes.cost = Duration.ofSeconds(20);
            nodes.get();
            nodes.elapse(Duration.ofMinutes(5));
            AtomicInteger asked = new AtomicInteger();
            nodes.chance = () -> asked.getAndIncrement() == 0 ? 0.9 : 0; // a second chance would decide against it
            assertThat(way.read.apply(nodes.here(), nodes.loader)).isNotNull();

            assertThat(asked).hasValue(1);
            assertThat(nodes.background).hasSize(1);
        }
    }

    @Test
    void xFetchDecidesAsThePaperSays() {
        // The chance of a load at a time before the end is that of an exponential variable:
        // exp(-left / (delta * beta)).
        EarlyRefresh xFetch = EarlyRefresh.xFetch(2);
        StoredValue value = loaded(1_000);
        Random random = new Random(7);
        for (long left : new long[] {500, 2_000, 6_000}) {
            int due = 0;
            for (int i = 0; i < 20_000; i++) {
                due += xFetch.isDue(value, 600_000 - left, random.nextDouble()) ? 1 : 0;
            }
            assertThat(due / 20_000.0).isCloseTo(Math.exp(-left / 2_000.0), within(0.01));
        }
    }

    @Test
    void xFetchOfALoadThatTookNoTimeWaitsForTheEnd() {
        assertThat(EarlyRefresh.xFetch().isDue(loaded(0), 599_999, 0.999_999)).isFalse();
    }

    @Test
    void noneIsNeverDue() {
        assertThat(EarlyRefresh.none().isOn()).isFalse();
        assertThat(EarlyRefresh.none().isDue(loaded(60_000), 599_999, 0.999_999))
                .isFalse();
    }

    @Test
    void boundsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> EarlyRefresh.afterShare(1));
        assertThatIllegalArgumentException().isThrownBy(() -> EarlyRefresh.afterShare(0));
        assertThatIllegalArgumentException().isThrownBy(() -> EarlyRefresh.xFetch(0));
        assertThatIllegalArgumentException().isThrownBy(() -> EarlyRefresh.xFetch(Double.NaN));
    }
}
