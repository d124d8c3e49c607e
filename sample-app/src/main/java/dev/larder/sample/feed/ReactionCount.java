// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

/** How often a post was reacted to in one way. */
record ReactionCount(long post, ReactionKind kind, long count) {}
