// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What is remembered of the loads of a key that failed.
 *
 * @param failures how many failed in a row
 * @param left how long no load should be tried; zero if one may be tried now, which does not mean that the failures are forgotten
 */
public record BackOff(int failures, Duration left) {

    /** Nothing is remembered. */
    public static final BackOff NONE = new BackOff(0, Duration.ZERO);

    /** Checks that neither is negative. */
    public BackOff {
        Objects.requireNonNull(left, "left must not be null");
        if (failures < 0 || left.isNegative()) {
            throw new IllegalArgumentException(
                    "failures and left must not be negative, but were %d and %s".formatted(failures, left));
        }
    }
}
