// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * Hears of changes of records, from this node and from others.
 *
 * <p>Messages come on the store's own threads, or on the thread that made the change; a listener must be quick and must not block.
 * Messages may come twice, and late.
 */
public interface StoreListener {

    /**
     * The record under a key was set, replaced or removed, by an eviction or otherwise, so that copies of what stood there are invalid.
     * Not told of what expires.
     *
     * @param key the key's text
     */
    void evicted(String key);

    /**
     * A cache was cleared.
     *
     * @param namespace its namespace
     * @param cache its name
     */
    void cleared(String namespace, String cache);

    /**
     * Messages may have been lost: whatever was heard so far may be out of date. Also told when a connection is back, or another primary has
     * taken over, which may not know what the old one confirmed a moment ago.
     */
    void gap();
}
