// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.CacheKeyBuilder;
import dev.larder.store.CacheStore;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.time.TimeSources;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the parts of one cache's pipeline share. */
final class Pipeline<K, V> {

    final CacheOptions options;
    final CacheKeyBuilder keys;
    final StoreAccess store;
    final Removals removals;
    final Values<V> values;
    final Tokens tokens;
    final TimeSources time;
    final Background background;
    final Pushes pushes;
    final Events events;
    final CacheLog log;
    final Loads<K, V> loads;
    final Flights<K, V> flights;
    final Refreshes<K, V> refreshes;
    final BackOffs<K, V> backOffs;
    final BooleanSupplier inTransaction;
    private final CacheStore cacheStore;

    Pipeline(
            CacheOptions options,
            CacheKeyBuilder keys,
            CacheStore cacheStore,
            StoreAccess store,
            Removals removals,
            Values<V> values,
            Tokens tokens,
            TimeSources time,
            Background background,
            BooleanSupplier inTransaction,
            Pushes pushes,
            Events events,
            CacheLog log) {
        this.options = options;
        this.keys = keys;
        this.cacheStore = cacheStore;
        this.store = store;
        this.removals = removals;
        this.values = values;
        this.tokens = tokens;
        this.time = time;
        this.background = background;
        this.inTransaction = inTransaction;
        this.pushes = pushes;
        this.events = events;
        this.log = log;
        this.loads = new Loads<>(this);
        this.flights = loads.flights;
        this.refreshes = new Refreshes<>(this);
        this.backOffs = new BackOffs<>(this);
    }

    /** The store's present time. */
    long now() {
        return cacheStore.now();
    }

    /** The store's time after which a change that is sent now must not run any more. */
    long changeNotAfter() {
        return now() + options.storeWriteDeadline().toMillis();
    }

    /** Refuses null, which NullAway cannot see in a caller's code, with the message that a key's text would be refused with. */
    K requireKey(K key) {
        if (key == null) {
            keys.text(key);
        }
        return key;
    }

    /** A value at hand in this process, without I/O. */
    @Nullable
    StoredValue peek(K key) {
        return store.peek(key);
    }

    StoreKey storeKey(K key) {
        return new StoreKey(keys.text(key), key);
    }

    /** What a caller is told whose code found no thread. */
    CacheLoadException saturated(RejectedExecutionException cause) {
        return new CacheLoadException(
                "no thread is free in the background for cache '%s'; give the cache manager a larger executor, or call synchronously"
                        .formatted(options.name()),
                cause);
    }

    @SuppressWarnings("unchecked")
    K userKey(StoreKey key) {
        return (K) key.object();
    }
}
