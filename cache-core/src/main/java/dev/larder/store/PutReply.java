// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** What became of a put. */
public enum PutReply {
    /** The value was stored, and leases are revoked. */
    STORED,
    /** Writers are at work: nothing was stored, and the key will end without a value. */
    WRITERS_AT_WORK,
    /** A version at least as new is known: nothing was stored. */
    NOT_NEWER,
    /** The key is held off: nothing was stored. */
    HELD_OFF,
    /** The request came too late and did nothing. */
    TOO_LATE
}
