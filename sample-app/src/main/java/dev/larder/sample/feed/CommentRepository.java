// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of comments. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface CommentRepository extends Repository<Comment, Long> {

    @Transactional
    Comment save(Comment comment);

    @Query("""
            select new dev.larder.sample.feed.CommentView(c.id, c.authorId, c.text, c.writtenAt)
            from Comment c where c.postId = :post order by c.id desc limit :count""")
    List<CommentView> newest(long post, int count);
}
