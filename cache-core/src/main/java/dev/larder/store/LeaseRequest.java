// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the lease of one key.
 *
 * @param key the key
 * @param token the load's token
 * @param life how long the lease stands unless it is renewed
 * @param notAfter the store's time in milliseconds after which the request does nothing
 * @param supersede the unusable value that the lease may take the place of, if one was seen
 */
public record LeaseRequest(
        StoreKey key,
        Token token,
        Duration life,
        long notAfter,
        @Nullable Supersede supersede) {

    /** Checks that nothing is missing. */
    public LeaseRequest {
        Objects.requireNonNull(key, "key must not be null");
        Objects.requireNonNull(token, "token must not be null");
        Objects.requireNonNull(life, "life must not be null");
    }
}
