// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A user as the database holds it. */
@Entity
@Table(name = "users")
class User {

    static final int LONGEST_NAME = 50;
    static final int LONGEST_BIO = 500;

    @Id
    private long id;

    @Column(length = LONGEST_NAME)
    private String name;

    @Column(length = LONGEST_BIO)
    private String bio;

    @SuppressWarnings("NullAway.Init") // JPA fills it.
    User() {}
}
