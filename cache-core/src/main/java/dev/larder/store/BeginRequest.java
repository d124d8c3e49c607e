// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;

/**
 * Asks to mark one key before its origin is changed.
 *
 * @param key the key
 * @param token the token of this attempt
 * @param life how long the mark stands unless it is renewed; a writer that dies keeps fills out for as long
 * @param notAfter the store's time in milliseconds after which the request does nothing
 */
public record BeginRequest(StoreKey key, Token token, Duration life, long notAfter) {

    /** Checks that nothing is missing. */
    public BeginRequest {
        Objects.requireNonNull(key, "key must not be null");
        Objects.requireNonNull(token, "token must not be null");
        Objects.requireNonNull(life, "life must not be null");
    }
}
