// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

/** The origin of who follows whom. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface FollowRepository extends UserRows<Follow, Follow.Key> {

    @Query("select f.followerId from Follow f where f.followedId = :user order by f.followerId")
    List<Long> followersOf(long user);

    boolean existsById(Follow.Key key);

    /** Lets one user follow another, if he does not yet. */
    @Transactional
    default void add(long follower, long followed) {
        lock(follower);
        if (!existsById(new Follow.Key(follower, followed))) {
            insert(follower, followed);
        }
    }

    @Modifying
    @Query("insert into Follow (followerId, followedId) values (:follower, :followed)")
    void insert(long follower, long followed);

    @Transactional
    @Modifying
    @Query("delete from Follow f where f.followerId = :follower and f.followedId = :followed")
    void remove(long follower, long followed);
}
