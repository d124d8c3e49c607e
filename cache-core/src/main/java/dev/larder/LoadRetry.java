// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How a failed load is tried again: with delays that double, each spread by up to half of it to either side, so that nodes do not try in
 * step.
 *
 * <p>Only exceptions are retried, not errors and not interrupts, and only if the next call starts before the loader deadline. Callers
 * wait through the delays; a synchronous caller's loader runs on its own thread each time. Who waits when the cache manager is closed gets
 * the next call at once, and none after it.
 *
 * @param maxAttempts how often the loader is called at most, the first call included; at least 1
 * @param firstDelay the delay before the second call, before it is spread; at least a millisecond
 * @param maxDelay the longest delay, before it is spread; at least {@code firstDelay}
 */
public record LoadRetry(int maxAttempts, Duration firstDelay, Duration maxDelay) {

    private static final double GROWTH = 2.0;

    /** Checks the bounds. */
    public LoadRetry {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "maxAttempts must be at least 1 (once, without a retry), but was " + maxAttempts);
        }
        CacheOptions.requireDuration(firstDelay, "firstDelay", "load retry");
        CacheOptions.requireDuration(maxDelay, "maxDelay", "load retry");
        if (maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "maxDelay must not be shorter than firstDelay (%s), but was %s".formatted(firstDelay, maxDelay));
        }
    }

    /**
     * Loads once, whatever happens.
     *
     * @return no retry
     */
    public static LoadRetry none() {
        return new LoadRetry(1, Duration.ofMillis(1), Duration.ofMillis(1));
    }

    /**
     * Retries with delays that double up to two seconds, or stay at the first one if that is longer.
     *
     * @param maxAttempts how often the loader is called at most
     * @param firstDelay the delay before the second call
     * @return the retry
     */
    public static LoadRetry exponential(int maxAttempts, Duration firstDelay) {
        CacheOptions.requireDuration(firstDelay, "firstDelay", "load retry");
        Duration longest = Duration.ofSeconds(2);
        return new LoadRetry(maxAttempts, firstDelay, longest.compareTo(firstDelay) < 0 ? firstDelay : longest);
    }

    /** The delay before the call of that number, spread at random; the first retry is call number two. */
    Duration delayBefore(int call) {
        long nominal = IntervalFunction.ofExponentialBackoff(firstDelay, GROWTH, maxDelay)
                .apply(call - 1);
        return Jitter.spread(Duration.ofMillis(nominal));
    }
}
