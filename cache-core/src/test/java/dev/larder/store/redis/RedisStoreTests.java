// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.CacheStore;
import dev.larder.test.CacheContract;
import dev.larder.test.StoreContract;
import dev.larder.test.redis.RedisServer;
import dev.larder.time.TimeSources;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract of stores, and of caches over one, on one server. */
class RedisStoreTests extends StoreContract {

    private static RedisClient client;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(RedisServer.shared().uri());
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @Override
    protected CacheStore store(TimeSources time) {
        return AgedStore.over(client, time);
    }

    @Override
    protected int histories() {
        return 60;
    }

    @Nested
    class Caches extends CacheContract {

        @Override
        protected CacheStore store(TimeSources time) {
            return AgedStore.over(client, time);
        }
    }
}
