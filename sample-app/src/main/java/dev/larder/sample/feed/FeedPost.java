// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.time.Instant;
import java.util.Map;

/** A post as it is shown in feeds. */
record FeedPost(long id, long author, String text, Instant postedAt, long comments, Map<ReactionKind, Long> reactions) {

    static FeedPost of(PostDetails post, ReactionCounts reactions) {
        return new FeedPost(
                post.id(), post.author(), post.text(), post.postedAt(), post.comments(), reactions.byKind());
    }
}
