// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;

/** What a store says to the request for a lease. */
public sealed interface LeaseReply {

    /**
     * The caller loads, and may fill.
     *
     * @param lease the lease, as it stands in the store
     * @param backOff what is remembered of loads of the key that failed; the caller gives the lease back if that keeps it from loading
     */
    record Granted(Lease lease, BackOff backOff) implements LeaseReply {}

    /**
     * A value stands there already.
     *
     * @param found a {@link StoredValue}, or a {@link Lookup.Unusable} other than the one that might be superseded
     */
    record Found(Lookup found) implements LeaseReply {}

    /**
     * Another load holds the lease.
     *
     * @param left how long the lease still stands
     */
    record Busy(Duration left) implements LeaseReply {}

    /** A writer is at work, or the key is held off: load, but do not store. */
    enum Bypass implements LeaseReply {
        /** The only instance. */
        BYPASS
    }

    /** The request came too late and did nothing. */
    enum TooLate implements LeaseReply {
        /** The only instance. */
        TOO_LATE
    }
}
