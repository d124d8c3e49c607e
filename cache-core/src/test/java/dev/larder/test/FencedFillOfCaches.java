// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.AsyncCacheLoader;
import dev.larder.Cache;
import dev.larder.CacheLease;
import dev.larder.CacheLoader;
import dev.larder.Eviction;
import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** FencedFill, and ClearBarrier, for every way to load and every way to remove. */
abstract class FencedFillOfCaches {

    private final CacheContract contract;

    FencedFillOfCaches(CacheContract contract) {
        this.contract = contract;
    }

    /** A way to load a key. */
    enum Way {
        SINGLE((cache, loader) -> fleet -> fleet.start(() -> cache.getOrLoad("key", loader))),
        BULK((cache, loader) -> fleet -> fleet.start(
                () -> cache.getAllOrLoad(List.of("key", "beside"), loader).get("key"))),
        ASYNC((cache, loader) -> fleet -> fleet.start(cache.async().getOrLoad("key", loader))),
        STAGE((cache, loader) -> fleet -> fleet.start(cache.async().getOrLoadAsync("key", stages(fleet, loader)))),
        ASYNC_BULK((cache, loader) -> fleet -> fleet.start(
                cache.async().getAllOrLoad(List.of("key", "beside"), loader).thenApply(values -> values.get("key")))),
        REFRESH((cache, loader) -> fleet -> fleet.start(() -> cache.refresh("key", loader))),
        ASYNC_REFRESH((cache, loader) -> fleet -> fleet.start(cache.async().refresh("key", loader)));

        private final BiFunction<
                        Cache<String, String>,
                        CacheLoader<String, String>,
                        Function<Fleet, Fleet.Call<@Nullable String>>>
                load;

        Way(
                BiFunction<
                                Cache<String, String>,
                                CacheLoader<String, String>,
                                Function<Fleet, Fleet.Call<@Nullable String>>>
                        load) {
            this.load = load;
        }

        Fleet.Call<@Nullable String> start(Fleet fleet, int node, CacheLoader<String, String> loader) {
            return load.apply(fleet.cache(node), loader).apply(fleet);
        }

        private static AsyncCacheLoader<String, String> stages(Fleet fleet, CacheLoader<String, String> loader) {
            return key -> fleet.stage(() -> loader.load(key));
        }

        boolean isBulk() {
            return this == BULK || this == ASYNC_BULK;
        }

        boolean isRefresh() {
            return this == REFRESH || this == ASYNC_REFRESH;
        }
    }

    /** A way to remove a key. */
    enum Removal {
        EVICT,
        EVICT_ALL,
        EVICT_MATCHING,
        EVICT_BY_TEXT,
        ASYNC_EVICT,
        CLEAR,
        CLEAR_NAMESPACE;

        Eviction of(Fleet fleet, int node) {
            Cache<String, String> cache = fleet.cache(node);
            return switch (this) {
                case EVICT -> cache.evict("key");
                case EVICT_ALL -> cache.evictAll(List.of("other", "key"));
                case EVICT_MATCHING -> cache.evictMatching(KeyGlob.of(KeyGlob.glob("k*")));
                case EVICT_BY_TEXT -> cache.evictByText("key");
                case ASYNC_EVICT -> cache.async().evict("key").join();
                case CLEAR -> cache.clear();
                case CLEAR_NAMESPACE -> fleet.node(node).clear("fleet");
            };
        }
    }

