// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.health;

import dev.larder.CacheManager;
import dev.larder.store.StoreHealth;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
        Map<String, Long> storeFailures = storeFailures();
        Map<String, Object> storeDetails = new TreeMap<>(store.details());
        storeDetails.put("available", store.available());
        return Health.up()
                .withDetail("degraded", !store.available())
                .withDetail("store", storeDetails)
                .withDetail("caches", caches.cacheNames().size())
                .withDetail("storeFailures", storeFailures)
                .build();
    }

    /** By cache, those that had any since they were opened. */
    private Map<String, Long> storeFailures() {
        Map<String, Long> failures = new TreeMap<>();
        caches.cacheNames().stream()
                .map(caches::find)
                .flatMap(Optional::stream)
                .forEach(cache -> failures.put(cache.name(), cache.stats().storeFailures()));
        failures.values().removeIf(count -> count == 0);
        return failures;
    }
}
