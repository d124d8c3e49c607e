// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.RefusedException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Who follows whom. Nothing here runs in a transaction, so that evictions come after the commit. */
@Service
class FollowService {

    private final FollowRepository follows;
    private final FeedPageCache feeds;
    private final ProfileService profiles;

    FollowService(FollowRepository follows, FeedPageCache feeds, ProfileService profiles) {
        this.follows = follows;
        this.feeds = feeds;
        this.profiles = profiles;
    }

    List<Long> followersOf(long user) {
        profiles.profile(user);
        return follows.followersOf(user);
    }

    // What is asked for again is evicted again: the first time, this process may have died between commit and eviction.
    void follow(long follower, long followed) {
        requireTwoUsers(follower, followed);
        profiles.follow(follower, followed);
        feeds.evictFeedsOf(List.of(follower));
    }

    void unfollow(long follower, long followed) {
        requireTwoUsers(follower, followed);
        profiles.unfollow(follower, followed);
        feeds.evictFeedsOf(List.of(follower));
    }

    private void requireTwoUsers(long follower, long followed) {
        profiles.profile(follower);
        profiles.profile(followed);
        if (follower == followed) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST, "Invalid request", "User %d cannot follow himself".formatted(follower));
        }
    }
}
