// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.CacheKeyBuilder;
import dev.larder.store.CacheStore.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open caches of one manager; no two of one name, and no two whose keys could meet. */
final class OpenCaches {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);

    private final Map<String, CacheKeyBuilder> reserved = new HashMap<>(); // guarded by this
    private final Map<String, PipelineCache<?, ?>> open = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new ArrayList<>(); // guarded by this

    /** Opens a cache, whose name and keys stay reserved unless that fails. */
    <K, V> PipelineCache<K, V> open(String name, CacheKeyBuilder keys, Supplier<PipelineCache<K, V>> opening) {
        reserve(name, keys);
        PipelineCache<K, V> cache;
        try {
            cache = opening.get();
        } catch (RuntimeException | Error failed) {
            release(name);
            throw failed;
        }
        publish(name, cache).forEach(listener -> listener.tell(cache));
        return cache;
    }

    /** Opens it for all; returns the listeners who do not find it among those that were open when they came. */
    private synchronized List<Listener> publish(String name, PipelineCache<?, ?> cache) {
        open.put(name, cache);
        return List.copyOf(listeners);
    }

    Subscription onOpen(Consumer<? super Cache<?, ?>> listener) {
        Listener added = new Listener(listener);
        register(added).forEach(added::tell);
        return () -> remove(added);
    }

    private synchronized List<PipelineCache<?, ?>> register(Listener listener) {
        listeners.add(listener);
        return all();
    }

    private synchronized void remove(Listener listener) {
        listeners.remove(listener);
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

    Optional<PipelineCache<?, ?>> find(String name) {
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

    // Not a record: one consumer may listen twice, and each subscription ends for itself.
    private static final class Listener {

        private final Consumer<? super Cache<?, ?>> listener;

        private Listener(Consumer<? super Cache<?, ?>> listener) {
            this.listener = listener;
        }

        private void tell(Cache<?, ?> cache) {
            try {
                listener.accept(cache);
            } catch (RuntimeException | Error thrown) {
                // Whoever opens a cache must get it.
                log.warn(
                        "listener {} failed at the opening of cache '{}'",
                        listener,
                        cache.name(),
                        LoadFailure.sayable(thrown));
            }
        }
    }
}
