// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The same or opposite things asked for at once. */
@OverHttp
class ConcurrentChangesTests {

    private static final int ROUNDS = 20;
    private static final int THREADS = 8;

    private final ExecutorService clients = Executors.newFixedThreadPool(THREADS);

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private FollowRepository follows;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
    }

    @AfterEach
    void end() {
        clients.shutdownNow();
    }

    @Test
    void followingTwiceAtOnceIsFollowingOnce() throws InterruptedException {
        List<Long> others = LongStream.rangeClosed(1, 200)
                .filter(user -> user != 31 && !follows.followersOf(user).contains(31L))
                .limit(ROUNDS)
                .boxed()
                .toList();
        long following = profile(31).following();

        for (long other : others) {
            atOnce(i -> () -> app.put("/users/31/following/{other}", other));
            assertThat(follows.followersOf(other)).containsOnlyOnce(31L);
        }

        assertThat(profile(31).following()).isEqualTo(following + ROUNDS);
    }

    @Test
    void twoWhoFollowEachOtherAtOnceDoNotBlockEachOther() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            long one = 100L + round;
            long other = 130L + round;
            app.delete("/users/{one}/following/{other}", one, other);
            app.delete("/users/{other}/following/{one}", other, one);
            atOnce(i -> () ->
                    app.put("/users/{one}/following/{other}", i % 2 == 0 ? one : other, i % 2 == 0 ? other : one));
            assertThat(follows.followersOf(one)).contains(other);
            assertThat(follows.followersOf(other)).contains(one);
        }
    }

    @Test
    void aUserWhoReactsInManyWaysAtOnceHasReactedOnce() throws InterruptedException {
        List<ReactionKind> kinds = List.of(ReactionKind.values());
        for (long post = 1; post <= ROUNDS; post++) {
            long reacted = post;
            app.delete("/posts/{post}/reactions/32", reacted);
            long before = reactionsTo(reacted);

            atOnce(i -> () -> app.put(
                    "{\"kind\": \"%s\"}".formatted(kinds.get(i % kinds.size())),
                    "/posts/{post}/reactions/32",
                    reacted));

            assertThat(reactionsTo(reacted)).isEqualTo(before + 1);
        }
    }

    @Test
    void noReactionToOnePostIsLost() throws InterruptedException {
        long post = app.create(FeedPost.class, "{\"text\": \"Hello\"}", "/users/33/posts")
                .id();

        atOnce(i -> () -> {
            app.put("{\"kind\": \"LIKE\"}", "/posts/{post}/reactions/{user}", post, 1 + i);
            reactionsTo(post);
            app.put("{\"kind\": \"LOVE\"}", "/posts/{post}/reactions/{user}", post, 101 + i);
        });

        assertThat(app.read(FeedPost.class, "/posts/{post}", post).reactions())
                .isEqualTo(Map.of(ReactionKind.LIKE, (long) THREADS, ReactionKind.LOVE, (long) THREADS));
    }

    private void atOnce(IntFunction<Runnable> task) throws InterruptedException {
        List<Callable<Object>> tasks = IntStream.range(0, THREADS)
                .mapToObj(task)
                .map(Executors::callable)
                .toList();
        assertThat(clients.invokeAll(tasks, 60, TimeUnit.SECONDS))
                .allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ZERO));
    }

    private long reactionsTo(long post) {
        return app.read(FeedPost.class, "/posts/{post}", post).reactions().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Profile profile(long user) {
        return app.read(Profile.class, "/users/{user}", user);
    }
}
