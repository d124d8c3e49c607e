// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.UnknownException;
import org.springframework.stereotype.Service;

/** What users feel about posts. Nothing here runs in a transaction, so that evictions come after the commit. */
@Service
class ReactionService {

    private final ReactionRepository reactions;
    private final ReactionCountsCache counts;
    private final PostDetailsCache posts;
    private final ProfileService profiles;

    ReactionService(
            ReactionRepository reactions, ReactionCountsCache counts, PostDetailsCache posts, ProfileService profiles) {
        this.reactions = reactions;
        this.counts = counts;
        this.posts = posts;
        this.profiles = profiles;
    }

    void react(long post, long user, ReactionKind kind) {
        requireKnown(post, user);
        reactions.set(post, user, kind);
        counts.evict(post);
    }

    void withdraw(long post, long user) {
        requireKnown(post, user);
        reactions.remove(post, user);
        counts.evict(post);
    }

    private void requireKnown(long post, long user) {
        if (posts.get(post) == null) {
            throw new UnknownException("post", post);
        }
        profiles.profile(user);
    }
}
