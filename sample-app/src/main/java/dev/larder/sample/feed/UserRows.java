// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/** For what one user may ask twice at once. */
@NoRepositoryBean
interface UserRows<T, I> extends Repository<T, I> {

    /** Locks a user's row until the end of the transaction, so that his changes come one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from User u where u.id = :user")
    Optional<User> lock(long user);
}
