// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.store.CacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.test.StoreContract;
import dev.larder.test.TestTime;
import dev.larder.test.redis.RedisCluster;
import dev.larder.test.redis.RedisServer;
import dev.larder.time.TimeSources;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of stores on a cluster of three primaries. */
class RedisClusterStoreTests extends StoreContract {

    private static RedisCluster cluster;
    private static RedisClusterClient client;

    @BeforeAll
    static void connect() {
        cluster = RedisCluster.start();
        client = RedisClusterClient.create(cluster.uris().get(0));
        client.setOptions(RedisClients.optionsOf(ClusterClientOptions.create()));
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        cluster.close();
    }

    @Override
    protected CacheStore store(TimeSources time) {
        return AgedStore.over(client, time);
    }

    @Override
    protected int histories() {
        return 60;
    }

    @Test
    void whichPartAnswersIsSaidAtOnceAlsoWhileTheClusterIsAway() {
        RedisClusterClient away = RedisClusterClient.create("redis://127.0.0.1:1");
        try (CacheStore store = RedisCacheStore.over(away).build()) {
            assertThat(store.partition(StoreKey.of("shop:v1:prices:7"))).isEqualTo("redis");
        }
        away.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void eachPrimaryIsAPartThatCanFailAlone() {
        try (CacheStore store = store(new TestTime().sources())) {
            store.open(RegionSpec.ofSize("shop", 1, "prices", 10)); // which waits for the connection
            assertThat(IntStream.range(0, 100)
                            .mapToObj(i -> store.partition(StoreKey.of("shop:v1:prices:" + i)))
                            .distinct())
                    .hasSize(3);
            assertThat(store.partition(StoreKey.of("shop:v1:prices:7")))
                    .isEqualTo(cluster.primaryOf("shop:v1:prices:7").address());
        }
    }

    /** They lag behind, so that a read of one could find what was evicted. */
    @Test
    void replicasAreNeverRead() {
        try (CacheStore store = RedisCacheStore.over(client).build();
                CacheManager caches = CacheManager.builder().store(store).build()) {
            Cache<String, String> cache = caches.open(CacheOptions.named("replicated"), String.class, String.class);
            List<String> keys = awaitHundredCached(cache);
            keys.forEach(cache::get);
            cache.getAll(keys);
            assertThat(cache.stats().hits()).as("reads from Redis").isPositive();
        }
        List<String> statistics = cluster.addresses().stream()
                .map(RedisClusterStoreTests::commandsOf)
                .toList();

        assertThat(statistics).hasSize(6);
        assertThat(statistics.stream().filter(said -> said.contains("cmdstat_get:")))
                .hasSize(3);
        assertThat(statistics.stream().filter(said -> said.contains("role:slave")))
                .hasSize(3)
                .allSatisfy(
                        said -> assertThat(said).doesNotContain("cmdstat_get:", "cmdstat_mget:", "cmdstat_evalsha:"));
    }

    /** What stands on the other primaries is as it was, so that only the clock can tell. */
    @Test
    void aFlushOfThePrimaryThatHoldsTheClockIsAClear() {
        try (CacheStore store = RedisCacheStore.over(client).build();
                CacheManager caches = CacheManager.builder().store(store).build()) {
            Cache<String, String> cache = caches.open(CacheOptions.named("flushed"), String.class, String.class);
            List<String> keys = awaitHundredCached(cache);

            cluster.primaryOf("flushed:clock").flush();

            Patience patience = new Patience("nothing to be cached");
            while (!cache.getAll(keys).isEmpty()) {
                patience.check();
            }
            awaitHundredCached(cache);
        }
    }

    /** A node answers then to commands about several keys only if it has all of them, and most keys have no claim beside them. */
    @Test
    void keysAreCachedAndEvictedWhileTheirSlotMoves() {
        try (CacheStore store = RedisCacheStore.over(client).build();
                CacheManager caches = CacheManager.builder().store(store).build()) {
            Cache<String, String> cache = caches.open(CacheOptions.named("moving"), String.class, String.class);
            awaitHundredCached(cache);
            String text = "moving:v1:key7";
            String slot = String.valueOf(SlotHash.getSlot(text));
            RedisServer from = cluster.primaryOf(text);
            RedisServer to = IntStream.range(0, 100)
                    .mapToObj(i -> cluster.primaryOf("moving:v1:key" + i))
                    .filter(primary -> !primary.equals(from))
                    .findFirst()
                    .orElseThrow();
            to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", idOf(from));
            from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", idOf(to));

            assertThat(cache.evict("key7")).isEqualTo(Eviction.EVICTED);
            awaitCached(cache, "key7", "new");
            assertThat(cache.write("key7", () -> "newer")).isEqualTo("newer");

            to.command("CLUSTER", "SETSLOT", slot, "NODE", idOf(to));
            from.command("CLUSTER", "SETSLOT", slot, "NODE", idOf(to));
            cluster.awaitHealthy();
            awaitCached(cache, "key7", "newest");
        }
    }

    /** The next node that is asked is a gap, in which evictions are sent again: so what is cached need not stay at first. */
    private static void awaitCached(Cache<String, String> cache, String key, String value) {
        Patience patience = new Patience("'%s' to be cached".formatted(key));
        do {
            patience.check();
            cache.evict(key);
            cache.getOrLoad(key, missing -> value);
        } while (!value.equals(cache.get(key)));
    }

    private static String idOf(RedisServer node) {
        return String.valueOf(node.command("CLUSTER", "MYID"));
    }

    private static List<String> awaitHundredCached(Cache<String, String> cache) {
        List<String> keys = IntStream.range(0, 100).mapToObj(i -> "key" + i).toList();
        Patience patience = new Patience("all keys to be cached");
        do {
            patience.check();
            cache.getAllOrLoad(keys, key -> "value");
        } while (cache.getAll(keys).size() < keys.size());
        return keys;
    }

    private static String commandsOf(String address) {
        RedisClient direct = RedisClient.create("redis://" + address);
        try (StatefulRedisConnection<String, String> node = direct.connect()) {
            return node.sync().info("replication") + node.sync().info("commandstats");
        } finally {
            direct.shutdown();
        }
    }
}
