// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.UnknownException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users post. A post and the evictions it causes are one transaction: others see both, or neither. */
@Service
class PostService {

    private final PostRepository posts;
    private final FollowRepository follows;
    private final PostDetailsCache details;
    private final ReactionCountsCache reactions;
    private final FeedPageCache feeds;
    private final ProfileService profiles;

    PostService(
            PostRepository posts,
            FollowRepository follows,
            PostDetailsCache details,
            ReactionCountsCache reactions,
            FeedPageCache feeds,
            ProfileService profiles) {
        this.posts = posts;
        this.follows = follows;
        this.details = details;
        this.reactions = reactions;
        this.feeds = feeds;
        this.profiles = profiles;
    }

    List<FeedPost> feed(FeedPage page) {
        List<Long> ids = feeds.postsOn(page);
        if (ids == null) {
            throw new UnknownException("user", page.user());
        }
        Map<Long, ReactionCounts> counts = reactions.getAll(ids);
        return details.getAll(ids).values().stream()
                .map(post -> FeedPost.of(post, counts.getOrDefault(post.id(), ReactionCounts.NONE)))
                .toList();
    }

    FeedPost post(long id) {
        PostDetails post = details.get(id);
        ReactionCounts counts = post == null ? null : reactions.get(id);
        if (post == null || counts == null) {
            throw new UnknownException("post", id);
        }
        return FeedPost.of(post, counts);
    }

    @Transactional
    public FeedPost add(long author, NewPost post) {
        profiles.profile(author);
        PostDetails posted = posts.save(new Post(author, post.text())).toDetails();
        // Somebody may have asked for this number before there was such a post.
        details.evict(posted.id());
        feeds.evictFeedsOf(Stream.concat(Stream.of(author), follows.followersOf(author).stream())
                .toList());
        return FeedPost.of(posted, ReactionCounts.NONE);
    }
}
