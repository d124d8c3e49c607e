// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.CacheStats;
import dev.larder.benchmarks.Size.Feed;
import dev.larder.store.redis.RedisCacheStore;
import dev.larder.store.redis.RedisClients;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A cache of Larder's in Redis, with a client set up as recommended, and all else as it is by itself. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH makes it ready
public class LarderState {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of the values. */
    @Param
    public Size size;

    private Feed written;
    private ClientResources resources;
    private RedisClient client;
    private RedisCacheStore store;
    private CacheManager caches;
    private Cache<Long, Feed> feeds;

    /** Connects, and fills the server. */
    @Setup
    public void fill(RedisState server) throws InterruptedException {
        ClientResources plain = ClientResources.create();
        resources = RedisClients.resourcesOf(plain);
        client = RedisClient.create(resources, server.uri());
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
        store = RedisCacheStore.over(client).build();
        caches = CacheManager.builder().store(store).build();
        feeds = caches.open(CacheOptions.named("feeds").timeToLive(Remote.LIFE), Long.class, Feed.class);
        written = size.feed(KeySequence.KEYS);
        awaitConnection();
        List<Long> users = KeySequence.shuffled();
        for (int from = 0; from < KeySequence.KEYS; from += Remote.BULK) {
            fill(users.subList(from, from + Remote.BULK));
        }
    }

    /** The store connects in the background. */
    private void awaitConnection() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (store.health().toCompletableFuture().isCompletedExceptionally()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the server did not answer within " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }

    private void fill(List<Long> users) {
        Map<Long, Feed> some = new LinkedHashMap<>();
        users.forEach(user -> some.put(user, size.feed(user)));
        if (!feeds.putAll(some)) {
            throw new IllegalStateException("the server did not take all values");
        }
    }

    /** Disconnects; refuses what was measured if it was something else, since calls without a store are fast. */
    @TearDown
    public void close() {
        CacheStats stats = feeds.stats();
        caches.close();
        store.close();
        client.shutdown();
        resources.shutdown();
        long calls = stats.hits() + stats.misses() + stats.puts();
        if (stats.storeFailures() > calls / 1_000) {
            throw new IllegalStateException("of %d calls, %d did not reach the server: nothing was measured"
                    .formatted(calls, stats.storeFailures()));
        }
    }

    @Nullable
    Feed get(Long user) {
        return feeds.get(user);
    }

    Map<Long, Feed> getAll(List<Long> users) {
        return feeds.getAll(users);
    }

    boolean put(Long user) {
        return feeds.put(user, written);
    }

    @Nullable
    Feed getOrLoad(Long user) {
        return feeds.getOrLoad(user, missing -> written);
    }
}
