// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.larder.BaseCacheStrategy;
import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.benchmarks.Size.Feed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A read that finds its value in this process. */
public class InMemoryHit {

    private static final Duration LIFE = Duration.ofHours(1);

    /** Full, as caches are: Caffeine does less while it is not half full. */
    private static final long MAXIMUM = KeySequence.KEYS;

    private static CacheOptions options() {
        return CacheOptions.named("feeds").timeToLive(LIFE).maximumSize(MAXIMUM);
    }

    /** Reads through a strategy that loads on a miss. */
    @Benchmark
    public @Nullable Object cacheAside(CacheAside cache, KeySequence keys) {
        return cache.strategy.get(keys.next());
    }

    /** Reads through a strategy of plain values, and so by {@code Cache.get}. */
    @Benchmark
    public @Nullable Object base(Base cache, KeySequence keys) {
        return cache.strategy.get(keys.next());
    }

    /** Reads Caffeine with one life for all. */
    @Benchmark
    public @Nullable Object caffeineFixedExpiry(FixedExpiry cache, KeySequence keys) {
        return cache.feeds.getIfPresent(keys.next());
    }

    /** Reads Caffeine with a life for each value, as Larder does. */
    @Benchmark
    public @Nullable Object caffeineVariableExpiry(VariableExpiry cache, KeySequence keys) {
        return cache.feeds.getIfPresent(keys.next());
    }

    /** Cache-aside, filled. */
    @State(Scope.Benchmark)
    public static class CacheAside {

        private final CacheManager caches = CacheManager.inMemory();
        private final LoadedFeeds strategy = new LoadedFeeds(caches);

        /** Loads all. */
        @Setup
        public void fill() {
            for (long key = 0; key < KeySequence.KEYS; key++) {
                strategy.get(key);
            }
            settle();
        }

        /** Ends the manager's threads. */
        @TearDown
        public void close() {
            caches.close();
        }

        private static final class LoadedFeeds extends CacheAsideStrategy<Long, Feed> {

            LoadedFeeds(CacheManager caches) {
                super(caches, options());
            }

            @Override
            protected Feed load(Long user) {
                return Size.SMALL.feed(user);
            }
        }
    }

    /** Plain values, filled. */
    @State(Scope.Benchmark)
    public static class Base {

        private final CacheManager caches = CacheManager.inMemory();
        private final PlainFeeds strategy = new PlainFeeds(caches);

        /** Puts all. */
        @Setup
        public void fill() {
            for (long key = 0; key < KeySequence.KEYS; key++) {
                strategy.fill(key);
            }
            settle();
        }

        /** Ends the manager's threads. */
        @TearDown
        public void close() {
            caches.close();
        }

        private static final class PlainFeeds extends BaseCacheStrategy<Long, Feed> {

            PlainFeeds(CacheManager caches) {
                super(caches, options());
            }

            void fill(long user) {
                put(user, Size.SMALL.feed(user));
            }
        }
    }

    /** Caffeine with {@code expireAfterWrite}, filled. */
    @State(Scope.Benchmark)
    public static class FixedExpiry {

        private final Cache<Long, Feed> feeds = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfterWrite(LIFE)
                .build();

        /** Puts all. */
        @Setup
        public void fill() {
            InMemoryHit.fill(feeds);
        }
    }

    /** Caffeine with {@code expireAfter}, filled. */
    @State(Scope.Benchmark)
    public static class VariableExpiry {

        private final Cache<Long, Feed> feeds = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(Expiry.writing((Long user, Feed feed) -> LIFE))
                .build();

        /** Puts all. */
        @Setup
        public void fill() {
            InMemoryHit.fill(feeds);
        }
    }

    /** Brings together what stays, as time does: else it would lie as far apart as filling left garbage between. */
    private static void settle() {
        System.gc();
    }

    private static void fill(Cache<Long, Feed> feeds) {
        for (long key = 0; key < KeySequence.KEYS; key++) {
            feeds.put(key, Size.SMALL.feed(key));
        }
        settle();
    }
}
