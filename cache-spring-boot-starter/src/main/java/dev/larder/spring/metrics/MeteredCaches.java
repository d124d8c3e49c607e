// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.metrics;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.store.CacheStore.Subscription;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The meters of caches in one registry, and what is needed to be rid of them. */
final class MeteredCaches implements AutoCloseable {

    private final MeterRegistry registry;
    private final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();
    private final Queue<Meter> meters = new ConcurrentLinkedQueue<>();

    MeteredCaches(MeterRegistry registry) {
        this.registry = registry;
    }

    void follow(String manager, CacheManager caches) {
        meters.addAll(GuardMeterSet.register(registry, caches, Tags.of("cache.manager", manager)));
        subscriptions.add(caches.onOpen(cache -> meter(manager, cache)));
    }

    private void meter(String manager, Cache<?, ?> cache) {
        // The tags that Spring Boot gives the meters of other caches: Prometheus drops a meter with other keys.
        Tags tags = Tags.of("cache", cache.name(), "cache.manager", manager, "name", cache.name());
        meters.addAll(CacheMeterSet.register(registry, cache, tags));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::cancel);
        meters.forEach(registry::remove);
    }
}
