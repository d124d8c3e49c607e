// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.CacheKeyBuilder;
import dev.larder.store.AtHand;
import dev.larder.store.CacheStore;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.time.TimeSources;
import java.util.concurrent.RejectedExecutionException;
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
    final Transactions transactions;

    /** Whether nothing stands behind the cache, so that a put is no copy of what may have changed since. */
    final boolean ownOrigin;

    final WriteMarks<K, V> marks;
    final Reads<K, V> reads;
    final Changes<K, V> changes;
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
            Transactions transactions,
            boolean ownOrigin,
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
        this.transactions = transactions;
        this.ownOrigin = ownOrigin;
        this.pushes = pushes;
        this.events = events;
        this.log = log;
        this.loads = new Loads<>(this);
        this.flights = loads.flights;
        this.refreshes = new Refreshes<>(this);
        this.backOffs = new BackOffs<>(this);
        this.marks = new WriteMarks<>(this);
        this.reads = new Reads<>(this);
        this.changes = new Changes<>(this);
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
    AtHand peek(K key) {
        return transactions.anyChanges() && seenInTransaction(storeKey(key)) != null ? null : store.peek(key);
    }

    /** What the calling thread's transaction has changed about a key, in the store's place; null if nothing. */
    @Nullable
    Lookup seenInTransaction(StoreKey key) {
        JoinedChanges<K, V> mine = changedInTransaction();
        return mine == null ? null : mine.seen(key);
    }

    /** Gives a put of the calling thread's transaction, which waits for its commit, other lives; returns whether there is one. */
    boolean touchInTransaction(StoreKey key, Values.Lives lives) {
        JoinedChanges<K, V> mine = changedInTransaction();
        return mine != null && mine.touch(key, lives);
    }

    private @Nullable JoinedChanges<K, V> changedInTransaction() {
        TransactionChanges all = transactions.changes();
        return all == null ? null : all.find(this);
    }

    /** The changes of the calling thread's transaction, to add to; null if it is in none, or the caller's code runs on another. */
    @Nullable
    JoinedChanges<K, V> join(Caller caller) {
        return caller.thread() == Thread.currentThread() ? join() : null;
    }

    /** The changes of the calling thread's transaction, to add to; null if it is in none. */
    @Nullable
    JoinedChanges<K, V> join() {
        TransactionChanges joined = transactions.join();
        return joined == null ? null : joined.of(this);
    }

    /** Whether what is loaded where the caller's code runs may be stored, as far as transactions are concerned. */
    boolean mayStoreLoads(Caller caller) {
        return caller.thread() != Thread.currentThread() || mayStoreLoads();
    }

    /** Whether what is loaded on this thread may be stored, as far as transactions are concerned. */
    boolean mayStoreLoads() {
        if (options.fillInTransaction() == FillInTransaction.ALWAYS) {
            return true;
        }
        CacheTransaction transaction = transactions.current();
        return transaction == null
                || options.fillInTransaction() == FillInTransaction.READ_ONLY
                        && transaction.isReadOnly()
                        && transaction.readsCommitted()
                        && !transaction.remembersReads();
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
