// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

/** A page of a user's feed; the first has the number 0. */
record FeedPage(long user, int number) {}
