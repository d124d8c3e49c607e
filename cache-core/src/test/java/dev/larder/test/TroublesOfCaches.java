// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Eviction;
import dev.larder.test.ChaosStore.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounded and NothingLost: what callers get while the store fails or stalls. */
abstract class TroublesOfCaches {

    /** A read, a lease, a fill: one deadline each, and as many again for those that find nothing worth a second try. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final List<Fault> FAULTS = List.of(Fault.FAIL, Fault.FAIL_AFTERWARDS, Fault.STALL, Fault.LOSE_REPLY);

    private final CacheContract contract;

    TroublesOfCaches(CacheContract contract) {
        this.contract = contract;
    }

    /** A call that must end within its deadlines, and what it must come to. */
    enum Verb {
        GET_OR_LOAD(fleet -> () -> fleet.cache(0).getOrLoad("key", fleet.loader()), "value"),
        BULK(fleet -> () -> fleet.cache(0).getAllOrLoad(List.of("key"), fleet.loader()), Map.of("key", "value")),
        ASYNC(
                fleet -> () ->
                        fleet.cache(0).async().getOrLoad("key", fleet.loader()).get(),
                "value"),
        REFRESH(fleet -> () -> fleet.cache(0).refresh("key", fleet.loader()), "value"),
        WRITE(fleet -> () -> fleet.cache(0).write("key", () -> "value"), "value"),
        REMOVE(fleet -> () -> fleet.cache(0).remove("key", () -> "gone"), "gone"),
        PUT(fleet -> () -> fleet.cache(0).put("key", "put"), false),
        PUT_ALL(fleet -> () -> fleet.cache(0).putAll(Map.of("key", "put")), false),
        TOUCH(fleet -> () -> fleet.cache(0).touch("key"), false),
        CONTAINS(fleet -> () -> fleet.cache(0).contains("key"), false),
        EVICT(fleet -> () -> fleet.cache(0).evict("key"), Eviction.UNACKNOWLEDGED),
        CLEAR(fleet -> () -> fleet.cache(0).clear(), Eviction.UNACKNOWLEDGED),
        CLEAR_NAMESPACE(fleet -> () -> fleet.node(0).clear("fleet"), Eviction.UNACKNOWLEDGED),
        HEALTH(fleet -> () -> fleet.node(0).health().available(), false),
        STATISTICS(fleet -> () -> fleet.node(0).statistics().size(), 1);

        private final Function<Fleet, Callable<?>> call;
        private final Object outcome;

        Verb(Function<Fleet, Callable<?>> call, Object outcome) {
            this.call = call;
            this.outcome = outcome;
        }
    }

    static Stream<Arguments> verbsAndAilments() {
        return Stream.of(Verb.values()).flatMap(verb -> FAULTS.stream().map(fault -> Arguments.of(verb, fault)));
    }

    @ParameterizedTest
    @MethodSource("verbsAndAilments")
    void boundedEveryVerbEndsWithinItsDeadlinesWhateverTheStoreDoes(Verb verb, Fault fault) throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "value");
            troubled.chaos().inject(fault);
            Fleet.Call<Object> call = fleet.start(verb.call.apply(fleet)::call);
            assertThat(call.resultWithin(BOUND)).isEqualTo(verb.outcome);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChaosStore.Verb.class,
            names = {"GET", "LEASE", "FILL", "RELEASE"})
    void nothingLostTheLoadedValueIsReturnedWhicheverStepFails(ChaosStore.Verb step) throws Exception {
        for (Fault fault : FAULTS) {
            try (CacheContract.Troubled troubled = contract.troubled()) {
                Fleet fleet = troubled.fleet();
                fleet.origin.put("key", "value");
                troubled.chaos().inject(fault, step);
                Fleet.Call<String> call = fleet.start(() -> fleet.cache(0).getOrLoad("key", fleet.loader()));
                assertThat(call.resultWithin(BOUND)).isEqualTo("value");
                assertThat(fleet.loads).hasValue(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAIL", "FAIL_AFTERWARDS", "STALL", "LOSE_REPLY"})
    void nothingLostAWriteThatTheOriginAcceptedSucceedsAndNothingOlderIsServedAfterTheIntent(Fault fault)
            throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "old");
            fleet.cache(1).getOrLoad("key", fleet.loader());
            troubled.chaos().inject(fault, ChaosStore.Verb.FINISH_WRITE);
            Fleet.Call<String> write = fleet.start(() -> fleet.cache(0).write("key", () -> {
                fleet.origin.put("key", "new");
                return "new";
            }));
            assertThat(write.resultWithin(BOUND)).isEqualTo("new");
            troubled.chaos().heal();
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
            fleet.time.advance(Duration.ofSeconds(31));
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
            // Not only read: the end of the write may just be under way again.
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
        }
    }

    @Test
    void aLoadUnderWayIsNotStoredAfterAnEvictionThatTheStoreDidNotConfirm() throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "old");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<String> load = fleet.start(() -> fleet.cache(0).getOrLoad("key", loader));
            loader.awaitRead();
            fleet.origin.put("key", "new");
            troubled.chaos().inject(ChaosStore.Fault.FAIL, ChaosStore.Verb.EVICT);
            assertThat(fleet.cache(0).evict("key")).isEqualTo(Eviction.UNACKNOWLEDGED);
            loader.release();
            load.result();
            assertThat(fleet.cache(0).get("key")).isNull();
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
        }
    }

    @Test
    void aLoadAfterAReadThatFailedIsNotStored() {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "value");
            troubled.chaos().inject(Fault.FAIL, ChaosStore.Verb.GET);
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("value");
            troubled.chaos().heal();
            assertThat(fleet.cache(1).contains("key")).isFalse();
        }
    }

    @Test
    void onceTheStoreAnswersAgainTheKeyIsCachedAgain() {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            Cache<String, String> cache = fleet.cache(0);
            fleet.origin.put("key", "value");
            troubled.chaos().inject(Fault.FAIL);
            assertThat(cache.getOrLoad("key", fleet.loader())).isEqualTo("value");
            assertThat(cache.stats().storeFailures()).isPositive();
            assertThat(cache.stats().bypasses()).isEqualTo(1);
            troubled.chaos().heal();
            assertThat(cache.getOrLoad("key", fleet.loader())).isEqualTo("value");
            assertThat(cache.contains("key")).isTrue();
        }
    }
}
