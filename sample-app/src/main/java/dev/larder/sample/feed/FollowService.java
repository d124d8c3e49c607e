// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.RefusedException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who follows whom. A change and the evictions it causes are one transaction. */
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

    @Transactional
    public void follow(long follower, long followed) {
        requireTwoUsers(follower, followed);
        profiles.follow(follower, followed);
        feeds.evictFeedsOf(List.of(follower));
    }

    @Transactional
    public void unfollow(long follower, long followed) {
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
