// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache-aside strategy whose loader was given. */
final class LambdaCacheAsideStrategy<K, V> extends CacheAsideStrategy<K, V> {

    private final CacheLoader<K, V> origin;

    LambdaCacheAsideStrategy(
            CacheManager caches,
            CacheOptions options,
            ValueType<K> keyType,
            ValueType<V> valueType,
            CacheLoader<K, V> origin) {
        super(caches, options, keyType, valueType);
        this.origin = origin;
    }

    @Override
    protected @Nullable V load(K key) throws Exception {
        return origin.load(key);
    }

    @Override
    protected @Nullable V reload(K key, V held) throws Exception {
        return origin.reload(key, held);
    }

    @Override
    protected Map<K, V> loadAll(Collection<K> keys) throws Exception {
        return origin.loadAll(keys);
    }
}
