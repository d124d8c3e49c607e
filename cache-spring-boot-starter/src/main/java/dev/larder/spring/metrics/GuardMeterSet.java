// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.metrics;

import dev.larder.CacheManager;
import dev.larder.GuardStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The meters of a cache manager's guard in front of a remote store. */
final class GuardMeterSet {

    private GuardMeterSet() {}

    /** Registers them; none for a store in this process, which has no guard. */
    static List<Meter> register(MeterRegistry registry, CacheManager caches, Tags tags) {
        if (caches.guard().isEmpty()) {
            return List.of();
        }
        return List.of(
                gauge("larder.store.journal", caches, GuardStatus::journal)
                        .tags(tags)
                        .description("Evictions and clears that the store has yet to confirm.")
                        .register(registry),
                gauge("larder.store.breaker", caches, guard -> numberOf(guard.worst()))
                        .tags(tags)
                        .description("Whether the store is asked: 0 it is, 1 it is tried, 2 it is not; its worst part.")
                        .register(registry));
    }

    private static Gauge.Builder<CacheManager> gauge(
            String name, CacheManager caches, ToDoubleFunction<GuardStatus> value) {
        return Gauge.builder(
                name, caches, held -> held.guard().map(value::applyAsDouble).orElse(Double.NaN));
    }

    private static int numberOf(GuardStatus.Breaker breaker) {
        return switch (breaker) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
