// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;

/**
 * Asks for the claim to one key.
 *
 * @param key the key
 * @param token the load's token
 * @param life how long the claim stands unless it is renewed
 */
public record ClaimRequest(StoreKey key, Token token, Duration life) {

    /** Checks that nothing is missing. */
    public ClaimRequest {
        Objects.requireNonNull(key, "key must not be null");
        Objects.requireNonNull(token, "token must not be null");
        Objects.requireNonNull(life, "life must not be null");
    }
}
