// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;

/**
 * What a store remembers of failed loads of one key.
 *
 * @param failures how many loads in a row failed; 0 if none is remembered
 * @param left how long no load should be tried; zero if one may be, although failures are still remembered
 */
public record BackOff(int failures, Duration left) {

    /** No load failed that is remembered. */
    public static final BackOff NONE = new BackOff(0, Duration.ZERO);

    /** Checks the bounds. */
    public BackOff {
        Objects.requireNonNull(left, "left must not be null");
        if (failures < 0) {
            throw new IllegalArgumentException("failures must not be negative, but was " + failures);
        }
    }
}
