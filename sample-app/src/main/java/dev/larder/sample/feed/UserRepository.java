// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of users and profiles. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface UserRepository extends Repository<User, Long> {

    @Query("""
            select new dev.larder.sample.feed.Profile(u.id, u.name, u.bio,
                (select count(*) from Follow f where f.followedId = u.id),
                (select count(*) from Follow f where f.followerId = u.id))
            from User u where u.id = :user""")
    Optional<Profile> profileOf(long user);

    boolean existsById(long user);

    /** Returns how many users were changed: one, or none if the user is unknown. */
    @Transactional
    @Modifying
    @Query("update User u set u.name = :name, u.bio = :bio where u.id = :user")
    int update(long user, String name, String bio);
}
