// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the origin for values.
 *
 * <p>It must read what the origin holds <em>now</em>: a lagging replica or an old snapshot may be cached for a whole time to live. It
 * may throw anything; see {@link CacheLoadException} for what callers get. It may use caches, also the same one.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface CacheLoader<K, V> {

    /**
     * Loads one key.
     *
     * @param key the key
     * @return the value, or {@code null} if the origin has none, which is remembered for the absent time to live
     * @throws Exception if the origin fails; nothing is stored then
     */
    @Nullable
    V load(K key) throws Exception;

    /**
     * Loads one key anew whose value is held, and may say that it is unchanged by returning the very instance: the value then gets its
     * whole life again. Loads it like any other unless it is overridden. Keys of a bulk are loaded anew by {@link #loadAll}.
     *
     * @param key the key
     * @param held the value that is cached, stale or not; not to be changed
     * @return {@code held} itself if it is unchanged, else the value, or {@code null} if the origin has none
     * @throws Exception if the origin fails
     */
    default @Nullable V reload(K key, V held) throws Exception {
        return load(key);
    }

    /**
     * Loads many keys; unless it is overridden it loads one after the other, until one fails.
     *
     * @param keys the keys, without duplicates
     * @return the values; a key that is left out has none. Other keys are ignored
     * @throws PartialLoadException if some keys were loaded and others were not; those are stored
     * @throws Exception if the origin fails; nothing is stored then
     */
    default Map<K, V> loadAll(Collection<K> keys) throws Exception {
        return OneByOne.load(keys, this::load);
    }

    /**
     * Tells whether it may be called again after a failure, where the cache's options ask for a {@linkplain CacheOptions#retry retry}.
     *
     * @return {@code true} unless it is overridden
     */
    default boolean isRepeatable() {
        return true;
    }
}
