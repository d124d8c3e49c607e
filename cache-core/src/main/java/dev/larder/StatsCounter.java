// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one cache does. */
final class StatsCounter {

    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder loadNanos = new LongAdder();
    final LongAdder refusedFills = new LongAdder();
    final LongAdder bypasses = new LongAdder();
    final LongAdder puts = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder storeFailures = new LongAdder();

    CacheStats read() {
        return new CacheStats(
                hits.sum(),
                misses.sum(),
                loads.sum(),
                loadFailures.sum(),
                Duration.ofNanos(loadNanos.sum()),
                refusedFills.sum(),
                bypasses.sum(),
                puts.sum(),
                evictions.sum(),
                unreadable.sum(),
                storeFailures.sum());
    }
}
