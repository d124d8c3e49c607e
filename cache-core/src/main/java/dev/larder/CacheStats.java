// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Counts of one cache on this node since it was opened. They are read one after the other, so they may be a few apart.
 *
 * @param hits reads that were answered from the cache at once, known absences and stale hits included
 * @param misses reads that were not
 * @param staleHits hits that were answered by a stale entry while it is loaded anew
 * @param staleForErrors misses that were answered by a stale entry after all, because no load succeeded in time
 * @param loads calls of the loader that returned
 * @param loadFailures calls of the loader that threw
 * @param loadTime the time spent in all of them together
 * @param overdueLoads calls of the loader that were not over at the loader deadline
 * @param overdueLoaders how many of those are running now; each keeps a thread, and none keeps a key
 * @param heldBackLoads loads that were not tried, because loads of the key had just failed
 * @param refreshes entries that were loaded anew and replaced, or told to be unchanged
 * @param droppedRefreshes entries that were not loaded anew, because too many others were
 * @param refusedFills loaded values that were not stored, because an eviction or a writer overtook the load
 * @param bypasses loads that never had the right to store, because a writer was at work or the store did not answer
 * @param loadsInTransactions loads that were not stored, because their callers were in a transaction
 * @param notKept values that were not stored, because they are not to be kept
 * @param tooLarge values that were not stored, because their payload is larger than allowed
 * @param puts values stored by puts and writes
 * @param evictions keys that this node evicted, cached or not; matching and clearing not counted
 * @param unreadable entries that could not be read: corrupt, foreign or of another schema
 * @param journalled evictions and clears that were not confirmed, or may have been lost, and are sent again
 * @param replayed those of them that were confirmed in the end
 * @param journalOverflows evictions for which there was no room in the journal, so that a namespace is cleared in their place
 * @param storeFailures calls of the store that failed or were too slow
 */
public record CacheStats(
        long hits,
        long misses,
        long staleHits,
        long staleForErrors,
        long loads,
        long loadFailures,
        Duration loadTime,
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

    /**
     * Returns the share of reads that were hits.
     *
     * @return 0 to 1; empty before the first read
     */
    public OptionalDouble hitRatio() {
        long reads = hits + misses;
        return reads == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / reads);
    }
}
