// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * The right to load one key and fill it, as granted by a store; an eviction revokes it.
 *
 * @param token the load's token
 * @param stamp when the store made the lease; a lease made by a repeated command has another, which no fill matches
 */
public record Lease(Token token, long stamp) {}
