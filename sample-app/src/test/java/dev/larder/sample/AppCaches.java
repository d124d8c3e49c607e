// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import dev.larder.CacheManager;
import dev.larder.CacheStats;
import org.springframework.boot.test.context.TestComponent;

/** All caches of the app. */
@TestComponent
public class AppCaches {

    private final CacheManager caches;
    private final org.springframework.cache.CacheManager annotated;

    /** What reads of one cache did. */
    public record Reads(long hits, long misses, long loads) {

        public Reads since(Reads before) {
            return new Reads(hits - before.hits, misses - before.misses, loads - before.loads);
        }
    }

    @SuppressWarnings("UnnecessarilyFullyQualified") // Two classes have that name.
    AppCaches(CacheManager caches, org.springframework.cache.CacheManager annotated) {
        this.caches = caches;
        this.annotated = annotated;
    }

    public void clear() {
        caches.cacheNames().forEach(name -> caches.find(name).orElseThrow().clear());
        annotated.getCacheNames().forEach(name -> annotated.getCache(name).clear());
    }

    public Reads reads(String cache) {
        CacheStats stats = stats(cache);
        return new Reads(stats.hits(), stats.misses(), stats.loads());
    }

    public long evictions(String cache) {
        return stats(cache).evictions();
    }

    /** Whether Spring's annotations have cached something under a key. */
    public boolean annotatedContains(String cache, Object key) {
        return annotated.getCache(cache).get(key) != null;
    }

    private CacheStats stats(String cache) {
        return caches.find(cache).orElseThrow().stats();
    }
}
