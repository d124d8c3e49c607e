// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** What a user feels about a post: one thing at a time. */
@Entity
@Table(name = "reactions")
@IdClass(Reaction.Key.class)
class Reaction {

    @Id
    private long postId;

    @Id
    private long userId;

    @Enumerated(EnumType.STRING)
    @Column(length = 10)
    private ReactionKind kind;

    @SuppressWarnings("NullAway.Init") // JPA fills it.
    Reaction() {}

    record Key(long postId, long userId) {}
}
