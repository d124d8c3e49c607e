// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppCaches.Reads;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;

/** Which caches a request reads and evicts; each test starts with empty caches. */
@OverHttp
class FeedOverHttpTests {

    private static final long READER = 12;

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private FeedPageCache pages;

    @Autowired
    private PostDetailsCache details;

    @Autowired
    private ReactionCountsCache reactions;

    @Autowired
    private FollowRepository follows;

    @Autowired
    private EntityManagerFactory database;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
    }

    @Test
    void aColdPageTakesOneQueryForEachCache() {
        long before = statements();

        assertThat(feed(READER)).hasSize(FeedPageCache.PAGE_SIZE);

        assertThat(statements() - before).isEqualTo(3);
    }

    @Test
    void aCachedPageAsksTheDatabaseNothing() {
        List<FeedPost> first = feed(READER);
        long before = statements();

        assertThat(feed(READER)).isEqualTo(first);

        assertThat(statements()).isEqualTo(before);
    }

    @Test
    void aFeedShowsTheNewestPostsOfThoseWhomTheUserFollows() {
        List<FeedPost> first = feed(READER);
        assertThat(first).extracting(FeedPost::id).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(first)
                .allSatisfy(post -> assertThat(post.author() == READER
                                || follows.followersOf(post.author()).contains(READER))
                        .isTrue());
        assertThat(first.get(first.size() - 1).id())
                .isGreaterThan(feed(READER, 1).get(0).id());
    }

    @Test
    void onlyTheFirstFivePagesAreCached() {
        List<FeedPost> fifth = feed(READER, 4);
        assertThat(feed(READER, 4)).isEqualTo(fifth).isNotEmpty();
        assertThat(pages.contains(new FeedPage(READER, 4))).isTrue();
        Reads before = caches.reads("feed-pages");

        List<FeedPost> sixth = feed(READER, 5);
        assertThat(feed(READER, 5)).isEqualTo(sixth).isNotEmpty();

        assertThat(pages.contains(new FeedPage(READER, 5))).isFalse();
        assertThat(caches.reads("feed-pages")).isEqualTo(before);
    }

    @Test
    void thePageAfterTheLastIsEmpty() {
        assertThat(feed(READER, 10_000)).isEmpty();
    }

    @Test
    void postingEvictsTheFollowersPagesAndNobodyElses() {
        long author = 150;
        List<Long> followers = follows.followersOf(author);
        long stranger = LongStream.rangeClosed(1, 200)
                .filter(user -> user != author && !followers.contains(user))
                .findFirst()
                .orElseThrow();
        long follower = followers.get(0);
        for (int page = 0; page < FeedPageCache.CACHED_PAGES; page++) {
            feed(author, page);
            feed(follower, page);
            feed(stranger, page);
        }
        long before = caches.evictions("feed-pages");

        FeedPost posted = post(author, "Hello");

        assertThat(cachedPages(author)).isEmpty();
        assertThat(cachedPages(follower)).isEmpty();
        assertThat(cachedPages(stranger)).hasSize(FeedPageCache.CACHED_PAGES);
        assertThat(caches.evictions("feed-pages") - before).isEqualTo(5L * (followers.size() + 1));
        assertThat(feed(follower).get(0)).isEqualTo(posted);
        assertThat(feed(author).get(0)).isEqualTo(posted);
        assertThat(feed(stranger)).doesNotContain(posted);
    }

    @Test
    void aPostThatWasAskedForTooEarlyIsSeenAtOnce() {
        long next = post(READER, "Hello").id() + 1;
        AppClient.problem(app.get("/posts/{id}", next), 404);
        assertThat(details.contains(next)).isTrue();

        assertThat(post(READER, "Hello again").id()).isEqualTo(next);

        assertThat(app.read(FeedPost.class, "/posts/{id}", next).text()).isEqualTo("Hello again");
    }

    @Test
    void reactingWritesThatPostsCountsAndEvictsNothing() {
        List<FeedPost> old = feed(READER);
        long post = post(READER, "How do you feel?").id();
        feed(READER);

        app.put("{\"kind\": \"WOW\"}", "/posts/{post}/reactions/1", post);

        assertThat(reactions.contains(post)).isTrue();
        assertThat(old.subList(0, 19))
                .allSatisfy(other -> assertThat(reactions.contains(other.id())).isTrue());
        assertThat(details.contains(post)).isTrue();
        assertThat(cachedPages(READER)).containsExactly(0);
        Reads before = caches.reads("reactions");
        assertThat(feed(READER).get(0).reactions()).isEqualTo(Map.of(ReactionKind.WOW, 1L));
        assertThat(caches.reads("reactions").since(before)).isEqualTo(new Reads(20, 0, 0));
    }

    @Test
    void aReactionIsReplacedAndWithdrawn() {
        long post = post(READER, "How do you feel?").id();
        app.put("{\"kind\": \"WOW\"}", "/posts/{post}/reactions/1", post);
        app.put("{\"kind\": \"SAD\"}", "/posts/{post}/reactions/2", post);
        app.put("{\"kind\": \"SAD\"}", "/posts/{post}/reactions/2", post);
        assertThat(reactionsTo(post)).isEqualTo(Map.of(ReactionKind.WOW, 1L, ReactionKind.SAD, 1L));

        app.put("{\"kind\": \"SAD\"}", "/posts/{post}/reactions/1", post);
        assertThat(reactionsTo(post)).isEqualTo(Map.of(ReactionKind.SAD, 2L));

        app.delete("/posts/{post}/reactions/1", post);
        app.delete("/posts/{post}/reactions/1", post);
        assertThat(reactionsTo(post)).isEqualTo(Map.of(ReactionKind.SAD, 1L));
    }

    @Test
    void commentingEvictsOnlyThatPostsDetails() {
        List<FeedPost> old = feed(READER);
        long post = post(READER, "What do you think?").id();
        feed(READER);

        CommentView comment =
                app.create(CommentView.class, "{\"author\": 1, \"text\": \"Nice\"}", "/posts/{post}/comments", post);

        assertThat(details.contains(post)).isFalse();
        assertThat(old.subList(0, 19))
                .allSatisfy(other -> assertThat(details.contains(other.id())).isTrue());
        assertThat(reactions.contains(post)).isTrue();
        assertThat(cachedPages(READER)).containsExactly(0);
        assertThat(feed(READER).get(0).comments()).isEqualTo(1);
        assertThat(app.read(new ParameterizedTypeReference<List<CommentView>>() {}, "/posts/{post}/comments", post))
                .containsExactly(comment);
    }

    @Test
    void followingAndUnfollowingChangeTheFeedAtOnce() {
        long author = LongStream.rangeClosed(1, 200)
                .filter(user -> user != READER && !follows.followersOf(user).contains(READER))
                .findFirst()
                .orElseThrow();
        FeedPost posted = post(author, "Follow me!");
        List<FeedPost> without = feed(READER);
        assertThat(without).doesNotContain(posted);

        app.put("/users/{user}/following/{author}", READER, author);
        assertThat(feed(READER).get(0)).isEqualTo(posted);

        app.delete("/users/{user}/following/{author}", READER, author);
        assertThat(feed(READER)).isEqualTo(without);
    }

    @Test
    void followingEvictsTheFollowersPagesAndBothProfiles() {
        long author = 180;
        long bystander = 190;
        app.delete("/users/{user}/following/{author}", READER, author);
        List.of(READER, author, bystander).forEach(user -> {
            feed(user);
            profile(user);
        });
        long followers = profile(author).followers();
        long following = profile(READER).following();
        long before = caches.evictions("feed-pages");

        app.put("/users/{user}/following/{author}", READER, author);

        assertThat(caches.evictions("feed-pages") - before).isEqualTo(5);
        assertThat(cachedPages(READER)).isEmpty();
        assertThat(cachedPages(author)).containsExactly(0);
        assertThat(caches.contains("profiles", READER)).isFalse();
        assertThat(caches.contains("profiles", author)).isFalse();
        assertThat(caches.contains("profiles", bystander)).isTrue();
        assertThat(profile(author).followers()).isEqualTo(followers + 1);
        assertThat(profile(READER).following()).isEqualTo(following + 1);
    }

    private Map<ReactionKind, Long> reactionsTo(long post) {
        return app.read(FeedPost.class, "/posts/{post}", post).reactions();
    }

    private List<FeedPost> feed(long user) {
        return feed(user, 0);
    }

    private List<FeedPost> feed(long user, int page) {
        return app.read(new ParameterizedTypeReference<>() {}, "/users/{user}/feed?page={page}", user, page);
    }

    private Profile profile(long user) {
        return app.read(Profile.class, "/users/{user}", user);
    }

    private FeedPost post(long author, String text) {
        return app.create(FeedPost.class, "{\"text\": \"%s\"}".formatted(text), "/users/{author}/posts", author);
    }

    private List<Integer> cachedPages(long user) {
        return IntStream.range(0, 10)
                .filter(page -> pages.contains(new FeedPage(user, page)))
                .boxed()
                .toList();
    }

    private long statements() {
        return database.unwrap(SessionFactory.class).getStatistics().getPrepareStatementCount();
    }
}
