// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.CacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.test.StoreContract;
import dev.larder.test.TestTime;
import dev.larder.test.redis.RedisCluster;
import dev.larder.time.TimeSources;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
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
}
