// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of posts and feeds. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface PostRepository extends Repository<Post, Long> {

    @Transactional
    Post save(Post post);

    @Query("""
            select new dev.larder.sample.feed.PostDetails(p.id, p.authorId, p.text, p.postedAt,
                (select count(*) from Comment c where c.postId = p.id))
            from Post p where p.id in :ids""")
    List<PostDetails> detailsOf(Collection<Long> ids);

    /** Returns the ids of a user's own posts and of those whom the user follows, the newest first. */
    @Query("""
            select p.id from Post p
            where p.authorId = :user or p.authorId in (select f.followedId from Follow f where f.followerId = :user)
            order by p.id desc limit :count offset :skipped""")
    List<Long> feedOf(long user, int skipped, int count);
}
