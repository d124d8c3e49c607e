// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The posts on the first pages of feeds, the newest first, under keys such as {@code feed:v1:user:7:page:0}. Only ids are kept, so that a
 * reaction or a comment evicts nothing here.
 */
@Component
class FeedPageCache extends CacheAsideStrategy<FeedPage, List<Long>> {

    static final int PAGE_SIZE = 20;

    /** Hardly anybody reads further, and what is cached must be evicted. */
    static final int CACHED_PAGES = 5;

    private final PostRepository posts;
    private final UserRepository users;

    FeedPageCache(CacheManager caches, PostRepository posts, UserRepository users) {
        super(
                caches,
                CacheOptions.named("feed-pages")
                        .namespace("feed")
                        .keyPattern("user:{}:page:{}")
                        .timeToLive(Duration.ofHours(1)));
        this.posts = posts;
        this.users = users;
    }

    @Override
    protected @Nullable List<Long> load(FeedPage page) {
        List<Long> ids = posts.feedOf(page.user(), page.number() * PAGE_SIZE, PAGE_SIZE);
        return ids.isEmpty() && !users.existsById(page.user()) ? null : ids;
    }

    /** Returns the posts on a page, from the cache if it is one of the first; {@code null} if there is no such user. */
    @Nullable
    List<Long> postsOn(FeedPage page) {
        return page.number() < CACHED_PAGES ? get(page) : load(page);
    }

    /** Evicts what is cached of these users' feeds: the keys are known, so no pattern has to be searched for. */
    void evictFeedsOf(Collection<Long> users) {
        evictAll(users.stream().flatMap(FeedPageCache::cachedPages).toList());
    }

    private static Stream<FeedPage> cachedPages(long user) {
        return IntStream.range(0, CACHED_PAGES).mapToObj(number -> new FeedPage(user, number));
    }
}
