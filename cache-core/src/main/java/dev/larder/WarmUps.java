// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The warm-ups of one cache that are under way, so that its manager can end them when it is closed. */
final class WarmUps<K, V> {

    private final Pipeline<K, V> cache;
    private final Verbs<K, V> verbs;
    private final Set<WarmUpRun<K, V>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    WarmUps(Pipeline<K, V> cache, Verbs<K, V> verbs) {
        this.cache = cache;
        this.verbs = verbs;
    }

    CompletableFuture<WarmUpReport> start(Collection<? extends K> keys, CacheLoader<K, V> loader, WarmUp options) {
        Objects.requireNonNull(keys, "keys must not be null");
        Objects.requireNonNull(loader, "loader must not be null");
        Objects.requireNonNull(options, "options must not be null");
        Set<K> distinct = new LinkedHashSet<>(keys);
        distinct.forEach(cache::storeKey); // refuses what cannot be a key, before anything is loaded
        if (distinct.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new WarmUpReport(cache.options.name(), 0, 0, 0, Duration.ZERO, null));
        }
        WarmUpRun<K, V> run = new WarmUpRun<>(cache, verbs, distinct, loader, options);
        underWay.add(run);
        if (closed) {
            run.stop();
        }
        CompletableFuture<WarmUpReport> result = run.start();
        Futures.whenDone(result, (report, failure) -> underWay.remove(run));
        return result;
    }

    /** Ends all that are under way, and each that is started from now on. */
    void close() {
        closed = true;
        underWay.forEach(WarmUpRun::stop);
    }
}
