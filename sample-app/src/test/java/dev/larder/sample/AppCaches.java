// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheStats;
import org.springframework.boot.test.context.TestComponent;

/** All caches of the app. */
@TestComponent
public class AppCaches {

    private final CacheManager caches;

    /** What reads of one cache did. */
    public record Reads(long hits, long misses, long loads) {

        public Reads since(Reads before) {
            return new Reads(hits - before.hits, misses - before.misses, loads - before.loads);
        }
    }

    AppCaches(CacheManager caches) {
        this.caches = caches;
    }

    public void clear() {
        caches.cacheNames().forEach(name -> caches.find(name).orElseThrow().clear());
    }

    public Reads reads(String cache) {
        CacheStats stats = stats(cache);
        return new Reads(stats.hits(), stats.misses(), stats.loads());
    }

    public long evictions(String cache) {
        return stats(cache).evictions();
    }

    /** Whether something is cached under a key. */
    @SuppressWarnings("unchecked")
    public boolean contains(String cache, Object key) {
        return ((Cache<Object, Object>) caches.find(cache).orElseThrow()).contains(key);
    }

    private CacheStats stats(String cache) {
        return caches.find(cache).orElseThrow().stats();
    }
}
