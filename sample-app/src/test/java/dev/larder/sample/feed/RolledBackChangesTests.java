// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.transaction.support.TransactionTemplate;

/** What a transaction did that is rolled back is in no cache; what it did that is committed is seen at once. */
@OverHttp
class RolledBackChangesTests {

    private static final ParameterizedTypeReference<List<FeedPost>> FEED = new ParameterizedTypeReference<>() {};
    private static final long AUTHOR = 51;
    private static final long READER = 52;

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private PostService posts;

    @Autowired
    private ReactionService reactions;

    @Autowired
    private FollowService follows;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
    }

    private void inTransaction(boolean committed, Runnable change) {
        transaction.executeWithoutResult(status -> {
            change.run();
            if (!committed) {
                status.setRollbackOnly();
            }
        });
    }

    private List<FeedPost> feed() {
        return app.read(FEED, "/users/{user}/feed", READER);
    }

    private Profile author() {
        return app.read(Profile.class, "/users/{user}", AUTHOR);
    }

    @Test
    void aPost() {
        inTransaction(true, () -> follows.follow(READER, AUTHOR));
        List<FeedPost> before = feed();

        inTransaction(false, () -> posts.add(AUTHOR, new NewPost("never")));
        assertThat(feed()).isEqualTo(before);

        inTransaction(true, () -> posts.add(AUTHOR, new NewPost("posted")));
        assertThat(feed().get(0).text()).isEqualTo("posted");
    }

    @Test
    void aReaction() {
        long post = posts.add(AUTHOR, new NewPost("like it")).id();
        FeedPost before = app.read(FeedPost.class, "/posts/{post}", post);

        inTransaction(false, () -> reactions.react(post, READER, ReactionKind.LIKE));
        assertThat(app.read(FeedPost.class, "/posts/{post}", post)).isEqualTo(before);

        inTransaction(true, () -> reactions.react(post, READER, ReactionKind.LIKE));
        assertThat(app.read(FeedPost.class, "/posts/{post}", post).reactions())
                .isEqualTo(Map.of(ReactionKind.LIKE, 1L));
    }

    @Test
    void aFollower() {
        inTransaction(true, () -> follows.unfollow(READER, AUTHOR));
        long before = author().followers();

        inTransaction(false, () -> follows.follow(READER, AUTHOR));
        assertThat(author().followers()).isEqualTo(before);

        inTransaction(true, () -> follows.follow(READER, AUTHOR));
        assertThat(author().followers()).isEqualTo(before + 1);
    }
}
