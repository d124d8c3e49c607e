// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.CacheKeyBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The open caches of one manager; no two of one name, and no two whose keys could meet. */
final class OpenCaches {

    private final Map<String, CacheKeyBuilder> reserved = new HashMap<>(); // guarded by this
    private final Map<String, PipelineCache<?, ?>> open = new ConcurrentHashMap<>();

    /** Opens a cache, whose name and keys stay reserved unless that fails. */
    <K, V> PipelineCache<K, V> open(String name, CacheKeyBuilder keys, Supplier<PipelineCache<K, V>> opening) {
        reserve(name, keys);
        try {
            PipelineCache<K, V> cache = opening.get();
            open.put(name, cache);
            return cache;
        } catch (RuntimeException | Error failed) {
            release(name);
            throw failed;
        }
    }

    private synchronized void reserve(String name, CacheKeyBuilder keys) {
        if (reserved.containsKey(name)) {
            throw new CacheConfigurationException(
                    "cache '%s' is open already".formatted(name),
                    "give each cache a name of its own, and make each strategy once",
                    null);
        }
        reserved.forEach((otherName, other) -> {
            if (keys.meets(other)) {
                throw new CacheConfigurationException(
                        "the keys of cache '%s' (%s) could be those of cache '%s' (%s)"
                                .formatted(name, keys, otherName, other),
                        "give one of them another key pattern, namespace or version",
                        null);
            }
        });
        reserved.put(name, keys);
    }

    private synchronized void release(String name) {
        reserved.remove(name);
    }

    Set<String> names() {
        return new TreeSet<>(open.keySet());
    }

    Optional<Cache<?, ?>> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    List<PipelineCache<?, ?>> all() {
        return names().stream().<PipelineCache<?, ?>>map(open::get).toList();
    }

    List<PipelineCache<?, ?>> ofNamespace(String namespace) {
        return all().stream()
                .filter(cache -> cache.options().namespace().equals(namespace))
                .toList();
    }
}
