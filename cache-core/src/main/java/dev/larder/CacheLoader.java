// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.LinkedHashMap;
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
     * Loads many keys; loads one after the other unless it is overridden.
     *
     * @param keys the keys, without duplicates
     * @return the values; a key that is left out has none. Other keys are ignored
     * @throws Exception if the origin fails; nothing is stored then
     */
    default Map<K, V> loadAll(Collection<K> keys) throws Exception {
        Map<K, V> values = new LinkedHashMap<>();
        for (K key : keys) {
            V value = load(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
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
