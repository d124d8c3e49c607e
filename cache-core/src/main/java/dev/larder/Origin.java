// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the values of one call come from, whichever kind of loader the user gave. */
record Origin<K, V>(Question<K, V> question, boolean isRepeatable) {

    /**
     * Asks for the values, in the order of the keys, null for what the origin does not have. A value that is held for the only key may be
     * given along: if the very instance comes back, it is unchanged.
     */
    @FunctionalInterface
    interface Question<K, V> {

        CompletableFuture<List<@Nullable V>> ask(List<K> keys, @Nullable V held) throws Exception;
    }

    CompletableFuture<List<@Nullable V>> load(List<K> keys, @Nullable V held) throws Exception {
        return question.ask(keys, held);
    }

    /** The origin behind a loader that returns when it has loaded. */
    static <K, V> Origin<K, V> of(CacheLoader<K, V> loader, String cache) {
        Question<K, V> question = (keys, held) -> {
            List<@Nullable V> values = new ArrayList<>(keys.size());
            if (keys.size() == 1) {
                K key = keys.get(0);
                values.add(held == null ? loader.load(key) : loader.reload(key, held));
                return Origin.<V>done(values);
            }
            Map<K, V> loaded = loader.loadAll(Collections.unmodifiableList(keys));
            if (loaded == null) {
                throw new CacheLoadException(
                        "loadAll of cache '%s' returned null; return a map without the keys that have no value"
                                .formatted(cache),
                        null);
            }
            for (K key : keys) {
                values.add(loaded.get(key));
            }
            return Origin.<V>done(values);
        };
        return new Origin<>(question, loader.isRepeatable());
    }

    /** The origin behind a loader that returns at once; it is asked for one key at a time. */
    static <K, V> Origin<K, V> of(AsyncCacheLoader<K, V> loader, String cache) {
        Question<K, V> question = (keys, held) -> {
            K key = keys.get(0);
            CompletionStage<? extends @Nullable V> stage = held == null ? loader.load(key) : loader.reload(key, held);
            if (stage == null) {
                throw new CacheLoadException(
                        "the loader of cache '%s' returned null; return a stage, complete with null if there is no value"
                                .formatted(cache),
                        null);
            }
            CompletableFuture<List<@Nullable V>> values = new CompletableFuture<>();
            stage.handle((value, failure) -> {
                if (failure != null) {
                    Futures.fail(values, Futures.unwrap(failure));
                    return false;
                }
                return values.complete(Collections.singletonList(value));
            });
            return values;
        };
        return new Origin<>(question, loader.isRepeatable());
    }

    private static <V> CompletableFuture<List<@Nullable V>> done(List<@Nullable V> values) {
        return CompletableFuture.completedFuture(values);
    }
}
