// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** What became of a put if absent. */
public sealed interface PutIfAbsentReply {

    /**
     * A value stands there, and stays.
     *
     * @param found a {@link StoredValue}, or a {@link Lookup.Unusable} other than the one that might be superseded
     */
    record Found(Lookup found) implements PutIfAbsentReply {}

    /** Without a value in the way. */
    enum Outcome implements PutIfAbsentReply {
        /** The value was stored, and leases are revoked. */
        STORED,
        /** Writers are at work, or the key is held off: nothing was stored. */
        WITHHELD,
        /** The request came too late and did nothing. */
        TOO_LATE
    }
}
