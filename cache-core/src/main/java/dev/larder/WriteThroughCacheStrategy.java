// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Loads a value on a miss, and writes the origin first, then the cache.
 *
 * <p>A subclass is a constructor, a {@link #load}, and verbs of its own that call {@link #write}:
 *
 * <pre>{@code
 * Message add(Long conversation, NewMessage message) {
 *     return write(conversation, () -> messages.save(conversation, message), (cached, saved) -> newest50(cached, saved));
 * }
 * }</pre>
 *
 * <p>The key is marked in the store from before the origin is changed until the cache is: so no load is stored meanwhile, overlapping
 * writers leave nothing behind that might be the older one's, and nothing stale stays if a writer dies. {@link Cache#write(Object,
 * OriginWrite)} says it in full.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public abstract class WriteThroughCacheStrategy<K, V> extends CacheAsideStrategy<K, V> {

    /**
     * Opens the cache, with the types that the subclass gives.
     *
     * @param caches opens the cache
     * @param options its options, which the cache manager's configuration may override
     * @throws CacheConfigurationException if the name is taken, the keys could meet another cache's, or the subclass leaves a type open
     */
    protected WriteThroughCacheStrategy(CacheManager caches, CacheOptions options) {
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
    protected WriteThroughCacheStrategy(
            CacheManager caches, CacheOptions options, ValueType<K> keyType, ValueType<V> valueType) {
        super(caches, options, keyType, valueType);
    }

    /**
     * Changes the origin, then caches the value that the change returned, which must be what the origin now holds.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param <X> what the origin throws
     * @return the value that the change returned; {@code null} if the origin has none now
     * @throws X what the change threw, the very instance; nothing is cached then
     * @see Cache#write(Object, OriginWrite)
     */
    protected <X extends Exception> @Nullable V write(K key, OriginWrite<? extends @Nullable V, X> write) throws X {
        return cache().write(key, write);
    }

    /**
     * Changes the origin, then caches what a merge makes of the cached value and the change.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param merge makes the new value from the cached one and what the change returned; called only if a value was cached
     * @param <R> what the change returns
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance; nothing is cached then
     * @see Cache#write(Object, OriginWrite, BiFunction)
     */
    protected <R, X extends Exception> R write(K key, OriginWrite<R, X> write, BiFunction<V, R, V> merge) throws X {
        return cache().write(key, write, merge);
    }

    /**
     * Changes the origin for many keys, then caches the values that the change returned.
     *
     * @param keys the keys that may change
     * @param write changes the origin, and returns what it now holds; for keys that are left out nothing is cached
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance; nothing is cached then
     * @see Cache#writeAll
     */
    protected <X extends Exception> Map<K, V> writeAll(Collection<? extends K> keys, OriginWrite<Map<K, V>, X> write)
            throws X {
        return cache().writeAll(keys, write);
    }

    /**
     * Changes the origin, then caches nothing, as for a deletion.
     *
     * @param key the key
     * @param write changes the origin and has committed when it returns
     * @param <R> what the change returns
     * @param <X> what the origin throws
     * @return what the change returned
     * @throws X what the change threw, the very instance; nothing is cached then
     * @see Cache#remove
     */
    protected <R extends @Nullable Object, X extends Exception> R remove(K key, OriginWrite<R, X> write) throws X {
        return cache().remove(key, write);
    }
}
