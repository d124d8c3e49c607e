// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.Objects;

/**
 * A loaded value, and the lease under which it was loaded.
 *
 * @param key the key
 * @param lease the lease, as it was granted
 * @param value the value
 */
public record Fill(StoreKey key, Lease lease, StoredValue value) {

    /** Checks that nothing is missing. */
    public Fill {
        Objects.requireNonNull(key, "key must not be null");
        Objects.requireNonNull(lease, "lease must not be null");
        Objects.requireNonNull(value, "value must not be null");
    }
}
