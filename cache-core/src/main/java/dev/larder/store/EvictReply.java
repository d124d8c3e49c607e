// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** What an eviction, or an expiry, found. */
public enum EvictReply {
    /** Something stood there, a value, a lease or a tombstone, and was removed, or made stale. */
    REMOVED,
    /** Nothing stood there. */
    NOTHING,
    /** Writers are at work; the key will end without a value. */
    WRITERS_AT_WORK
}
