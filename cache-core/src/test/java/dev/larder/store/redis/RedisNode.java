// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheManagerBuilder;
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
        this(
                uri,
                options,
                caches -> caches.breakerWait(Duration.ofMillis(100)),
                CacheOptions.named("prices").namespace("shop"));
    }

    private RedisNode(
            String uri,
            UnaryOperator<RedisCacheStore.Builder> storeOptions,
            UnaryOperator<CacheManagerBuilder> managerOptions,
            CacheOptions options) {
        plain = DefaultClientResources.create();
        resources = RedisClients.resourcesOf(plain);
        client = RedisClient.create(resources, uri);
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
        store = storeOptions.apply(RedisCacheStore.over(client)).build();
        caches = managerOptions.apply(CacheManager.builder().store(store)).build();
        cache = caches.open(options, String.class, String.class);
    }

    /** A node whose waits between tries are those of an application that sets nothing. */
    static RedisNode asShipped(String uri, CacheOptions options) {
        return new RedisNode(uri, store -> store, caches -> caches, options);
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
