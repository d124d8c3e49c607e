// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisSentinelsTests {

    @Test
    void theReplicaOfAKilledPrimaryTakesOverWithItsEntries() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            RedisServer primary = sentinels.primary();
            primary.command("SET", "key", "value");
            assertThat(sentinels.masterName()).isEqualTo("larder");
            assertThat(sentinels.sentinelAddresses()).hasSize(3).doesNotHaveDuplicates();
            assertThat(sentinels.sentinelUris()).hasSize(3).allMatch(uri -> uri.startsWith("redis://"));

            RedisServer successor = sentinels.failover();

            assertThat(sentinels.primary()).isEqualTo(successor).isNotEqualTo(primary);
            assertThat(successor.command("GET", "key")).isEqualTo("value");
            assertThat(successor.command("SET", "key", "other")).isEqualTo("OK");
            assertThatThrownBy(sentinels::failover).hasMessageContaining("no replica of");
        }
    }
}
