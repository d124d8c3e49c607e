// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheInterruptedException;
import dev.larder.CacheLoader;
import dev.larder.LoadBackOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** OneLoad: many callers, one load; and what becomes of those who wait. */
abstract class OneLoadOfCaches {

    /** Longer than any poll, and shorter than the life of a lease. */
    private static final Duration A_WHILE = Duration.ofSeconds(4);

    private final CacheContract contract;

    OneLoadOfCaches(CacheContract contract) {
        this.contract = contract;
    }

    @Test
    void twoHundredThreadsThatAskForOneMissingKeyRunOneLoad() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "value");
            Fleet.Paused loader = fleet.pausedLoader();
            CountDownLatch go = new CountDownLatch(1);
            List<Fleet.Call<@Nullable String>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Cache<String, String> cache = fleet.cache(i % 2);
                calls.add(fleet.start(() -> {
                    Fleet.await(go);
                    return cache.getOrLoad("key", loader);
                }));
            }
            go.countDown();
            loader.awaitRead();
            loader.release();
            long latest = fleet.time.read() + A_WHILE.toNanos();
            for (Fleet.Call<@Nullable String> call : calls) {
                assertThat(call.resultBy(latest)).isEqualTo("value");
            }
            assertThat(fleet.loads).hasValue(1);
        }
    }

    @Test
    void singleBulkAndAsynchronousCallersShareOneLoad() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "value");
            fleet.origin.put("beside", "2");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<@Nullable String> first =
                    fleet.start(() -> fleet.cache(0).getOrLoad("key", loader));
            loader.awaitRead();

            Fleet.Call<Map<String, String>> bulk =
                    fleet.start(() -> fleet.cache(0).getAllOrLoad(List.of("key", "beside"), fleet.loader()));
            Fleet.Call<@Nullable String> async =
                    fleet.start(fleet.cache(0).async().getOrLoad("key", fleet.loader()));
            Fleet.Call<Map<String, String>> asyncBulk =
                    fleet.start(fleet.cache(0).async().getAllOrLoad(List.of("key"), fleet.loader()));
            loader.release();

            assertThat(first.resultWithin(A_WHILE)).isEqualTo("value");
            assertThat(bulk.resultWithin(A_WHILE)).containsExactly(Map.entry("key", "value"), Map.entry("beside", "2"));
            assertThat(async.resultWithin(A_WHILE)).isEqualTo("value");
            assertThat(asyncBulk.resultWithin(A_WHILE)).containsExactly(Map.entry("key", "value"));
            assertThat(fleet.loads).hasValue(2); // the key, and what only the bulk wanted
        }
    }

    @Test
    void bulksThatOverlapCrosswiseOnTwoNodesLoadEachKeyOnceAndDoNotWaitForEachOther() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            List<String> keys = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();
            keys.forEach(key -> fleet.origin.put(key, "v" + key));
            Map<String, AtomicInteger> loadsByKey = new ConcurrentHashMap<>();
            CacheLoader<String, String> loader = new CacheLoader<>() {
                @Override
                public @Nullable String load(String key) {
                    loadsByKey
                            .computeIfAbsent(key, absent -> new AtomicInteger())
                            .incrementAndGet();
                    return fleet.origin.get(key);
                }
            };
            List<Fleet.Call<Map<String, String>>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                List<String> mine = new ArrayList<>(keys);
                if (i % 2 == 1) {
                    Collections.reverse(mine);
                }
                Cache<String, String> cache = fleet.cache(i % 2);
                calls.add(fleet.start(() -> cache.getAllOrLoad(mine, loader)));
            }
            long latest = fleet.time.read() + A_WHILE.toNanos();
            for (Fleet.Call<Map<String, String>> call : calls) {
                assertThat(call.resultBy(latest)).hasSize(20);
            }
            assertThat(loadsByKey)
                    .hasSize(20)
                    .allSatisfy((key, loads) -> assertThat(loads).hasValue(1));
        }
    }

    @Test
    void aFailureReachesAllWhoWaitAsTheVerySameInstanceAndTheKeyIsFreeAgain() throws Exception {
        try (Fleet fleet = contract.fleet(Fleet.PATIENT_OPTIONS.loadBackOff(LoadBackOff.none()))) {
            IllegalStateException down = new IllegalStateException("origin down");
            CountDownLatch called = new CountDownLatch(1);
            CountDownLatch mayFail = new CountDownLatch(1);
            CacheLoader<String, String> loader = key -> {
                called.countDown();
                Fleet.await(mayFail);
                throw down;
            };
            Fleet.Call<@Nullable Throwable> leader = fleet.start(() -> failureOf(fleet.cache(0), loader));
            Fleet.await(called);
            List<Fleet.Call<@Nullable Throwable>> followers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                followers.add(fleet.start(() -> failureOf(fleet.cache(0), loader)));
            }
            fleet.time.awaitPendingTasks(7); // two of the load: renewal and deadline; one of each who waits
            mayFail.countDown();

            assertThat(leader.result()).isSameAs(down);
            for (Fleet.Call<@Nullable Throwable> follower : followers) {
                assertThat(follower.result()).isSameAs(down);
            }
            fleet.origin.put("key", "value");
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("value");
        }
    }

    @Test
    void aLoaderThatHangsKeepsOthersWaitingForItsDeadlineAtMostAndItsLateValueIsNotStored() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            Fleet.Paused hanging = fleet.pausedLoader();
            Fleet.Call<@Nullable String> stuck =
                    fleet.start(() -> fleet.cache(0).getOrLoad("key", hanging));
            hanging.awaitRead();
            Fleet.Call<@Nullable String> here = fleet.start(() -> fleet.cache(0).getOrLoad("key", fleet.loader()));
            Fleet.Call<@Nullable String> there =
                    fleet.start(() -> fleet.cache(1).getOrLoad("key", fleet.loader()));
            fleet.origin.put("key", "new");

            long start = fleet.time.read();
            assertThat(here.resultWithin(Duration.ofSeconds(31))).isEqualTo("new");
            assertThat(there.resultWithin(Duration.ofSeconds(1))).isEqualTo("new");
            assertThat(Duration.ofNanos(fleet.time.read() - start)).isLessThanOrEqualTo(Duration.ofSeconds(31));
            hanging.release();
            assertThat(stuck.result()).isEqualTo("old");
            assertThat(fleet.cache(0).get("key")).isEqualTo("new");
        }
    }

    @Test
    void aNodeThatDiesWhileItLoadsFreesTheKeyAfterTheLease() throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "value");
            Fleet.Paused dead = fleet.pausedLoader();
            fleet.start(() -> fleet.cache(0).getOrLoad("key", dead));
            dead.awaitRead();
            troubled.chaos().inject(ChaosStore.Fault.STALL, ChaosStore.Verb.RENEW_LEASE);

            Fleet.Call<@Nullable String> other =
                    fleet.start(() -> fleet.cache(1).getOrLoad("key", fleet.loader()));
            assertThat(other.resultWithin(Duration.ofSeconds(6))).isEqualTo("value");
            dead.release();
        }
    }

    @Test
    void aLoaderMayAskForItsOwnKey() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            Cache<String, String> cache = fleet.cache(0);
            CacheLoader<String, String> inner = key -> "inner";
            CacheLoader<String, String> outer = key -> "outer of " + cache.getOrLoad(key, inner);
            assertThat(fleet.start(() -> cache.getOrLoad("key", outer)).result())
                    .isEqualTo("outer of inner");
            assertThat(cache.get("key")).isEqualTo("outer of inner");
        }
    }

    @Test
    void twoLoadersThatAskForEachOthersKeysLoadDirectly() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            Cache<String, String> cache = fleet.cache(0);
            CountDownLatch bothLoad = new CountDownLatch(2);
            CacheLoader<String, String> direct = key -> key + "!";
            CacheLoader<String, String> first = key -> {
                bothLoad.countDown();
                Fleet.await(bothLoad);
                return key + " of " + cache.getOrLoad("b", direct);
            };
            CacheLoader<String, String> second = key -> {
                bothLoad.countDown();
                Fleet.await(bothLoad);
                return key + " of " + cache.getOrLoad("a", direct);
            };
            Fleet.Call<@Nullable String> a = fleet.start(() -> cache.getOrLoad("a", first));
            Fleet.Call<@Nullable String> b = fleet.start(() -> cache.getOrLoad("b", second));

            // One of them may have been the first to be let go, and then the other got its whole value.
            assertThat(a.result()).isIn("a of b!", "a of b of a!");
            assertThat(b.result()).isIn("b of a!", "b of a of b!");
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnothersLoadAndKeepsTheFlag() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "value");
            Fleet.Paused loader = fleet.pausedLoader();
            Fleet.Call<@Nullable String> leader =
                    fleet.start(() -> fleet.cache(0).getOrLoad("key", loader));
            loader.awaitRead();
            Fleet.Call<Boolean> waiting = fleet.start(() -> {
                Thread.currentThread().interrupt();
                Throwable failure = failureOf(fleet.cache(0), fleet.loader());
                return failure instanceof CacheInterruptedException
                        && failure.getMessage().contains("cache 'fleet-things'")
                        && Thread.currentThread().isInterrupted();
            });
            assertThat(waiting.result()).isTrue();
            loader.release();
            assertThat(leader.result()).isEqualTo("value");
            assertThat(fleet.cache(0).get("key")).isEqualTo("value");
        }
    }

    private static @Nullable Throwable failureOf(Cache<String, String> cache, CacheLoader<String, String> loader) {
        try {
            cache.getOrLoad("key", loader);
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }
}
