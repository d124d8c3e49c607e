// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

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

/** A comment as the database holds it; it never changes. */
@Entity
@Table(name = "comments")
class Comment {

    static final int LONGEST_TEXT = 1_000;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "post_id")
    private long postId;

    private long authorId;

    private String text;

    @CreationTimestamp
    private Instant writtenAt;

    @SuppressWarnings("NullAway.Init") // JPA fills it.
    Comment() {}

    @SuppressWarnings("NullAway.Init") // JPA sets the time.
    Comment(long postId, long authorId, String text) {
        this.postId = postId;
        this.authorId = authorId;
        this.text = text;
    }

    CommentView toView() {
        return new CommentView(Objects.requireNonNull(id, "stored comments have ids"), authorId, text, writtenAt);
    }
}
