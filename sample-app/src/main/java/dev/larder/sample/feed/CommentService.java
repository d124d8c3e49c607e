// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.UnknownException;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What users say about posts. */
@Service
class CommentService {

    private static final int SHOWN = 50;

    private final CommentRepository comments;
    private final PostDetailsCache posts;
    private final ProfileService profiles;

    CommentService(CommentRepository comments, PostDetailsCache posts, ProfileService profiles) {
        this.comments = comments;
        this.posts = posts;
        this.profiles = profiles;
    }

    /** Returns the newest comments, the newest first. They are read too seldom to be cached. */
    List<CommentView> newest(long post) {
        requirePost(post);
        return comments.newest(post, SHOWN);
    }

    @Transactional
    public CommentView add(long post, NewComment comment) {
        requirePost(post);
        profiles.profile(comment.author());
        CommentView added = comments.save(new Comment(post, comment.author(), comment.text()))
                .toView();
        posts.evict(post);
        return added;
    }

    private void requirePost(long id) {
        if (posts.get(id) == null) {
            throw new UnknownException("post", id);
        }
    }
}
