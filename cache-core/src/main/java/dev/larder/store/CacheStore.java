// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.concurrent.CompletionStage;

/**
 * The shared place of entries: memory, a Redis or Valkey server, a table.
 *
 * <p>A store keeps at most one record under a key: a value, a lease, a write intent or a tombstone. Its verbs are small and
 * atomic per key; the algorithm that makes a cache of them is the pipeline's. Two rules carry every promise: <em>a verb
 * that stores a loaded or written value is conditional</em> on the record its caller placed or saw before it asked the origin,
 * and <em>a verb that removes, or makes stale, is unconditional</em>. So a command that is repeated, or runs late, does no harm.
 *
 * <p>Beside its record a key may have a {@linkplain StoreRegion#claim claim}, which spares the origin loads and on which no promise
 * rests.
 *
 * <p>Stores are safe for use by many threads. A store that fails or stalls may complete a stage exceptionally, late or never;
 * callers bound every stage by a deadline of their own. Implementations prove themselves with the contract tests in
 * {@code dev.larder.test}.
 */
public interface CacheStore extends AutoCloseable {

    /**
     * Opens the part of the store that holds one cache.
     *
     * <p>Opening the same cache again gives a view of the same records; a local store keeps the bounds that it was first
     * opened with.
     *
     * @param spec which cache, and how much of it a local store may keep
     * @return the cache's region, usable until the store is closed
     */
    StoreRegion open(RegionSpec spec);

    /**
     * Clears every cache of a namespace, all its versions included.
     *
     * <p>Once the stage is complete no value that was loaded before is found in the store again. Leases are not revoked, but what
     * they fill counts as cleared. Write intents and tombstones stand.
     *
     * @param namespace the namespace to clear; others are not touched
     * @return a stage that completes when the namespace is cleared
     */
    CompletionStage<Void> clear(String namespace);

    /**
     * Returns the store's present time.
     *
     * @return milliseconds since the epoch by the store's clock, or this node's estimate of it
     */
    long now();

    /**
     * Tells whether payloads are kept by reference, so that values need no serializer.
     *
     * @return {@code true} for a store in this process; {@code false} where payloads are byte arrays
     */
    boolean keepsReferences();

    /**
     * Tells which part of the store answers for a key, and can fail alone: the primary that holds its slot, where there are several.
     * While one part does not answer, the others go on being asked. Asked for every command, so it must be quick and must not throw.
     *
     * @param key the key
     * @return what stands for the part: equal for keys of one part, different for those of two, and with a text that an operator
     *     knows it by, without secrets; a store of one part has one for all keys
     */
    default Object partition(StoreKey key) {
        return "store";
    }

    /**
     * Registers a listener for changes of records.
     *
     * @param listener what to tell; it must be quick and must not block
     * @return a handle that ends the subscription
     */
    Subscription subscribe(StoreListener listener);

    /**
     * Asks the store how it is.
     *
     * @return a stage with the answer; it completes exceptionally if the store cannot say
     */
    CompletionStage<StoreHealth> health();

    /** Releases what the store holds. Stages under way may never complete. */
    @Override
    void close();

    /** A subscription that can be ended. */
    @FunctionalInterface
    interface Subscription {

        /** Ends the subscription; a message under way may still arrive. */
        void cancel();
    }
}
