// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;

/** What a store says to the request for a claim. */
public sealed interface ClaimReply {

    /**
     * The caller loads.
     *
     * @param failures how many loads in a row failed before, as far as that is remembered
     */
    record Granted(int failures) implements ClaimReply {}

    /**
     * Another load holds the claim.
     *
     * @param left how long the claim still stands
     */
    record Busy(Duration left) implements ClaimReply {}

    /**
     * Loads failed, and none should be tried for a while.
     *
     * @param backOff how many, and how long
     */
    record BackingOff(BackOff backOff) implements ClaimReply {}
}
