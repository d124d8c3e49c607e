// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.Map;

/**
 * How a store is.
 *
 * @param available whether it answers
 * @param details what an operator would want to know, such as {@code "store" -> "memory"}; no secrets
 */
public record StoreHealth(boolean available, Map<String, Object> details) {

    /** Copies the details. */
    public StoreHealth {
        details = Map.copyOf(details);
    }
}
