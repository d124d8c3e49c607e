// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a cache is warmed up. Immutable: each method returns a copy.
 *
 * <p>Choose the batch size so that the origin answers for a batch well within the cache's {@link CacheOptions#loaderDeadline loader
 * deadline}, since what comes later is not stored.
 *
 * @param concurrency how many batches are under way at a time at most; at least 1
 * @param batchSize how many keys are given to one {@link CacheLoader#loadAll} at most; at least 1
 * @param listener hears how far it is
 */
public record WarmUp(int concurrency, int batchSize, Consumer<? super WarmUpReport> listener) {

    private static final int CONCURRENCY = 4;
    private static final int BATCH_SIZE = 50;

    /** Checks the bounds. */
    public WarmUp {
        requireAtLeastOne(concurrency, "concurrency");
        requireAtLeastOne(batchSize, "batchSize");
        Objects.requireNonNull(listener, "listener must not be null");
    }

    /**
     * Starts with the defaults: 4 batches of 50 keys at a time, and nobody listens.
     *
     * @return the options
     */
    public static WarmUp defaults() {
        return new WarmUp(CONCURRENCY, BATCH_SIZE, report -> {});
    }

    /**
     * Sets how many batches are under way at a time, and so how many loaders are called at a time, at most.
     *
     * @param concurrency at least 1
     * @return a copy
     */
    public WarmUp concurrency(int concurrency) {
        return new WarmUp(concurrency, batchSize, listener);
    }

    /**
     * Sets how many keys are loaded together at most.
     *
     * @param batchSize at least 1
     * @return a copy
     */
    public WarmUp batchSize(int batchSize) {
        return new WarmUp(concurrency, batchSize, listener);
    }

    /**
     * Sets who hears how far it is: after each batch, or after each key of a batch that failed, one report after the other, the last of
     * which is complete. It is called on a thread of Larder's, so it must be quick and must not block. What it throws is logged once and
     * changes nothing.
     *
     * @param listener what to tell
     * @return a copy
     */
    public WarmUp listener(Consumer<? super WarmUpReport> listener) {
        return new WarmUp(concurrency, batchSize, listener);
    }

    private static void requireAtLeastOne(int number, String option) {
        if (number < 1) {
            throw new IllegalArgumentException("%s must be at least 1, but was %d".formatted(option, number));
        }
    }
}
