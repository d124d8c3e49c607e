// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoredValue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it was cached at one moment: a value, or the knowledge that the origin has none.
 *
 * @param value the value; {@code null} if the origin is known to have none
 * @param createdAt when it was loaded or put, by the store's clock
 * @param age how old it is
 * @param timeToLive what is left of the time in which it is fresh; zero if it is stale
 * @param <V> the type of values
 */
public record CacheEntry<V>(@Nullable V value, Instant createdAt, Duration age, Duration timeToLive) {

    CacheEntry(@Nullable V value, StoredValue stored, long now) {
        this(
                value,
                Instant.ofEpochMilli(stored.createdMillis()),
                Duration.ofMillis(Math.max(0, now - stored.createdMillis())),
                Duration.ofMillis(Math.max(0, stored.createdMillis() + stored.softMillis() - now)));
    }

    /**
     * Tells a known absence from a value.
     *
     * @return {@code true} if the origin is known to have no value
     */
    public boolean isAbsent() {
        return value == null;
    }

    /**
     * Tells whether it is past its time to live, so that it is served only while it is loaded anew, or if that fails.
     *
     * @return {@code true} if it is not fresh
     */
    public boolean isStale() {
        return timeToLive.isZero();
    }
}
