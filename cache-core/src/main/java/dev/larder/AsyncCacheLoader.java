// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the origin for a value without keeping a thread while it waits.
 *
 * <p>What is said of a {@link CacheLoader} holds here too, but that a load which waits for itself, directly or through others, is not
 * noticed once the loader has returned its stage: it waits for twice the loader deadline, and then loads directly.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface AsyncCacheLoader<K, V> {

    /**
     * Begins to load a key.
     *
     * @param key the key
     * @return a stage with the value, or with {@code null} if the origin has none, which is remembered for the absent time to live. If it
     *     fails, nothing is stored
     * @throws Exception if the origin fails at once; nothing is stored then
     */
    CompletionStage<? extends @Nullable V> load(K key) throws Exception;

    /**
     * Begins to load a key anew whose value is held; see {@link CacheLoader#reload}.
     *
     * @param key the key
     * @param held the value that is cached, stale or not; not to be changed
     * @return a stage with {@code held} itself if it is unchanged, else with what {@link #load} says
     * @throws Exception if the origin fails at once
     */
    default CompletionStage<? extends @Nullable V> reload(K key, V held) throws Exception {
        return load(key);
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