    static Stream<Arguments> waysAndRemovals() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Removal.values())
                        .flatMap(removal ->
                                Stream.of(0, 1).map(removingNode -> Arguments.of(way, removal, removingNode))));
    }

    @ParameterizedTest
    @MethodSource("waysAndRemovals")
    void anEvictionDuringALoadIsNeverUndoneByThatLoad(Way way, Removal removal, int removingNode) throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            if (way.isRefresh()) {
                fleet.cache(0).getOrLoad("key", fleet.loader());
            }
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<@Nullable String> load = way.start(fleet, 0, loader);
            loader.awaitRead();

            fleet.origin.put("key", "new");
            assertThat(removal.of(fleet, removingNode).isAcknowledged()).isTrue();
            loader.release();

            assertThat(load.result()).isEqualTo("old"); // he asked before the eviction
            assertThat(fleet.cache(0).get("key")).isNull();
            assertThat(fleet.cache(1).get("key")).isNull();
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
            assertThat(fleet.cache(0).get("key")).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndRemovals")
    void aReaderWhoComesAfterTheEvictionGetsTheNewValueWhileTheOldLoadIsUnderWay(
            Way way, Removal removal, int removingNode) throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<@Nullable String> load = way.start(fleet, 0, loader);
            loader.awaitRead();
            fleet.origin.put("key", "new");
            removal.of(fleet, removingNode);

            Fleet.Call<@Nullable String> late = way.start(fleet, 0, fleet.loader());
            if (removingNode == 0 && !isClear(removal) && !way.isBulk()) {
                // On the evicting node he need not even wait for the old load to end;
                // a bulk waits for the key beside it.
                assertThat(late.result()).isEqualTo("new");
            }
            loader.release();
            load.result();
            assertThat(late.resultWithin(Duration.ofSeconds(4))).isEqualTo("new");

            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"SINGLE", "BULK", "ASYNC", "STAGE", "ASYNC_BULK"})
    void aPutDuringALoadIsNeverUndoneByThatLoad(Way way) throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<@Nullable String> load = way.start(fleet, 0, loader);
            loader.awaitRead();

            assertThat(fleet.cache(1).put("key", "put")).isTrue();
            loader.release();

            load.result();
            assertThat(fleet.cache(0).get("key")).isEqualTo("put");
        }
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aLeaseThatARemovalOvertookFillsNothing(Removal removal, int removingNode) {
        try (Fleet fleet = contract.fleet()) {
            CacheLease<String> lease = Objects.requireNonNull(fleet.cache(0).lease("key"));

            assertThat(removal.of(fleet, removingNode).isAcknowledged()).isTrue();

            assertThat(lease.fill("old").join()).isFalse();
            assertThat(fleet.cache(0).get("key")).isNull();
            assertThat(fleet.cache(1).getOrLoad("key", key -> "new")).isEqualTo("new");
        }
    }

    static Stream<Arguments> removals() {
        return Stream.of(Removal.values())
                .flatMap(removal -> Stream.of(0, 1).map(removingNode -> Arguments.of(removal, removingNode)));
    }

    @Test
    void whatACommandFoundGoesOnlyToThoseWhoCameBeforeItWasSent() throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            ChaosStore chaos = troubled.chaos();
            fleet.origin.put("key", "old");
            chaos.inject(ChaosStore.Fault.LOSE_REPLY, ChaosStore.Verb.GET);
            Fleet.Call<@Nullable String> early =
                    fleet.start(() -> fleet.cache(0).getOrLoad("key", fleet.loader()));
            chaos.awaitStalled(1);
            chaos.heal();
            fleet.cache(1).getOrLoad("key", fleet.loader());

            // He saw nothing, and asks for the lease, which finds what the other node has stored meanwhile.
            chaos.inject(ChaosStore.Fault.LOSE_REPLY, ChaosStore.Verb.LEASE);
            chaos.resumeNext();
            chaos.awaitStalled(1);
            chaos.heal();
            fleet.origin.put("key", "new");
            fleet.cache(1).evict("key");
            Fleet.Call<@Nullable String> late = fleet.start(() -> fleet.cache(0).getOrLoad("key", fleet.loader()));
            fleet.time.awaitPendingTasks(2); // the deadline of the early one's lease, and the patience of the late one
            chaos.resumeNext();

            assertThat(early.result()).isEqualTo("old");
            assertThat(late.result()).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aLoadThatNothingOvertakesIsStored(Way way) throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "value");
            assertThat(way.start(fleet, 0, fleet.loader()).result()).isEqualTo("value");
            assertThat(fleet.cache(1).get("key")).isEqualTo("value");
        }
    }

    private static boolean isClear(Removal removal) {
        return removal == Removal.CLEAR || removal == Removal.CLEAR_NAMESPACE;
    }
}
