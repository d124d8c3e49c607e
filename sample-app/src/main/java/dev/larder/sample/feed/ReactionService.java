// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.UnknownException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users feel about posts. */
@Service
class ReactionService {

    private final ReactionCountsCache counts;
    private final PostDetailsCache posts;
    private final ProfileService profiles;

    ReactionService(ReactionCountsCache counts, PostDetailsCache posts, ProfileService profiles) {
        this.counts = counts;
        this.posts = posts;
        this.profiles = profiles;
    }

    @Transactional
    public void react(long post, long user, ReactionKind kind) {
        requireKnown(post, user);
        counts.react(post, user, kind);
    }

    @Transactional
    public void withdraw(long post, long user) {
        requireKnown(post, user);
        counts.withdraw(post, user);
    }

    private void requireKnown(long post, long user) {
        if (posts.get(post) == null) {
            throw new UnknownException("post", post);
        }
        profiles.profile(user);
    }
}
