// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The right to load one key and fill it, held by its taker until it fills, closes, or the loader deadline is over; it is renewed
 * meanwhile. An eviction, a put, a write or a clear revokes it.
 *
 * <p>Safe for use by many threads.
 *
 * @param <V> the type of values
 * @see Cache#lease
 */
public interface CacheLease<V> extends AutoCloseable {

    /**
     * Stores what was loaded, if the lease still stands. Counts as a load; ends the lease.
     *
     * @param value the value, loaded after the lease was taken; {@code null} if the origin has none
     * @return a future that tells whether it was stored. It is complete after the store write deadline at the latest, never fails, and may
     *     complete on a store's own thread
     */
    CompletableFuture<Boolean> fill(@Nullable V value);

    /**
     * Ends the lease because the load failed. Where a stale value was to be replaced, others leave the key alone for a while, as after a load
     * of Larder's own. Counts as a load that failed.
     *
     * @param failure why
     * @return the stale entry that may be served instead; {@code null} if there is none
     */
    @Nullable
    CacheEntry<V> fail(Throwable failure);

    /** Gives the lease back, without waiting for the store; does nothing if it has ended. */
    @Override
    void close();
}
