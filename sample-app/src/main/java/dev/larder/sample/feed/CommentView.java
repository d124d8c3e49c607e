// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import java.time.Instant;

/** A comment as everybody sees it. */
record CommentView(long id, long author, String text, Instant writtenAt) {}
