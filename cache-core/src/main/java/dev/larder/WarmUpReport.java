// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How far a warm-up is, or what came of it.
 *
 * @param cache the cache's name
 * @param total how many keys it was given; duplicates count once
 * @param done how many of them are through: cached already, loaded, or failed
 * @param failed how many of those could not be loaded
 * @param elapsed how long it has taken so far
 * @param firstFailure what the first key that failed met with; {@code null} if none failed
 */
public record WarmUpReport(
        String cache,
        int total,
        int done,
        int failed,
        Duration elapsed,
        @Nullable Throwable firstFailure) {

    private static final int ALL = 100;

    /**
     * Tells whether all keys are through.
     *
     * @return {@code false} while some are left
     */
    public boolean isComplete() {
        return done == total;
    }

    /**
     * Returns which share of the keys is through.
     *
     * @return from 0 to 100, rounded down; 100 if there are no keys
     */
    public int percent() {
        return total == 0 ? ALL : (int) ((long) done * ALL / total);
    }

    /**
     * Returns how many keys have come through a second so far, on average; less than a millisecond counts as one.
     *
     * @return the rate, rounded down
     */
    public long keysPerSecond() {
        return TimeUnit.SECONDS.toMillis(done) / Math.max(1, elapsed.toMillis());
    }
}
