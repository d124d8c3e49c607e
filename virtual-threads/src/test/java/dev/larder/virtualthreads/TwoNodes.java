// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.store.CacheStore;
import dev.larder.store.MemoryCacheStore;
import dev.larder.time.Ticker;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Two cache managers over one in-memory store, in real time; what they load in the background runs on virtual threads too. */
final class TwoNodes implements AutoCloseable {

    /** No deadline passes while a slow machine runs all the threads. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final CacheOptions OPTIONS = CacheOptions.named("crowded")
            .timeToLive(Duration.ofHours(1))
            .loaderDeadline(PATIENCE)
            .lease(PATIENCE)
            .storeReadDeadline(PATIENCE)
            .storeWriteDeadline(PATIENCE);

    private final ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor();
    private final CacheStore store =
            new MemoryCacheStore(new TimeSources(InstantSource.system(), Ticker.system(), (task, delay) -> {
                throw new UnsupportedOperationException("the store schedules nothing");
            }));
    private final List<CacheManager> nodes =
            Stream.generate(this::node).limit(2).toList();
    private final List<Cache<Integer, String>> caches = nodes.stream()
            .map(node -> node.open(OPTIONS, Integer.class, String.class))
            .toList();

    private CacheManager node() {
        return CacheManager.builder().store(store).executor(loads).build();
    }

    /** The cache of one of the two nodes, in turn. */
    Cache<Integer, String> cache(int caller) {
        return caches.get(caller % 2);
    }

    @Override
    public void close() {
        nodes.forEach(CacheManager::close);
        store.close();
        loads.shutdownNow();
    }
}
