// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** What a store says to the request to begin a write. */
public sealed interface BeginReply {

    /**
     * The mark stands, and no other writer is at work.
     *
     * @param intent the mark
     * @param replaced what stood there: the only base of a merge
     */
    record Begun(WriteIntent intent, Lookup replaced) implements BeginReply {}

    /**
     * The mark stands beside other writers', or stood already: the key will end without a value.
     *
     * @param intent the mark
     */
    record Joined(WriteIntent intent) implements BeginReply {}

    /** The request came too late and did nothing. */
    enum TooLate implements BeginReply {
        /** The only instance. */
        TOO_LATE
    }
}
