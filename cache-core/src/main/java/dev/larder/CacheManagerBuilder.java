// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.store.CacheStore;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CacheManager}. What is not set has its default: everything in this process, JSON without compression for a remote
 * store, no key prefix, threads of its own, the system's time, options as strategies give them. Not thread-safe; builds one manager each time.
 */
public final class CacheManagerBuilder {

    @Nullable
    CacheStore store;

    @Nullable
    String keyPrefix;

    CacheSerializer serializer = CacheSerializer.json();

    Compression compression = Compression.none();

    @Nullable
    Executor executor;

    @Nullable
    TimeSources time;

    /** Where Larder's own steps run; tests that must know when they are done run them where they come up. */
    @Nullable
    Executor steps;

    /** What chance decides by, at least 0 and less than 1; tests that must know what it decides set it. */
    DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();

    int maximumRefreshes = Background.REFRESHES;

    Duration breakerWait = Duration.ofMillis(500);

    int journalSize = 10_000;

    CacheTransaction.Source transactions = () -> null;

    final List<CacheListener> listeners = new ArrayList<>();

    UnaryOperator<CacheOptions> configuration = UnaryOperator.identity();

    CacheManagerBuilder() {}

    /**
     * Sets the store. It may be shared by several managers, and the manager does not close it.
     *
     * @param store where entries are kept
     * @return this builder
     */
    public CacheManagerBuilder store(CacheStore store) {
        this.store = Objects.requireNonNull(store, "store must not be null");
        return this;
    }

    /**
     * Sets what stands before the namespace in every key, to keep applications apart that share a store.
     *
     * @param keyPrefix the prefix; letters, digits, dot, underscore and hyphen
     * @return this builder
     */
    public CacheManagerBuilder keyPrefix(String keyPrefix) {
        this.keyPrefix = Objects.requireNonNull(keyPrefix, "keyPrefix must not be null");
        return this;
    }

    /**
     * Sets how values become bytes, for caches whose options name no serializer.
     *
     * @param serializer the serializer
     * @return this builder
     */
    public CacheManagerBuilder serializer(CacheSerializer serializer) {
        this.serializer = Objects.requireNonNull(serializer, "serializer must not be null");
        return this;
    }

    /**
     * Sets how payloads are compressed in a remote store, for caches whose options name no compression. A local store keeps the objects
     * themselves.
     *
     * @param compression the compression
     * @return this builder
     */
    public CacheManagerBuilder compression(Compression compression) {
        this.compression = Objects.requireNonNull(compression, "compression must not be null");
        return this;
    }

    /**
     * Sets where loaders and origin writes of asynchronous calls run. It should be bounded, and may reject what is too much: the call
     * then fails with a {@link CacheLoadException}. It must not run anything on the thread that calls it, which may be in a transaction.
     * The manager does not shut it down.
     *
     * @param executor the executor
     * @return this builder
     */
    public CacheManagerBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor must not be null");
        return this;
    }

    /**
     * Sets where time comes from.
     *
     * @param time the sources of time
     * @return this builder
     */
    public CacheManagerBuilder time(TimeSources time) {
        this.time = Objects.requireNonNull(time, "time must not be null");
        return this;
    }

    /**
     * Sets what becomes of the options that a cache is opened with, such as overriding them by properties.
     *
     * @param configuration gets the options of the code and returns those that hold; the name must stay
     * @return this builder
     */
    public CacheManagerBuilder configure(UnaryOperator<CacheOptions> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration must not be null");
        return this;
    }

    /**
     * Bounds how many loads may run at a time behind values that are served meanwhile; what is too much is dropped and counted, and tried
     * again at a later read. One that hangs keeps its place, so this is also how many threads they can cost.
     *
     * @param maximumRefreshes at least 1; less than the executor has threads
     * @return this builder
     */
    public CacheManagerBuilder maximumRefreshes(int maximumRefreshes) {
        if (maximumRefreshes < 1) {
            throw new IllegalArgumentException("maximumRefreshes must be at least 1, but was " + maximumRefreshes);
        }
        this.maximumRefreshes = maximumRefreshes;
        return this;
    }

    /**
     * Sets how long a remote store that does not answer is left alone before one call tries it again, give or take a half.
     *
     * @param breakerWait a millisecond to an hour; 500 ms unless set
     * @return this builder
     */
    public CacheManagerBuilder breakerWait(Duration breakerWait) {
        Objects.requireNonNull(breakerWait, "breakerWait must not be null");
        if (breakerWait.toMillis() < 1 || breakerWait.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "breakerWait must be at least a millisecond and at most an hour, but was " + breakerWait);
        }
        this.breakerWait = breakerWait;
        return this;
    }

    /**
     * Sets how many keys are remembered whose eviction a remote store has not confirmed, to be evicted when it answers again. When there
     * are more, a whole namespace is cleared instead.
     *
     * @param journalSize at least 1; 10,000 unless set
     * @return this builder
     */
    public CacheManagerBuilder journalSize(int journalSize) {
        if (journalSize < 1) {
            throw new IllegalArgumentException("journalSize must be at least 1, but was " + journalSize);
        }
        this.journalSize = journalSize;
        return this;
    }

    /**
     * Sets how to find the transaction that the calling thread is in. Changes join it, and loads in it stay on the caller's thread,
     * whatever the soft timeout.
     *
     * @param transactions asked on the caller's thread; must be quick, and the manager's own
     * @return this builder
     */
    public CacheManagerBuilder transactions(CacheTransaction.Source transactions) {
        this.transactions = Objects.requireNonNull(transactions, "transactions must not be null");
        return this;
    }

    /**
     * Adds a listener for what happens in the manager's caches, from the first one on.
     *
     * @param listener what to tell
     * @return this builder
     */
    public CacheManagerBuilder listener(CacheListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
        return this;
    }

    /**
     * Makes the manager.
     *
     * @return a new cache manager
     */
    public CacheManager build() {
        return new CacheManager(this);
    }
}
