// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import dev.larder.CacheStatistics;
import dev.larder.CacheStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants to see of a cache first.
 *
 * @param hitRatio {@code null} before the first read
 * @param loadTime the time spent in all loads together
 * @param keys {@code null} if the store cannot tell
 */
record CacheStatisticsView(
        String cache,
        long hits,
        long misses,
        @Nullable Double hitRatio,
        long loads,
        Duration loadTime,
        @Nullable Long keys) {

    static CacheStatisticsView of(CacheStatistics statistics) {
        CacheStats stats = statistics.stats();
        return new CacheStatisticsView(
                statistics.cache(),
                stats.hits(),
                stats.misses(),
                stats.hitRatio().isPresent() ? stats.hitRatio().getAsDouble() : null,
                stats.loads(),
                stats.loadTime(),
                statistics.store().keys().isPresent()
                        ? statistics.store().keys().getAsLong()
                        : null);
    }
}
