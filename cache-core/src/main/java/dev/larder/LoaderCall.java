// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a user's loader for some keys, and measures it. */
final class LoaderCall<K, V> {

    private final Pipeline<K, V> cache;
    private final CacheLoader<K, V> loader;
    private final List<K> keys;
    final LoadContext context;

    LoaderCall(Pipeline<K, V> cache, CacheLoader<K, V> loader, List<K> keys, @Nullable LoadContext outer) {
        this.cache = cache;
        this.loader = loader;
        this.keys = keys;
        this.context = new LoadContext(outer);
    }

    /** Calls the loader on this thread; returns the values in the order of the keys, null for what the origin does not have. */
    List<@Nullable V> run() throws Exception {
        long start = cache.time.ticker().read();
        LoadContext before = context.enter();
        boolean returned = false;
        try {
            List<@Nullable V> values = values();
            returned = true;
            return values;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted;
        } finally {
            LoadContext.exit(before);
            (returned ? cache.stats.loads : cache.stats.loadFailures).increment();
            cache.stats.loadNanos.add(cache.time.ticker().read() - start);
        }
    }

    private List<@Nullable V> values() throws Exception {
        List<@Nullable V> values = new ArrayList<>(keys.size());
        if (keys.size() == 1) {
            values.add(loader.load(keys.get(0)));
            return values;
        }
        Map<K, V> loaded = loader.loadAll(Collections.unmodifiableList(keys));
        if (loaded == null) {
            throw new CacheLoadException(
                    "loadAll of cache '%s' returned null; return a map without the keys that have no value"
                            .formatted(cache.options.name()),
                    null);
        }
        for (K key : keys) {
            values.add(loaded.get(key));
        }
        return values;
    }
}
