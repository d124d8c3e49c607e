// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.OptionalLong;

/**
 * What a store knows of one cache.
 *
 * @param keys how many values it holds, roughly; empty if it cannot tell without walking them
 * @param memoryBytes how much memory they take, roughly; empty if it cannot tell
 * @param evictions how many values it dropped for want of room; empty if it cannot tell
 */
public record StoreStatistics(OptionalLong keys, OptionalLong memoryBytes, OptionalLong evictions) {}
