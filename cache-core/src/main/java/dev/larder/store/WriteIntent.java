// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * The mark that a writer is between "about to change the origin" and "has changed the cache", as acknowledged by a store.
 *
 * @param token the token of this attempt to begin
 * @param stamp when the store made the mark
 */
public record WriteIntent(Token token, long stamp) {}
