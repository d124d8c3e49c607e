// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How long no load of a key is tried after loads of it failed, by all nodes of the store together: delays that double, each spread by up to
 * half of it to either side.
 *
 * <p>Meanwhile callers get a stale value if {@link CacheOptions#staleIfError} has one for them, and else at once the failure of the last
 * load. A key with nothing to serve is tried once more without delay after its first failure, so that a lone hiccup costs nobody a retry.
 * A change of the key, such as an eviction, ends the delay. It is load protection: nodes that cannot ask the store do not hear of it.
 *
 * @param firstDelay the first delay, before it is spread; zero for none at all
 * @param maxDelay the longest delay, before it is spread; at least {@code firstDelay}
 */
public record LoadBackOff(Duration firstDelay, Duration maxDelay) {

    private static final double GROWTH = 2.0;
    private static final LoadBackOff NONE = new LoadBackOff(Duration.ZERO, Duration.ZERO);

    /** Checks the bounds. */
    public LoadBackOff {
        if (!firstDelay.isZero()) {
            CacheOptions.requireDuration(firstDelay, "firstDelay", "load back-off");
        }
        if (maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "maxDelay must not be shorter than firstDelay (%s), but was %s".formatted(firstDelay, maxDelay));
        }
    }

    /**
     * Tries each time, whatever failed before.
     *
     * @return no back-off
     */
    public static LoadBackOff none() {
        return NONE;
    }

    /**
     * Waits with delays that double.
     *
     * @param firstDelay the first delay, at least a millisecond
     * @param maxDelay the longest delay
     * @return the back-off
     */
    public static LoadBackOff exponential(Duration firstDelay, Duration maxDelay) {
        CacheOptions.requireDuration(firstDelay, "firstDelay", "load back-off");
        return new LoadBackOff(firstDelay, maxDelay);
    }

    boolean isOn() {
        return !firstDelay.isZero();
    }

    /** The delay after so many failures in a row, spread at random; none after none. */
    Duration delayAfter(int failures) {
        if (!isOn() || failures < 1) {
            return Duration.ZERO;
        }
        long nominal = IntervalFunction.ofExponentialBackoff(firstDelay, GROWTH, maxDelay)
                .apply(failures);
        return Jitter.spread(Duration.ofMillis(nominal));
    }

    /** How long after its delay a failure still counts towards those in a row. */
    Duration memoryAfter(Duration delay) {
        return delay.plus(maxDelay);
    }
}
