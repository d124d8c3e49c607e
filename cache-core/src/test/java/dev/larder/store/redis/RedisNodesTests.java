// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheLoader;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.test.TestTime;
import dev.larder.test.redis.RedisServer;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes over one server that really fails, in real time. */
class RedisNodesTests {

    private final RedisServer server = RedisServer.start();
    private final RedisNode node = new RedisNode(server.uri());
    private final RedisNode other = new RedisNode(server.uri());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void connect() {
        node.awaitCached("warm", "up");
        other.awaitCached("warm", "up");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        node.close();
        other.close();
        server.close();
    }

    @Test
    void hundredsOfThreadsOfTwoNodesCauseOneLoad() throws InterruptedException, ExecutionException, TimeoutException {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(400);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RedisNode asked = i % 2 == 0 ? node : other;
            calls.add(threads.submit(() -> {
                started.countDown();
                return asked.cache.getOrLoad("apple", missing -> {
                    loads.incrementAndGet();
                    await(started);
                    return "1.20";
                });
            }));
        }
        for (Future<String> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("1.20");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void aClockThatIsReplacedByAKeyOfAnotherTypeIsMadeAnew() {
        server.command("DEL", "shop:clock");
        server.command("RPUSH", "shop:clock", "of somebody else");

        try (RedisNode late = new RedisNode(server.uri())) {
            late.awaitCached("apple", "1.20");
            node.awaitCached("apple", "1.20");
        }
        assertThat(server.command("TYPE", "shop:clock")).isEqualTo("string");
    }

    /** A way to load a key, with a loader that is called for it. */
    enum Way {
        GET,
        GET_ALL,
        REFRESH;

        String load(Cache<String, String> cache, CacheLoader<String, String> loader) {
            return switch (this) {
                case GET -> cache.getOrLoad("apple", loader);
                case GET_ALL ->
                    cache.getAllOrLoad(List.of("apple", "warm"), loader).get("apple");
                case REFRESH -> cache.refresh("apple", loader);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatAnotherNodeEvictsMeanwhileIsStoredNowhere(Way way)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (way == Way.REFRESH) {
            node.awaitCached("apple", "older");
        }
        CountDownLatch hasRead = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Future<String> slow = threads.submit(() -> way.load(node.cache, missing -> {
            hasRead.countDown();
            await(mayReturn);
            return "old";
        }));
        await(hasRead);

        assertThat(other.cache.evict("apple")).isEqualTo(Eviction.EVICTED);
        mayReturn.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(other.cache.get("apple")).isNull();
        assertThat(node.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new");
        assertThat(other.cache.get("apple")).isEqualTo("new");
    }

    @Test
    void aPlainDeletionByAnybodyRevokesALoad() throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch hasRead = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(
                () -> node.cache.getOrLoad("apple", missing -> {
                    hasRead.countDown();
                    await(mayReturn);
                    return "old";
                }),
                threads);
        await(hasRead);

        assertThat(server.command("DEL", "shop:v1:prices:apple")).isEqualTo(1L);
        mayReturn.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(node.cache.get("apple")).isNull();
    }

    @Test
    void whatWasEvictedWhileTheServerWasFrozenIsServedToNobodyAfterwards() {
        node.awaitCached("apple", "old");
        assertThat(other.cache.get("apple")).isEqualTo("old");
        server.freeze();

        assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(node.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new");
        assertThat(other.cache.getOrLoad("pear", missing -> "from the origin")).isEqualTo("from the origin");
        server.thaw();

        node.awaitCached("apple", "new");
        assertThat(other.cache.getOrLoad("apple", missing -> "newer")).isIn("new", "newer");
    }

    @Test
    void aServerThatIsKilledAndComesBackEmptyIsUsedAgain() {
        node.awaitCached("apple", "old");
        server.kill();

        assertThat(node.cache.getOrLoad("apple", missing -> "from the origin")).isEqualTo("from the origin");
        assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(other.cache.getOrLoad("apple", missing -> "from the origin")).isEqualTo("from the origin");
        server.restart();

        node.awaitCached("apple", "new");
        other.awaitCached("pear", "2.40");
        assertThat(other.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new");
    }

    @Test
    void aServerThatForgetsItsScriptsIsToldThemAgain() {
        node.awaitCached("apple", "1.20");
        server.command("SCRIPT", "FLUSH");

        assertThat(node.cache.evict("apple")).isEqualTo(Eviction.EVICTED);
        assertThat(node.cache.getOrLoad("apple", missing -> "1.30")).isEqualTo("1.30");
        assertThat(node.cache.get("apple")).isEqualTo("1.30");
    }

    @Test
    void aFlushIsAClear() {
        node.awaitCached("apple", "old");
        server.flush();

        assertThat(node.cache.get("apple")).isNull();
        node.awaitCached("apple", "new");
        assertThat(other.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new");
    }

    @Test
    void aClearThatAFailoverLostIsMadeGoodByANodeThatKnowsOfIt() {
        node.awaitCached("apple", "old");
        assertThat(other.cache.get("apple")).isEqualTo("old");
        server.command("COPY", "shop:v1:prices:apple", "copy of the apple");
        server.command("COPY", "shop:clock", "copy of the clock");
        node.cache.clear();

        server.command("COPY", "copy of the apple", "shop:v1:prices:apple", "REPLACE");
        server.command("COPY", "copy of the clock", "shop:clock", "REPLACE");

        assertThat(node.cache.get("apple")).isNull();
        Patience patience = new Patience("the clear to be made good");
        while (other.cache.get("apple") != null) {
            patience.check();
        }
    }

    @Test
    void aClearThatAFailoverLostIsMadeGoodAlsoAfterAnotherCacheWasCleared() {
        TestTime time = new TestTime();
        TimeSources withoutTimers = new TimeSources(time, time, (task, delay) -> () -> {});
        try (RedisNode knowing = new RedisNode(server.uri(), store -> store.time(withoutTimers));
                RedisNode late = new RedisNode(server.uri(), store -> store.time(withoutTimers))) {
            knowing.awaitCached("warm", "up");
            late.awaitCached("warm", "up");
            Cache<String, String> crates = open(knowing, "crates");
            assertThat(crates.getOrLoad("apple", missing -> "old")).isEqualTo("old");
            server.command("COPY", "depot:v1:crates:apple", "copy of the apple");
            server.command("COPY", "depot:clock", "copy of the clock");
            crates.clear();
            Patience patience = new Patience("the sweep");
            while (Long.valueOf(1).equals(server.command("EXISTS", "depot:v1:crates:apple"))) {
                patience.check();
            }

            server.command("COPY", "copy of the apple", "depot:v1:crates:apple");
            server.command("COPY", "copy of the clock", "depot:clock", "REPLACE");
            assertThat(open(late, "labels").clear()).isEqualTo(Eviction.EVICTED);
            Cache<String, String> cratesOfTheLate = open(late, "crates");
            assertThat(cratesOfTheLate.get("apple")).isEqualTo("old");

            time.advance(Duration.ofSeconds(2));
            assertThat(crates.get("apple")).isNull();
            time.advance(Duration.ofSeconds(2));
            assertThat(cratesOfTheLate.get("apple")).isNull();
        }
    }

    private static Cache<String, String> open(RedisNode node, String cache) {
        return node.caches.open(CacheOptions.named(cache).namespace("depot"), String.class, String.class);
    }

    @Test
    void whereMemoryIsFullNothingIsStoredAndWhatRemovesGetsThrough() {
        node.awaitCached("apple", "old");
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        server.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(node.cache.put("pear", "2.40")).isFalse();
        assertThat(node.cache.getOrLoad("plum", missing -> "0.80")).isEqualTo("0.80");
        String written = node.cache.write("apple", () -> {
            // The writer's mark stands in the place of the old value.
            assertThat(server.command("EXISTS", "shop:v1:prices:apple")).isEqualTo(1L);
            assertThat(other.cache.get("apple")).isNull();
            return "new";
        });
        assertThat(written).isEqualTo("new");
        assertThat(server.command("EXISTS", "shop:v1:prices:apple")).isEqualTo(0L);
        assertThat(other.cache.get("apple")).isNull();
        assertThat(node.cache.evict("warm")).isEqualTo(Eviction.EVICTED);
        assertThat(server.command("EXISTS", "shop:v1:prices:warm")).isEqualTo(0L);
    }

    @Test
    void whereMemoryIsFullAClearGetsThrough() {
        node.awaitCached("apple", "old");
        server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        server.command("CONFIG", "SET", "maxmemory", "1");

        assertThat(node.cache.clear()).isEqualTo(Eviction.EVICTED);
        assertThat(node.cache.get("apple")).isNull();
    }

    @Test
    void aKeyOfAnotherDataTypeIsLoadedAndCostsOtherKeysNothing() {
        server.command("HSET", "shop:v1:prices:apple", "not", "ours");

        for (int i = 0; i < 20; i++) {
            assertThat(node.cache.getOrLoad("apple", missing -> "1.20")).isEqualTo("1.20");
        }

        assertThat(node.cache.get("warm")).isEqualTo("up");
        assertThat(server.command("TYPE", "shop:v1:prices:apple")).isEqualTo("hash");
    }

    @Test
    void aClearOfAnotherNodeIsHeardOf() {
        node.awaitCached("apple", "old");
        other.awaitCached("pear", "old");

        assertThat(other.cache.clear()).isEqualTo(Eviction.EVICTED);

        assertThat(other.cache.get("apple")).isNull();
        Patience patience = new Patience("the clear to be heard of");
        while (node.cache.get("pear") != null) {
            patience.check();
        }
    }

    @Test
    void whatAClearLeavesBehindIsSwept() {
        node.awaitCached("apple", "old");
        node.awaitCached("pear", "old");

        node.cache.clear();

        Patience patience = new Patience("the sweep");
        while (Long.valueOf(1).equals(server.command("EXISTS", "shop:v1:prices:apple"))
                || Long.valueOf(1).equals(server.command("EXISTS", "shop:v1:prices:pear"))) {
            patience.check();
        }
        assertThat(server.command("EXISTS", "shop:clock")).isEqualTo(1L);
    }

    @Test
    void afterAPauseAPutIfAbsentFindsNothingThatAnotherNodeHasCleared() {
        afterAPauseInWhichAppleIsCleared(
                paused -> assertThat(paused.cache.putIfAbsent("apple", "new")).isNull());
    }

    @Test
    void afterAPauseALoadThatDoesNotReadBeforeFindsNothingThatAnotherNodeHasCleared() {
        afterAPauseInWhichAppleIsCleared(paused ->
                assertThat(paused.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new"));
    }

    private void afterAPauseInWhichAppleIsCleared(Consumer<RedisNode> step) {
        TestTime time = new TestTime();
        TimeSources withoutTimers = new TimeSources(time, time, (task, delay) -> () -> {});
        try (RedisNode paused = new RedisNode(server.uri(), store -> store.time(withoutTimers))) {
            paused.awaitCached("apple", "old");
            for (int i = 0; i < 20; i++) { // the next load asks for its lease at once
                paused.cache.getOrLoad("missing " + i, missing -> "1.20");
            }
            server.command("COPY", "shop:v1:prices:apple", "copy of the apple");
            other.cache.clear();
            Patience patience = new Patience("the sweep");
            while (Long.valueOf(1).equals(server.command("EXISTS", "shop:v1:prices:apple"))) {
                patience.check();
            }
            server.command("COPY", "copy of the apple", "shop:v1:prices:apple");
            time.advance(Duration.ofSeconds(2));

            step.accept(paused);
        }
    }

    @Test
    void whatIsClearedTimeAndAgainIsSweptOnceAtATime() {
        TestTime time = new TestTime();
        try (RedisNode clearing = new RedisNode(server.uri(), store -> store.time(time.sources()))) {
            clearing.awaitCached("warm", "up");
            for (int i = 0; i < 600; i++) {
                clearing.cache.put("apple " + i, "old");
            }
            server.command("CONFIG", "RESETSTAT");

            for (int i = 0; i < 20; i++) {
                assertThat(clearing.cache.clear()).isEqualTo(Eviction.EVICTED);
            }
            assertThat(String.valueOf(server.command("INFO", "commandstats"))).contains("cmdstat_scan:calls=1,");

            Patience patience = new Patience("the sweep");
            while (!Long.valueOf(1).equals(server.command("DBSIZE"))) {
                time.advance(Duration.ofMillis(5));
                patience.check();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
