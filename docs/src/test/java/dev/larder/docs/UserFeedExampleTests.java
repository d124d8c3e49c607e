// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import dev.larder.key.CacheKeyBuilder;
import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

interface FeedRepository {

    List<Post> feedOf(long user, int page);
}

interface Posts {

    Map<Long, Post> byIds(Collection<Long> ids);
}

// tag::user-feed[]
record FeedPage(long user, int number) {}

class UserFeedCache extends CacheAsideStrategy<FeedPage, List<Post>> {

    private final FeedRepository feeds;

    UserFeedCache(CacheManager caches, FeedRepository feeds) {
        super(caches, CacheOptions.named("feed").timeToLive(Duration.ofHours(1)));
        this.feeds = feeds;
    }

    @Override
    protected List<Post> load(FeedPage page) {
        return feeds.feedOf(page.user(), page.number());
    }

    void posted(long user) {
        evictMatching(KeyGlob.of(user, KeyGlob.any()));
    }
}
// end::user-feed[]

// tag::load-all[]
class PostsCache extends CacheAsideStrategy<Long, Post> {

    private final Posts posts;

    PostsCache(CacheManager caches, Posts posts) {
        super(caches, CacheOptions.named("posts").retry(LoadRetry.exponential(3, Duration.ofMillis(50))));
        this.posts = posts;
    }

    @Override
    protected Post load(Long id) {
        return loadAll(List.of(id)).get(id);
    }

    @Override
    protected Map<Long, Post> loadAll(Collection<Long> ids) {
        return posts.byIds(ids);
    }
}
// end::load-all[]

/** The examples of docs/strategies/cache-aside.md. */
class UserFeedExampleTests {

    private final AtomicInteger queries = new AtomicInteger();
    private final CacheManager caches = CacheManager.inMemory();

    @Test
    void evictsThePagesOfOneUser() {
        UserFeedCache feed = new UserFeedCache(
                caches, (user, page) -> List.of(new Post(queries.incrementAndGet(), "of user " + user)));
        List<Post> first = feed.get(new FeedPage(7, 0));
        List<Post> second = feed.get(new FeedPage(7, 1));
        List<Post> neighbour = feed.get(new FeedPage(8, 0));

        feed.posted(7);

        assertThat(feed.get(new FeedPage(7, 0))).isNotEqualTo(first);
        assertThat(feed.get(new FeedPage(7, 1))).isNotEqualTo(second);
        assertThat(feed.get(new FeedPage(8, 0))).isEqualTo(neighbour);
    }

    @Test
    void aPageIsThePartsOfItsKey() {
        assertThat(CacheKeyBuilder.of("feed", FeedPage.class).text(new FeedPage(7, 0)))
                .isEqualTo("feed:v1:7:0");
    }

    @Test
    void loadsWhatIsMissingWithOneQuery() {
        PostsCache posts = new PostsCache(caches, ids -> {
            queries.incrementAndGet();
            return ids.stream().filter(id -> id < 4).collect(Collectors.toMap(id -> id, id -> new Post(id, "Post")));
        });
        posts.get(2L);

        assertThat(posts.getAll(List.of(1L, 2L, 3L, 4L))).containsOnlyKeys(1L, 2L, 3L);
        assertThat(queries).hasValue(2);
        assertThat(posts.get(4L)).isNull();
        assertThat(queries).hasValue(2);
    }

    @Test
    void aLambdaIsEnoughForOneMethod() {
        PostRepository posts = id -> new Post(id, "Post " + id);
        // tag::lambda[]
        CacheAsideStrategy<Long, Post> cache =
                CacheAsideStrategy.of(caches, CacheOptions.named("posts"), Post.class, posts::byId);
        // end::lambda[]
        assertThat(cache.get(7L)).isEqualTo(new Post(7, "Post 7"));
    }

    @Test
    void whatTheOriginThrowsReachesTheCallerAsItIs() {
        IllegalStateException down = new IllegalStateException("the database is away");
        UserFeedCache feed = new UserFeedCache(caches, (user, page) -> {
            throw down;
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> feed.get(new FeedPage(7, 0)))
                .isSameAs(down);
        assertThat(feed.contains(new FeedPage(7, 0))).isFalse();
    }
}
