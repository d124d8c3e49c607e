// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** The origin of reactions. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface ReactionRepository extends UserRows<Reaction, Reaction.Key> {

    @Query("""
            select new dev.larder.sample.feed.ReactionCount(r.postId, r.kind, count(*))
            from Reaction r where r.postId in :posts group by r.postId, r.kind""")
    List<ReactionCount> countsOf(Collection<Long> posts);

    /** Sets a user's reaction to a post, in place of the one he had. */
    @Transactional
    default void set(long post, long user, ReactionKind kind) {
        lock(user);
        if (update(post, user, kind) == 0) {
            insert(post, user, kind);
        }
    }

    @Modifying
    @Query("update Reaction r set r.kind = :kind where r.postId = :post and r.userId = :user")
    int update(long post, long user, ReactionKind kind);

    @Modifying
    @Query("insert into Reaction (postId, userId, kind) values (:post, :user, :kind)")
    void insert(long post, long user, ReactionKind kind);

    @Transactional
    @Modifying
    @Query("delete from Reaction r where r.postId = :post and r.userId = :user")
    void remove(long post, long user);
}
