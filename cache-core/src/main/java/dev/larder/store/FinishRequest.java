// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends one writer's mark.
 *
 * @param key the key
 * @param token the token of the attempt to begin
 * @param stamp the stamp that begin returned; {@code null} if begin was not acknowledged, which excludes a value
 * @param value what the origin now holds; {@code null} to keep nothing
 * @param holdOff how long no load may be stored afterwards, because loads may read a lagging replica; zero for not at all
 * @param version the version that no older value may undercut; {@code null} if the cache keeps none
 */
public record FinishRequest(
        StoreKey key,
        Token token,
        @Nullable Long stamp,
        @Nullable StoredValue value,
        Duration holdOff,
        @Nullable Long version) {

    /** Checks that a value comes only with an acknowledged begin. */
    public FinishRequest {
        Objects.requireNonNull(key, "key must not be null");
        Objects.requireNonNull(token, "token must not be null");
        Objects.requireNonNull(holdOff, "holdOff must not be null");
        if (value != null && stamp == null) {
            throw new IllegalArgumentException(
                    "a write whose begin was not acknowledged must finish without a value (key '%s')"
                            .formatted(key.text()));
        }
    }

    /**
     * Ends a mark and keeps nothing.
     *
     * @param key the key
     * @param token the token of the attempt to begin
     * @param holdOff how long no load may be stored afterwards
     * @return the request
     */
    public static FinishRequest withNothing(StoreKey key, Token token, Duration holdOff) {
        return new FinishRequest(key, token, null, null, holdOff, null);
    }
}
