// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisClusterTests {

    private static final List<String> KEYS = List.of("a", "b", "c", "größer", "x{tag}y", "{}a", "{tag");

    private static RedisCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void everyKeyHasAPrimaryThatTakesItsWrites() {
        Set<RedisServer> primaries = Stream.of("a", "b", "c", "d", "e", "f", "g")
                .map(cluster::primaryOf)
                .collect(Collectors.toSet());

        assertThat(primaries).hasSize(3);
        assertThat(KEYS).allSatisfy(key -> {
            RedisServer primary = cluster.primaryOf(key);
            assertThat(primary.command("CLUSTER", "KEYSLOT", key)).isEqualTo((long) HashSlot.of(key));
            assertThat(primary.command("SET", key, "value")).isEqualTo("OK");
        });
    }

    @Test
    void anotherNodeSendsAKeyAway() {
        RedisServer other = cluster.primaryOf("b");

        assertThat(other).isNotEqualTo(cluster.primaryOf("a"));
        assertThatThrownBy(() -> other.command("GET", "a"))
                .hasMessageContaining("MOVED")
                .hasMessageContaining(cluster.primaryOf("a").address());
    }

    @Test
    void knowsAllNodes() {
        assertThat(cluster.addresses())
                .hasSize(6)
                .doesNotHaveDuplicates()
                .contains(cluster.primaryOf("a").address());
        assertThat(cluster.uris()).hasSize(6).contains(cluster.primaryOf("a").uri());
    }

    @Test
    void theReplicaOfAKilledPrimaryTakesOverWithItsEntriesAndTheKilledOneComesBackAsReplica() {
        RedisServer primary = cluster.primaryOf("key");
        primary.command("SET", "key", "value");

        RedisServer successor = cluster.failover(primary);

        assertThat(cluster.primaryOf("key")).isEqualTo(successor).isNotEqualTo(primary);
        assertThat(successor.command("GET", "key")).isEqualTo("value");
        assertThatThrownBy(() -> cluster.failover(successor)).hasMessageContaining("no replica of");

        primary.restart();
        cluster.awaitHealthy();

        assertThat(cluster.failover(successor)).isEqualTo(primary);
        assertThat(primary.command("GET", "key")).isEqualTo("value");
        successor.restart();
        cluster.awaitHealthy();
    }
}
