// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One cache with its full set of verbs, for adapters and for those who want no class of their own; a domain is better served by a
 * {@link BaseCacheStrategy strategy}, which publishes verbs of its own.
 *
 * <p><b>Misses and failures.</b> A store that fails or is slow never costs a caller a value: reads then ask the origin, within the store's
 * deadlines, and store nothing; changes say in their result that they were not confirmed.
 *
 * <p><b>Null.</b> A value of {@code null} means that the origin has none. It is remembered, for the absent time to live, and {@link #get}
 * does not tell it from a miss; {@link #entry} does. Keys must not be null.
 *
 * <p><b>Threads.</b> Safe for use by many threads. Loaders and origin writes of synchronous calls run on the caller's thread, and no lock
 * is held meanwhile. Values are shared: treat them as immutable.
 *
 * <p><b>Transactions.</b> On the thread of a transaction that its manager knows, changes are seen by others when that has committed, and
 * not at all if it is rolled back: writes leave their values; evictions, and puts in front of an origin, leave nothing. {@link #touch}
 * applies at once. Reads go past the cache for keys that the transaction has changed; what they load is stored only where {@link
 * FillInTransaction} says so. Loads and writes of {@link #async()} are no part of it.
 *
 * @param <K> the type of keys: strings, numbers, enums, records, lists of those and the like, but no arrays
 * @param <V> the type of values
 */
public interface Cache<K, V> {

    /**
     * Returns the cache's name.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the cache's options, as they came about from the code, the defaults and the configuration.
     *
     * @return the options
     */
    CacheOptions options();

    /**
     * Returns the cached value of a key, and asks no origin.
     *
     * @param key the key
     * @return the value; {@code null} on a miss, if the origin is known to have none, or if the store does not answer
     */
    @Nullable
    V get(K key);

    /**
     * Returns the cached entry of a key, and asks no origin; like {@link #get}, but tells a known absence from a miss. Counts as a hit or
     * as a miss.
     *
     * @param key the key
     * @return the entry, which may be a known absence; {@code null} on a miss, or if the store does not answer
     */
    @Nullable
    CacheEntry<V> lookup(K key);

    /**
     * Returns the cached values of many keys in one round trip, and asks no origin.
     *
     * @param keys the keys; duplicates count once
     * @return the values, in the order of the keys; keys without one are left out
     */
    Map<K, V> getAll(Collection<? extends K> keys);

    /**
     * Returns the value of a key, from the cache if it holds one, else from the origin.
     *
     * <p>For a missing key the fleet loads once at a time: other callers, on this node and on others, wait for the value as long as the
     * lease and the loader live, and about twice the loader deadline at most; then they load without storing. Other callers' loaders for the
     * key count as equal. A caller never gets what was loaded before an eviction that was acknowledged before he called. A value that an
     * eviction overtook goes to the caller who loaded it and to nobody else. A loader that asks for a key whose load waits for this
     * one loads it directly.
     *
     * @param key the key
     * @param loader asks the origin
     * @return the value; {@code null} if the origin has none
     * @throws CacheLoadException if the loader threw a checked exception. Unchecked ones and errors reach all callers as the very same
     *     instance. Nothing is stored then
     * @throws CacheInterruptedException if the thread was interrupted while waiting
     */
    @Nullable
    V getOrLoad(K key, CacheLoader<K, V> loader);

    /**
     * Returns the values of many keys like {@link #getOrLoad}, in one round trip and with one {@link CacheLoader#loadAll} for those
     * that nobody else is loading.
     *
     * <p>Not promised: called inside a loader, for a key that this loader is loading together with keys that the inner loader asks for in
     * turn, it may wait for the loader deadline before it loads directly.
     *
     * @param keys the keys; duplicates count once
     * @param loader asks the origin
     * @return the values, in the order of the keys; keys that the origin does not have are left out
     * @throws CacheLoadException if a loader threw a checked exception; what was loaded by others stays cached
     * @throws CacheInterruptedException if the thread was interrupted while waiting
     */
    Map<K, V> getAllOrLoad(Collection<? extends K> keys, CacheLoader<K, V> loader);

    /**
     * Loads a key now, cached or not, and replaces the value that was cached. If that was evicted or replaced during the load, the
     * new value is returned but not stored. If the loader fails, what was cached stays.
     *
     * @param key the key
     * @param loader asks the origin
     * @return the loaded value; {@code null} if the origin has none
     * @throws CacheLoadException if the loader threw a checked exception
     * @throws CacheInterruptedException if the thread was interrupted while waiting
     */
    @Nullable
    V refresh(K key, CacheLoader<K, V> loader);

    /**
     * Loads those of many keys that are not cached, in batches, and waits until all are through. Progress is said in the log of the cache
     * and told to the listener.
     *
     * <p>The loader runs on the cache manager's executor, outside any transaction. A batch that fails is loaded again key by key, so that
     * one bad key costs no other; keys that fail then are counted, and the failure of the first is in the report and its class in the
     * log. Keys that have no answer after twice the loader deadline are no longer waited for and count as failed. When the executor
     * refuses a batch, the batch is tried again until there is room.
     *
     * <p>Not promised: that all keys are cached at the end. What was evicted meanwhile is not, nor is what the store had no room for
     * or, since it did not answer, did not take. Reads and loads count in the statistics as others do.
     *
     * @param keys the keys; duplicates count once
     * @param loader asks the origin
     * @param options how many at a time, and who hears of it
     * @return what came of it
     * @throws dev.larder.key.InvalidCacheKeyException if one of the keys cannot be a key of this cache; nothing is loaded then
     * @throws CacheInterruptedException if the thread was interrupted while waiting; the batches under way go on, and no more are started
     * @throws java.util.concurrent.CancellationException if the cache manager was closed meanwhile
     */
    WarmUpReport warmUp(Collection<? extends K> keys, CacheLoader<K, V> loader, WarmUp options);

    /**
     * Takes the right to load a key and to fill it, for adapters whose load is not a function that they could hand over.
     *
     * <p>{@link #getOrLoad} does the same and more: here nobody waits for anybody, and callers without the lease load and must not store.
     *
     * @param key the key
     * @return the lease, which must be closed; {@code null} if a value is cached by now, somebody else is loading or writing, the key is
     *     held off, or the store does not answer. An interrupt does not end the wait for the store; the interrupt flag stays set
     */
    @Nullable
    CacheLease<V> lease(K key);

    /**
     * Returns what may be served to a caller of {@link #lookup} who missed and did not get the {@linkplain #lease lease}: a value that was
     * cached meanwhile, or a stale one, while others load it anew or if loads of it just failed.
     *
     * @param key the key
     * @return the entry; {@code null} if there is none, so that the caller has to load, without storing
     */
    @Nullable
    CacheEntry<V> standIn(K key);

    /**
     * Returns what is cached under a key, stale or not, with its ages. Counts neither as a hit nor as a miss.
     *
     * @param key the key
     * @return the entry, which may be a known absence; {@code null} if nothing is cached
     */
    @Nullable
    CacheEntry<V> entry(K key);

    /**
     * Tells whether something fresh is cached under a key, a known absence included. Counts neither as a hit nor as a miss.
     *
     * @param key the key
     * @return whether it is cached
     */
    boolean contains(K key);

    /**
     * Returns what is left of an entry's life.
     *
     * @param key the key
     * @return the time; {@code null} if nothing is cached
     */
    @Nullable
    Duration timeToLive(K key);

    /**
     * Gives an entry its full life again, counted from now.
     *
     * @param key the key
     * @return whether something was cached, and the store confirmed
     */
    boolean touch(K key);

    /**
     * Gives an entry a life, counted from now, to be shortened by the jitter.
     *
     * @param key the key
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return whether something was cached, and the store confirmed
     */
    boolean touch(K key, Duration timeToLive);

    /**
     * Stores a value; the last put to arrive wins, and loads under way are not stored. While a writer is at work nothing is stored.
     *
     * <p><b>Warning:</b> use it where the cache is its own origin, such as who is online. In front of a database two puts may arrive in
     * the other order than the changes they stand for: use {@link #write} or {@link #evict} there.
     *
     * <p>Where {@linkplain CacheOptions#valueVersion values have a version}, a value is stored only if no newer one, nor the same, is stored
     * or was evicted a moment ago; so puts may arrive in any order. In a transaction such a put is made after the commit. A put of {@code
     * null} evicts there.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return whether the store confirmed that it holds the value; {@code false} in a transaction
     * @throws dev.larder.serializer.CacheSerializationException if the value does not become bytes; nothing was changed
     */
    boolean put(K key, @Nullable V value);

    /**
     * Stores a value with a life of its own, to be shortened by the jitter.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return whether the store confirmed that it holds the value
     * @see #put(Object, Object)
     */
    boolean put(K key, @Nullable V value, Duration timeToLive);

    /**
     * Stores many values.
     *
     * @param values the values by key
     * @return whether the store confirmed all of them
     * @see #put(Object, Object)
     */
    boolean putAll(Map<? extends K, ? extends V> values);

    /**
     * Stores a value unless one is cached, a known absence included; atomic across the fleet.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return what is cached already; {@code null} if there was nothing, so that the value was stored, or if the store did not
     *     answer or a writer is at work, so that it was not
     */
    @Nullable
    CacheEntry<V> putIfAbsent(K key, @Nullable V value);

    /**
     * Removes what is cached under a key, because the origin has changed. Call it after the change is committed, or in its transaction.
     *
     * <p>Once it is acknowledged, no value that was loaded before is served to a call that begins later, on any node, and no load under
     * way is stored.
     *
     * @param key the key
     * @return what became of it; {@link Eviction#UNACKNOWLEDGED} if the store did not answer, {@link Eviction#AT_COMMIT} in a transaction
     */
    Eviction evict(K key);

    /**
     * Evicts many keys in one round trip.
     *
     * @param keys the keys
     * @return {@link Eviction#EVICTED} if anything was removed
     * @see #evict(Object)
     */
    Eviction evictAll(Collection<? extends K> keys);

    /**
     * Makes what is cached under a key stale, because the origin may have changed, and keeps it for when loads fail. Where
     * {@link CacheOptions#staleIfError} keeps nothing, or a {@linkplain CacheOptions#holdOff hold-off} is set, it evicts.
     *
     * <p>Once it is acknowledged, a value that was loaded before is served to a call that begins later only in place of a load that does
     * not succeed, on any node; and no load under way is stored. So, other than after {@link #evict}, a caller may still get to see it.
     *
     * @param key the key
     * @return {@link Eviction#EVICTED} if anything was made stale or removed; {@link Eviction#UNACKNOWLEDGED} if the store did not answer
     */
    Eviction expire(K key);

    /**
     * Makes many keys stale in one round trip.
     *
     * @param keys the keys
     * @return {@link Eviction#EVICTED} if anything was made stale or removed
     * @see #expire(Object)
     */
    Eviction expireAll(Collection<? extends K> keys);

    /**
     * Evicts the keys that match. Goes over all keys of the cache, so it takes longer the more there are; what is stored meanwhile may
     * be missed.
     *
     * @param keys which keys
     * @return {@link Eviction#EVICTED} if anything was removed
     * @throws IllegalArgumentException if this cache's keys cannot match such parts
     */
    Eviction evictMatching(KeyGlob keys);

    /**
     * Evicts the key that has a text, for operators, who see texts in logs and stores and have no key object. The promises are those of
     * {@link #evict}. A store in memory has to go over all keys for it, and keeps the cache's hold-off only if something stood there.
     *
     * @param keyText the whole text, such as {@code chat:v1:conversation:7:messages}, or only what stands in the places of the key's
     *     parts, joined by colons: {@code 7}
     * @return what became of it
     * @throws dev.larder.key.InvalidCacheKeyException if no key of this cache can have that text; nothing was changed
     */
    Eviction evictByText(String keyText);

    /**
     * Removes everything that is cached here; write intents stand.
     *
     * @return {@link Eviction#EVICTED}, or {@link Eviction#UNACKNOWLEDGED} if the store did not answer
     */
    Eviction clear();

    /**
     * Changes the origin, then caches the value that the change returned, which must be what the origin now holds.
     *
     * <p>The key is marked before the origin is changed, so that no load is stored meanwhile, and nothing stays cached if this process
     * dies in between. If the store does not acknowledge the mark, {@link CacheOptions#onStoreFailure} says whether the origin is changed.
     * When two writers overlap, or an eviction comes in between, nothing is cached. If the origin refuses, nothing is cached and its
     * exception is passed on. Once the origin has accepted, no failure of the cache makes the call fail. An interrupt does not end the
     * waits for the store, which are short; the thread's interrupt flag stays set.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns, or belongs to the caller's transaction
     * @param <X> what the origin throws
     * @return the value that the change returned; {@code null} if the origin has none now
     * @throws X what the change threw, the very instance
     * @throws CacheStoreUnavailableException if the store did not acknowledge the mark and the options say to refuse; nothing was changed
     */
    <X extends Exception> @Nullable V write(K key, OriginWrite<? extends @Nullable V, X> write) throws X;

    /**
     * Changes the origin, then caches what a merge makes of the cached value and the change. A merged entry keeps the age of the cached
     * value.
     *
     * <p>The merge is called only if a value was cached, fresh, when the write began, and nobody else was writing; otherwise nothing is
     * cached. It must not change the cached value but make a new one, ordered by the origin's order: ids need not be in the order of
     * commits. If it throws, nothing is cached and the write still succeeds.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param merge makes the new value from the cached one and what the change returned
     * @param <R> what the change returns
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance
     * @see #write(Object, OriginWrite)
     */
    <R, X extends Exception> R write(K key, OriginWrite<R, X> write, BiFunction<V, R, V> merge) throws X;

    /**
     * Changes the origin for many keys, then caches the values that the change returned.
     *
     * @param keys the keys that may change
     * @param write changes the origin, and returns what it now holds; for keys that are left out nothing is cached
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance
     * @see #write(Object, OriginWrite)
     */
    <X extends Exception> Map<K, V> writeAll(Collection<? extends K> keys, OriginWrite<Map<K, V>, X> write) throws X;

    /**
     * Changes the origin, then caches nothing, as for a deletion.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param <R> what the change returns
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance
     * @see #write(Object, OriginWrite)
     */
    <R extends @Nullable Object, X extends Exception> R remove(K key, OriginWrite<R, X> write) throws X;

    /**
     * Returns the counts of this cache on this node.
     *
     * @return the counts
     */
    CacheStats stats();

    /**
     * Tells how many values this process holds, without asking anybody else, so that a gauge may read it.
     *
     * @return the number, roughly; empty if the store keeps its values elsewhere
     */
    OptionalLong localSize();

    /**
     * Returns the same verbs as futures, with the same guarantees.
     *
     * @return an asynchronous view of this cache
     */
    AsyncCache<K, V> async();
}
