// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values with a time to live, for what has no origin but the cache, such as who is online or typing.
 *
 * <p>A subclass is a constructor and verbs of its own: reading is public, changing is protected, so that nobody puts past the class. Its
 * type arguments tell how values are read back from a remote store. The constructor opens the cache; nothing is loaded before the first
 * call. The verbs are not final, since Spring proxies beans.
 *
 * <p>What the verbs promise on a miss, for null, for threads and for a store that fails is said at {@link Cache}.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public abstract class BaseCacheStrategy<K, V> {

    private final Cache<K, V> cache;

    /**
     * Opens the cache, with the types that the subclass gives.
     *
     * @param caches opens the cache
     * @param options its options, which the cache manager's configuration may override
     * @throws CacheConfigurationException if the name is taken, the keys could meet another cache's, or the subclass leaves a type open
     */
    protected BaseCacheStrategy(CacheManager caches, CacheOptions options) {
        StrategyTypes<K, V> types = StrategyTypes.of(getClass(), options);
        this.cache = caches.open(options, types.keys(), types.values(), isOwnOrigin());
    }

    /**
     * Opens the cache with the given types, for subclasses that are generic themselves.
     *
     * @param caches opens the cache
     * @param options its options, which the cache manager's configuration may override
     * @param keyType the type of keys
     * @param valueType the type of values
     * @throws CacheConfigurationException if the name is taken or the keys could meet another cache's
     */
    protected BaseCacheStrategy(
            CacheManager caches, CacheOptions options, ValueType<K> keyType, ValueType<V> valueType) {
        this.cache = caches.open(options, keyType, valueType, isOwnOrigin());
    }

    private boolean isOwnOrigin() {
        return !(this instanceof CacheAsideStrategy);
    }

    /**
     * Returns the cache's name.
     *
     * @return the name
     */
    public String name() {
        return cache.name();
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return the cached value; {@code null} if there is none
     */
    public @Nullable V get(K key) {
        return cache.get(key);
    }

    /**
     * Returns the values of many keys in one round trip.
     *
     * @param keys the keys; duplicates count once
     * @return the values, in the order of the keys; keys without one are left out
     */
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return cache.getAll(keys);
    }

    /**
     * Returns what is cached under a key, with its ages; tells a known absence from nothing.
     *
     * @param key the key
     * @return the entry; {@code null} if nothing is cached
     * @see Cache#entry(Object)
     */
    public @Nullable CacheEntry<V> entry(K key) {
        return cache.entry(key);
    }

    /**
     * Tells whether something fresh is cached under a key, a known absence included.
     *
     * @param key the key
     * @return whether it is cached
     */
    public boolean contains(K key) {
        return cache.contains(key);
    }

    /**
     * Returns what is left of an entry's life.
     *
     * @param key the key
     * @return the time; {@code null} if nothing is cached
     */
    public @Nullable Duration timeToLive(K key) {
        return cache.timeToLive(key);
    }

    /**
     * Gives an entry its full life again, counted from now.
     *
     * @param key the key
     * @return whether something was cached, and the store confirmed
     */
    public boolean touch(K key) {
        return cache.touch(key);
    }

    /**
     * Gives an entry a life, counted from now, to be shortened by the jitter.
     *
     * @param key the key
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return whether something was cached, and the store confirmed
     */
    public boolean touch(K key, Duration timeToLive) {
        return cache.touch(key, timeToLive);
    }

    /**
     * Removes what is cached under a key, because the origin has changed.
     *
     * @param key the key
     * @return what became of it
     * @see Cache#evict(Object)
     */
    public Eviction evict(K key) {
        return cache.evict(key);
    }

    /**
     * Evicts many keys in one round trip.
     *
     * @param keys the keys
     * @return what became of it
     * @see Cache#evictAll(Collection)
     */
    public Eviction evictAll(Collection<? extends K> keys) {
        return cache.evictAll(keys);
    }

    /**
     * Makes what is cached under a key stale: it is loaded anew when it is read next, and served again only if no load succeeds.
     *
     * @param key the key
     * @return what became of it
     * @see Cache#expire(Object)
     */
    public Eviction expire(K key) {
        return cache.expire(key);
    }

    /**
     * Makes many keys stale in one round trip.
     *
     * @param keys the keys
     * @return what became of it
     * @see Cache#expire(Object)
     */
    public Eviction expireAll(Collection<? extends K> keys) {
        return cache.expireAll(keys);
    }

    /**
     * Evicts the keys that match.
     *
     * @param keys which keys
     * @return what became of it
     * @see Cache#evictMatching(KeyGlob)
     */
    public Eviction evictMatching(KeyGlob keys) {
        return cache.evictMatching(keys);
    }

    /**
     * Removes everything that is cached here.
     *
     * @return what became of it
     * @see Cache#clear()
     */
    public Eviction clear() {
        return cache.clear();
    }

    /**
     * Returns the counts of this cache on this node.
     *
     * @return the counts
     */
    public CacheStats stats() {
        return cache.stats();
    }

    /**
     * Returns the public verbs as futures, with the same guarantees.
     *
     * @return an asynchronous view of this strategy
     */
    public AsyncCacheReader<K, V> async() {
        return cache.async();
    }

    /**
     * Returns the cache with its full set of verbs, for what a subclass publishes.
     *
     * @return the cache
     */
    protected Cache<K, V> cache() {
        return cache;
    }

    /**
     * Stores a value.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return whether the store confirmed that it holds the value
     * @see Cache#put(Object, Object)
     */
    protected boolean put(K key, @Nullable V value) {
        return cache.put(key, value);
    }

    /**
     * Stores a value with a life of its own.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @param timeToLive at least a millisecond, at most {@link CacheOptions#LONGEST_LIFE}
     * @return whether the store confirmed that it holds the value
     * @see Cache#put(Object, Object, Duration)
     */
    protected boolean put(K key, @Nullable V value, Duration timeToLive) {
        return cache.put(key, value, timeToLive);
    }

    /**
     * Stores many values.
     *
     * @param values the values by key
     * @return whether the store confirmed all of them
     * @see Cache#putAll(Map)
     */
    protected boolean putAll(Map<? extends K, ? extends V> values) {
        return cache.putAll(values);
    }

    /**
     * Stores a value unless one is cached; atomic across the fleet.
     *
     * @param key the key
     * @param value the value; {@code null} for a known absence
     * @return what is cached already; {@code null} if there was nothing
     * @see Cache#putIfAbsent(Object, Object)
     */
    protected @Nullable CacheEntry<V> putIfAbsent(K key, @Nullable V value) {
        return cache.putIfAbsent(key, value);
    }
}
