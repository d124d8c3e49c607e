// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.redis.RedisSentinels;
import io.lettuce.core.RedisURI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A primary that dies, with Sentinels that make its replica the next one. */
class RedisFailoverTests {

    @Test
    void theNextPrimaryIsFoundAndTheNodeGoesOnCaching() {
        try (RedisSentinels sentinels = RedisSentinels.start();
                RedisNode node = new RedisNode(uri(sentinels))) {
            node.awaitCached("apple", "old");
            node.cache.evict("apple");

            sentinels.failover();

            node.awaitCached("apple", "new");
            assertThat(sentinels.primary().command("EXISTS", "shop:v1:prices:apple"))
                    .isEqualTo(1L);
        }
    }

    private static String uri(RedisSentinels sentinels) {
        List<String> addresses = sentinels.sentinelAddresses();
        return "%s://%s#%s"
                .formatted(RedisURI.URI_SCHEME_REDIS_SENTINEL, String.join(",", addresses), sentinels.masterName());
    }
}
