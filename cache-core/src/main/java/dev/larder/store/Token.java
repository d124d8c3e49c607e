// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * Sixteen bytes that name one load or one attempt to begin a write.
 *
 * <p>A token is never used twice, and never stands for a client or a thread: with a token per client a load could fill a lease that a
 * later load of the same client holds.
 *
 * @param high the random number of the node
 * @param low a number that the node gives out once
 */
public record Token(long high, long low) {}
