// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.health;

import dev.larder.CacheManager;
import dev.larder.CacheStats;
import dev.larder.GuardStatus;
import dev.larder.store.StoreHealth;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How one cache manager and its store are. The status is always UP: without its store an application is slower, not broken, and must
 * not be taken out of service for it. The detail {@code degraded} tells.
 */
public final class LarderHealthIndicator implements HealthIndicator {

    private final CacheManager caches;

    /**
     * Makes the indicator.
     *
     * @param caches whose health it is
     */
    public LarderHealthIndicator(CacheManager caches) {
        this.caches = Objects.requireNonNull(caches, "caches must not be null");
    }

    @Override
    public Health health() {
        StoreHealth store = caches.health();
        Map<String, Long> storeFailures = byCache(CacheStats::storeFailures);
        Map<String, Long> overdueLoaders = byCache(CacheStats::overdueLoaders);
        boolean guarding = caches.guard()
                .map(guard -> guard.worst() != GuardStatus.Breaker.CLOSED || guard.journal() > 0)
                .orElse(false);
        Map<String, Object> storeDetails = new TreeMap<>(store.details());
        storeDetails.put("available", store.available());
        return Health.up()
                .withDetail("degraded", !store.available() || guarding || !overdueLoaders.isEmpty())
                .withDetail("store", storeDetails)
                .withDetail("caches", caches.cacheNames().size())
                .withDetail("storeFailures", storeFailures)
                .withDetail("overdueLoaders", overdueLoaders)
                .build();
    }

    /** By cache, those that have any. */
    private Map<String, Long> byCache(ToLongFunction<CacheStats> count) {
        Map<String, Long> counts = new TreeMap<>();
        caches.cacheNames().stream()
                .map(caches::find)
                .flatMap(Optional::stream)
                .forEach(cache -> counts.put(cache.name(), count.applyAsLong(cache.stats())));
        counts.values().removeIf(none -> none == 0);
        return counts;
    }
}
