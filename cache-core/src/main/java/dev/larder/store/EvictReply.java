// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** What an eviction, or an expiry by name, found. */
public enum EvictReply {
    /**
     * Something stood there, and was removed: a value, a lease or a tombstone. From {@link StoreRegion#expire}: a value was made
     * stale or removed, or a lease was removed.
     */
    REMOVED,
    /** Nothing stood there; for {@link StoreRegion#expire}, nothing but perhaps a tombstone. */
    NOTHING,
    /** Writers are at work; the key will end without a value. */
    WRITERS_AT_WORK
}
