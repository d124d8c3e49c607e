// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.time.Instant;

/** A post, and how many comments it has. */
record PostDetails(long id, long author, String text, Instant postedAt, long comments) {}
