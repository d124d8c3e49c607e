// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.CreationTimestamp;
import org.jspecify.annotations.Nullable;

/** A post as the database holds it; it never changes. */
@Entity
@Table(name = "posts")
class Post {

    static final int LONGEST_TEXT = 2_000;

    // By the database, one by one: ids that instances draw in blocks would not be in the order of time.
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private long authorId;

    private String text;

    @CreationTimestamp
    private Instant postedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills it.
    Post() {}

    @SuppressWarnings("NullAway.Init") // JPA sets the time.
    Post(long authorId, String text) {
        this.authorId = authorId;
        this.text = text;
    }

    /** Returns what is known of a post that nobody has commented on yet. */
    PostDetails toDetails() {
        return new PostDetails(Objects.requireNonNull(id, "stored posts have ids"), authorId, text, postedAt, 0);
    }
}
