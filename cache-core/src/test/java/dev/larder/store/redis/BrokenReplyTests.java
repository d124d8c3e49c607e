// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TcpProxy;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replies that break off in the middle, to a client that then sends its command again. */
class BrokenReplyTests {

    @Test
    void eachKeyHasItsOwnValueWhereAReplyAboutManyBrokeOff() {
        try (RedisServer server = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(server)) {
            RedisClient client = RedisClient.create(proxy.uri());
            client.setOptions(ClientOptions.create());
            RedisCacheStore store = RedisCacheStore.over(client)
                    .maxStaleness(Duration.ofHours(1)) // no other replies come in between
                    .build();
            CacheManager caches = CacheManager.builder().store(store).build();
            Cache<String, String> cache = caches.open(
                    CacheOptions.named("prices").storeReadDeadline(Duration.ofSeconds(10)), String.class, String.class);
            Map<String, String> prices = new LinkedHashMap<>();
            List.of("a", "b", "c", "d").forEach(key -> prices.put(key, key.repeat(200)));
            Patience patience = new Patience("all keys to be cached");
            do {
                cache.putAll(prices);
                patience.check();
            } while (!cache.getAll(prices.keySet()).equals(prices));

            proxy.breakOffRepliesAfter(600);

            assertThat(cache.getAll(prices.keySet())).isEqualTo(prices);
            assertThat(proxy.acceptedConnections()).isGreaterThan(1);
            caches.close();
            store.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void aReplyOfAScriptThatBrokeOffLeavesNothingBehind() {
        ScriptReplyOutput output = new ScriptReplyOutput();
        output.multi(4);
        output.set(1);
        output.set(1_000);
        output.set(ByteBuffer.wrap(new byte[] {1}));

        output.multi(3);
        output.set(2);
        output.set(2_000);
        output.set(ByteBuffer.wrap(new byte[] {2}));
        output.complete(0);

        ScriptReply reply = output.get();
        assertThat(reply.code()).isEqualTo(2);
        assertThat(reply.now()).isEqualTo(2_000);
        assertThat(reply.bytes()).containsExactly(2);
        assertThat(reply.more()).isNull();
    }
}
