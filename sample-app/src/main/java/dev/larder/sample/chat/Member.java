// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A user in a conversation. */
@Entity
@Table(name = "members")
@IdClass(Member.Key.class)
class Member {

    @Id
    private long conversationId;

    @Id
    private long userId;

    Member() {}

    record Key(long conversationId, long userId) {}
}
