// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.CreationTimestamp;
import org.jspecify.annotations.Nullable;

/** A message as the database holds it; it never changes. */
@Entity
@Table(name = "messages")
class StoredMessage {

    static final int LONGEST_TEXT = 2_000;

    // By the database, one by one: ids that instances draw in blocks would not be in the order of time.
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "conversation_id")
    private long conversationId;

    private long authorId;

    private String text;

    @CreationTimestamp
    private Instant sentAt;

    @SuppressWarnings("NullAway.Init") // JPA fills it.
    StoredMessage() {}

    @SuppressWarnings("NullAway.Init") // JPA sets the time.
    StoredMessage(long conversationId, long authorId, String text) {
        this.conversationId = conversationId;
        this.authorId = authorId;
        this.text = text;
    }

    Message toMessage() {
        return new Message(Objects.requireNonNull(id, "stored messages have ids"), authorId, text, sentAt);
    }
}
