// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Eviction;
import dev.larder.key.KeyGlob;
import dev.larder.test.redis.RedisServer;
import org.junit.jupiter.api.Test;

/** A user who has no more rights than the guide asks for. */
class RedisRightsTests {

    private static final String RIGHTS = "on >secret ~shop:* ~{shop:* resetchannels -@all"
            + " +get +mget +set +del +unlink +pttl +pexpire +getrange +setrange +time +scan +evalsha +eval +memory|usage"
            + " +hello +client|setname +info +ping +wait +cluster +readonly";

    @Test
    void theDocumentedRightsAreEnough() {
        try (RedisServer server = RedisServer.start()) {
            server.command(("ACL SETUSER larder " + RIGHTS).split(" "));
            server.command("ACL", "SETUSER", "default", "off");
            try (RedisNode node = new RedisNode(server.uri().replace("redis://", "redis://larder:secret@"))) {
                node.awaitCached("apple", "1.20");
                assertThat(node.cache.put("pear", "2.40")).isTrue();
                assertThat(node.cache.evict("apple")).isEqualTo(Eviction.EVICTED);
                assertThat(node.caches.statistics("prices")).hasValueSatisfying(prices -> {
                    assertThat(prices.store().keys()).hasValue(1);
                    assertThat(prices.store().memoryBytes().orElse(0)).isPositive();
                });
                assertThat(node.cache.evictMatching(KeyGlob.of(KeyGlob.any()))).isEqualTo(Eviction.EVICTED);
                assertThat(node.cache.clear()).isEqualTo(Eviction.EVICTED);
                assertThat(node.caches.health().available()).isTrue();
                assertThat(node.caches.health().details()).containsEntry("journal", 0);
            }
        }
    }
}
