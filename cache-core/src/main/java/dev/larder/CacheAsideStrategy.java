// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Loads a value on a miss, and keeps it until it is evicted or its time to live is over.
 *
 * <p>A subclass is a constructor and a {@link #load}:
 *
 * <pre>{@code
 * class PostCache extends CacheAsideStrategy<Long, Post> {
 *
 *     private final PostRepository posts;
 *
 *     PostCache(CacheManager caches, PostRepository posts) {
 *         super(caches, CacheOptions.named("posts").timeToLive(Duration.ofHours(2)));
 *         this.posts = posts;
 *     }
 *
 *     @Override
 *     protected Post load(Long id) {
 *         return posts.byId(id);
 *     }
 * }
 * }</pre>
 *
 * <p>For a missing key the fleet loads once at a time, and a load that an eviction overtook is never stored; {@link Cache#getOrLoad} says
 * it in full. After the origin was changed, {@link #evict} the key, or let a {@link WriteThroughCacheStrategy} do both.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public abstract class CacheAsideStrategy<K, V> extends BaseCacheStrategy<K, V> {

    private final CacheLoader<K, V> loader = new CacheLoader<>() {
        @Override
        public @Nullable V load(K key) throws Exception {
            return CacheAsideStrategy.this.load(key);
        }

        @Override
        public @Nullable V reload(K key, V held) throws Exception {
            return CacheAsideStrategy.this.reload(key, held);
        }

        @Override
        public Map<K, V> loadAll(Collection<K> keys) throws Exception {
            return CacheAsideStrategy.this.loadAll(keys);
        }
    };

    /**
     * Opens the cache, with the types that the subclass gives.
     *
     * @param caches opens the cache
     * @param options its options, which the cache manager's configuration may override
     * @throws CacheConfigurationException if the name is taken, the keys could meet another cache's, or the subclass leaves a type open
     */
    protected CacheAsideStrategy(CacheManager caches, CacheOptions options) {
        super(caches, options);
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
    protected CacheAsideStrategy(
            CacheManager caches, CacheOptions options, ValueType<K> keyType, ValueType<V> valueType) {
        super(caches, options, keyType, valueType);
    }

    /**
     * Makes a strategy of a lambda. Its keys may be of any type; their texts say which, unless they are strings.
     *
     * @param caches opens the cache
     * @param options its options
     * @param valueType the type of values
     * @param loader asks the origin
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return the strategy
     */
    @SuppressWarnings("unchecked")
    public static <K, V> CacheAsideStrategy<K, V> of(
            CacheManager caches, CacheOptions options, Class<V> valueType, CacheLoader<K, V> loader) {
        return of(caches, options, (ValueType<K>) ValueType.of(Object.class), ValueType.of(valueType), loader);
    }

    /**
     * Makes a strategy of a lambda.
     *
     * @param caches opens the cache
     * @param options its options
     * @param keyType the type of keys
     * @param valueType the type of values
     * @param loader asks the origin
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return the strategy
     */
    public static <K, V> CacheAsideStrategy<K, V> of(
            CacheManager caches,
            CacheOptions options,
            ValueType<K> keyType,
            ValueType<V> valueType,
            CacheLoader<K, V> loader) {
        Objects.requireNonNull(loader, "loader must not be null");
        return new LambdaCacheAsideStrategy<>(caches, options, keyType, valueType, loader);
    }

    /**
     * Asks the origin for one key. It runs on the thread of a synchronous caller, and on the cache manager's executor otherwise.
     *
     * @param key the key
     * @return the value; {@code null} if the origin has none, which is remembered for the absent time to live
     * @throws Exception if the origin fails; nothing is stored then. Callers get unchecked exceptions as they are, others as a
     *     {@link CacheLoadException}
     */
    protected abstract @Nullable V load(K key) throws Exception;

    /**
     * Asks the origin for one key anew whose value is held, and may say that it is unchanged by returning the very instance: the value then
     * gets its whole life again. Loads it like any other unless it is overridden.
     *
     * @param key the key
     * @param held the value that is cached, stale or not; not to be changed
     * @return {@code held} itself if it is unchanged, else the value, or {@code null} if the origin has none
     * @throws Exception if the origin fails
     */
    protected @Nullable V reload(K key, V held) throws Exception {
        return load(key);
    }

    /**
     * Asks the origin for many keys; unless it is overridden it loads one after the other, until one fails.
     *
     * @param keys the keys, without duplicates
     * @return the values; a key that is left out has none
     * @throws PartialLoadException if some keys were loaded and others were not; those are stored
     * @throws Exception if the origin fails; nothing is stored then
     */
    protected Map<K, V> loadAll(Collection<K> keys) throws Exception {
        return OneByOne.load(keys, this::load);
    }

    /**
     * Returns the value of a key, loaded if it is not cached.
     *
     * @param key the key
     * @return the value; {@code null} if the origin has none
     * @throws CacheLoadException if the load threw a checked exception
     * @see Cache#getOrLoad
     */
    @Override
    public @Nullable V get(K key) {
        return cache().getOrLoad(key, loader);
    }

    /**
     * Returns the values of many keys; those that are not cached are loaded by one {@link #loadAll}.
     *
     * @param keys the keys; duplicates count once
     * @return the values, in the order of the keys; keys that the origin does not have are left out
     * @throws CacheLoadException if a load threw a checked exception
     * @see Cache#getAllOrLoad
     */
    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return cache().getAllOrLoad(keys, loader);
    }

    /**
     * Returns the value of a key, loaded by the given loader if it is not cached.
     *
     * @param key the key
     * @param loader asks the origin, in place of {@link #load}
     * @return the value; {@code null} if the origin has none
     * @throws CacheLoadException if the load threw a checked exception
     * @see Cache#getOrLoad
     */
    public @Nullable V getOrLoad(K key, CacheLoader<K, V> loader) {
        return cache().getOrLoad(key, loader);
    }

    /**
     * Loads a key now, cached or not.
     *
     * @param key the key
     * @return the loaded value; {@code null} if the origin has none
     * @throws CacheLoadException if the load threw a checked exception; what was cached stays
     * @see Cache#refresh
     */
    public @Nullable V refresh(K key) {
        return cache().refresh(key, loader);
    }

    /**
     * Loads those of many keys that are not cached, in batches, by {@link WarmUp#defaults the usual options}, and waits until all are
     * through.
     *
     * @param keys the keys; duplicates count once
     * @return what came of it
     * @throws CacheInterruptedException if the thread was interrupted while waiting; no more batches are started then
     * @see Cache#warmUp
     */
    public WarmUpReport warmUp(Collection<? extends K> keys) {
        return warmUp(keys, WarmUp.defaults());
    }

    /**
     * Loads those of many keys that are not cached, in batches, and waits until all are through. How far it is stands in the log of the
     * cache.
     *
     * @param keys the keys; duplicates count once
     * @param options how many at a time, and who hears of it
     * @return what came of it
     * @throws CacheInterruptedException if the thread was interrupted while waiting; no more batches are started then
     * @see Cache#warmUp
     */
    public WarmUpReport warmUp(Collection<? extends K> keys, WarmUp options) {
        return cache().warmUp(keys, loader, options);
    }

    /**
     * Returns the public verbs as futures; they load on a miss, on the cache manager's executor.
     *
     * @return an asynchronous view of this strategy
     */
    @Override
    public AsyncCacheAside<K, V> async() {
        return new CacheAsideAsyncView<>(cache().async(), loader);
    }
}
