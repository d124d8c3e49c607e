// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import dev.larder.Cache;
import dev.larder.CacheManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The caches of all cache managers, found by names as operators give them. */
final class ManagedCaches {

    private final Map<String, CacheManager> managers;

    ManagedCaches(Map<String, CacheManager> managers) {
        this.managers = new TreeMap<>(managers);
    }

    /**
     * A cache and whose it is.
     *
     * @param manager the name of the cache manager's bean
     */
    record ManagedCache(String manager, CacheManager caches, Cache<?, ?> cache) {

        String name() {
            return cache.name();
        }

        String namespace() {
            return cache.options().namespace();
        }

        /** The cache's report; its cache manager knows it as long as it lives. */
        CacheReport report() {
            return CacheReport.of(manager, caches.statistics(name()).orElseThrow(), cache.options());
        }
    }

    /** All caches, or those of one manager. */
    List<ManagedCache> of(@Nullable String manager) {
        return managers.entrySet().stream()
                .filter(entry -> manager == null || manager.equals(entry.getKey()))
                .flatMap(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Stream<ManagedCache> of(String manager, CacheManager caches) {
        return caches.cacheNames().stream()
                .map(caches::find)
                .flatMap(found -> found.stream().map(cache -> new ManagedCache(manager, caches, cache)));
    }

    /** Caches of one name, one a manager at most. */
    List<ManagedCache> named(String cache, @Nullable String manager) {
        return of(manager).stream().filter(found -> found.name().equals(cache)).toList();
    }

    List<ManagedCache> inNamespace(String namespace, @Nullable String manager) {
        return of(manager).stream()
                .filter(found -> found.namespace().equals(namespace))
                .toList();
    }

    List<CacheReport> reports() {
        return managers.entrySet().stream()
                .flatMap(entry -> reports(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** One question to the manager for all its caches, which it passes on at once. */
    private static Stream<CacheReport> reports(String manager, CacheManager caches) {
        return caches.statistics().stream()
                .flatMap(statistics -> caches.find(statistics.cache()).stream()
                        .map(cache -> CacheReport.of(manager, statistics, cache.options())));
    }

    /** A text of each cache, each once, for a message. */
    static String list(List<ManagedCache> caches, Function<ManagedCache, String> text) {
        return caches.isEmpty()
                ? "none"
                : String.join(", ", caches.stream().map(text).distinct().toList());
    }
}
