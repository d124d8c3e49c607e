// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.metrics;

import dev.larder.CacheManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters for every cache of some cache managers, also for those that are opened later: Micrometer's {@code cache.*}, as other caches have
 * them, and Larder's own under {@code larder.*}; and for each of those cache managers what it knows of its store. None asks a store.
 *
 * <p>A registry that it is bound to again gets nothing twice. Once closed it has taken its meters out of all registries, and follows
 * no cache manager any more.
 */
public final class CacheMeters implements MeterBinder, AutoCloseable {

    private final Map<String, CacheManager> cacheManagers;
    private final Map<MeterRegistry, MeteredCaches> bound = new ConcurrentHashMap<>();

    /**
     * Makes the binder.
     *
     * @param cacheManagers the cache managers by what is to be their tag {@code cache.manager}
     */
    public CacheMeters(Map<String, CacheManager> cacheManagers) {
        this.cacheManagers = Map.copyOf(cacheManagers);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MeteredCaches metered = new MeteredCaches(registry);
        if (bound.putIfAbsent(registry, metered) == null) {
            cacheManagers.forEach(metered::follow);
        }
    }

    @Override
    public void close() {
        bound.keySet().forEach(registry -> {
            MeteredCaches metered = bound.remove(registry);
            if (metered != null) {
                metered.close();
            }
        });
    }
}
