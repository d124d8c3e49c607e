// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.Eviction;
import dev.larder.test.redis.RedisServer;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Evictions that count only once a replica has them. */
class ReplicaWaitTests {

    @Test
    void evictionsAndClearsAreAcknowledgedOnceTheReplicaHasThemAndNotWithoutOne() {
        try (RedisServer primary = RedisServer.start();
                RedisServer replica = RedisServer.start();
                RedisNode node =
                        new RedisNode(primary.uri(), store -> store.waitForReplicas(1, Duration.ofMillis(300)))) {
            node.awaitCached("apple", "1.20");
            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(node.cache.clear()).isEqualTo(Eviction.UNACKNOWLEDGED);

            replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));

            Patience patience = new Patience("an eviction that the replica confirms");
            while (node.cache.evict("apple") == Eviction.UNACKNOWLEDGED) {
                patience.check();
            }
            node.awaitCached("apple", "1.30");
            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.EVICTED);
            assertThat(replica.command("EXISTS", "shop:v1:prices:apple")).isEqualTo(0L);
        }
    }

    @Test
    void isRefusedInACluster() {
        RedisClusterClient client = RedisClusterClient.create("redis://localhost");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisCacheStore.over(client)
                        .waitForReplicas(1, Duration.ofMillis(300))
                        .build())
                .withMessageContaining("not possible in a cluster");
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
