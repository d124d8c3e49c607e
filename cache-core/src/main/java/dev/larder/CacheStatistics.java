// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoreStatistics;

/**
 * What is known of one cache: what this node did with it, and what the store holds of it.
 *
 * @param cache the cache's name
 * @param namespace its namespace
 * @param stats the counts of this node
 * @param store the store's numbers, where it can tell
 */
public record CacheStatistics(String cache, String namespace, CacheStats stats, StoreStatistics store) {}
