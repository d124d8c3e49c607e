// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** One of several processes that share a server, in real time: a client, a store and a cache of its own. */
final class RedisNode implements AutoCloseable {

    final RedisCacheStore store;
    final CacheManager caches;
    final Cache<String, String> cache;
    private final ClientResources plain;
    private final ClientResources resources;
    private final RedisClient client;

    RedisNode(String uri) {
        this(uri, store -> store);
    }

    RedisNode(String uri, UnaryOperator<RedisCacheStore.Builder> options) {
        plain = DefaultClientResources.create();
        resources = RedisClients.resourcesOf(plain);
        client = RedisClient.create(resources, uri);
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
        store = options.apply(RedisCacheStore.over(client)).build();
        caches = CacheManager.builder()
                .store(store)
                .breakerWait(Duration.ofMillis(100))
                .build();
        cache = caches.open(CacheOptions.named("prices").namespace("shop"), String.class, String.class);
    }

    /** Loads through the cache until what was loaded is found in the store: the node is connected, and trusts it for the key. */
    void awaitCached(String key, String value) {
        Patience patience = new Patience("'%s' to be cached".formatted(key));
        do {
            cache.getOrLoad(key, missing -> value);
            patience.check();
        } while (!value.equals(cache.get(key)));
    }

    @Override
    public void close() {
        caches.close();
        store.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown();
        plain.shutdown();
    }
}
