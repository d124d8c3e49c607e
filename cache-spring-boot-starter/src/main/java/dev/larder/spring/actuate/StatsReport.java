// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.larder.CacheStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a node did with a cache since it was opened; the names are those of {@link CacheStats}.
 *
 * @param hitRatio {@code null} before the first read
 * @param loadMillis the time spent in all loads together
 * @param meanLoadMillis {@code null} before the first load
 */
@JsonPropertyOrder(alphabetic = false)
record StatsReport(
        long hits,
        long misses,
        @Nullable Double hitRatio,
        long loads,
        long loadFailures,
        double loadMillis,
        @Nullable Double meanLoadMillis,
        long staleHits,
        long staleForErrors,
        long overdueLoads,
        int overdueLoaders,
        long heldBackLoads,
        long refreshes,
        long droppedRefreshes,
        long refusedFills,
        long bypasses,
        long loadsInTransactions,
        long notKept,
        long tooLarge,
        long puts,
        long evictions,
        long unreadable,
        long journalled,
        long replayed,
        long journalOverflows,
        long storeFailures) {

    static StatsReport of(CacheStats stats) {
        long calls = stats.loads() + stats.loadFailures();
        return new StatsReport(
                stats.hits(),
                stats.misses(),
                stats.hitRatio().isPresent() ? thousandths(stats.hitRatio().getAsDouble()) : null,
                stats.loads(),
                stats.loadFailures(),
                millis(stats.loadTime()),
                calls == 0 ? null : millis(stats.loadTime().dividedBy(calls)),
                stats.staleHits(),
                stats.staleForErrors(),
                stats.overdueLoads(),
                stats.overdueLoaders(),
                stats.heldBackLoads(),
                stats.refreshes(),
                stats.droppedRefreshes(),
                stats.refusedFills(),
                stats.bypasses(),
                stats.loadsInTransactions(),
                stats.notKept(),
                stats.tooLarge(),
                stats.puts(),
                stats.evictions(),
                stats.unreadable(),
                stats.journalled(),
                stats.replayed(),
                stats.journalOverflows(),
                stats.storeFailures());
    }

    private static double millis(Duration duration) {
        return thousandths(duration.toNanos() / 1e6);
    }

    /** More digits would pretend to more than is known, and be hard to read. */
    private static double thousandths(double number) {
        return Math.round(number * 1e3) / 1e3;
    }
}
