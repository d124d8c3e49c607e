// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** One user follows another. */
@Entity
@Table(name = "follows")
@IdClass(Follow.Key.class)
class Follow {

    @Id
    private long followerId;

    @Id
    private long followedId;

    Follow() {}

    record Key(long followerId, long followedId) {}
}
