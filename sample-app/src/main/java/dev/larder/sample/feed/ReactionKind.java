// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

/** What people feel about a post. */
enum ReactionKind {
    LIKE,
    LOVE,
    LAUGH,
    WOW,
    SAD,
    ANGRY
}
