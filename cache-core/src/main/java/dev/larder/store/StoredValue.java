// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value as a store holds it: the payload with its times and origin.
 *
 * <p>Times are the store's, so that a node whose clock is off neither prolongs nor shortens a life.
 *
 * @param payload the object itself or its bytes, as {@link CacheStore#keepsReferences()} says; {@code null} if the origin is known
 *     to have none
 * @param fillId a random number per act of storing, by which a later command recognises this very value
 * @param createdMillis when it was loaded, milliseconds since the epoch by the store's clock
 * @param softMillis how long it is fresh, counted from its creation; 0 for a value that was expired by name, which is never fresh
 *     again and may only stand in for a load that fails
 * @param hardMillis how long it may be held at all, counted from its creation; at least {@code softMillis}
 * @param loadCostMillis how long its load took, 0 to 65,535
 * @param clock the namespace's clock as its node knew it before the load; older than a clear, the value counts as cleared
 * @param encoding who wrote the payload, and how
 * @param version the origin's version of the value as an unsigned number, if the cache keeps one
 */
public record StoredValue(
        @Nullable Object payload,
        long fillId,
        long createdMillis,
        long softMillis,
        long hardMillis,
        int loadCostMillis,
        long clock,
        Encoding encoding,
        @Nullable Long version)
        implements Lookup {

    /** Checks that the times fit together. */
    public StoredValue {
        Objects.requireNonNull(encoding, "encoding must not be null");
        if (softMillis < 0 || hardMillis < softMillis) {
            throw new IllegalArgumentException(
                    "softMillis must be between 0 and hardMillis (%d), but was %d".formatted(hardMillis, softMillis));
        }
        loadCostMillis = Math.max(0, Math.min(loadCostMillis, 65_535));
    }

    /**
     * Tells whether the origin is known to have no value.
     *
     * @return {@code true} if this is an entry for "absent"
     */
    public boolean isAbsent() {
        return payload == null;
    }

    /**
     * Tells whether the value is within its soft life.
     *
     * @param now the store's present time
     * @return {@code true} if it is fresh
     */
    public boolean isFresh(long now) {
        // A creation in the future, by a clock that was ahead, must not make fresh what was expired.
        return softMillis > 0 && now - createdMillis < softMillis;
    }

    /**
     * Tells whether the value was expired by name: it is never fresh again, and may only stand in for a load that fails.
     *
     * @return {@code true} if it has no soft life at all
     */
    public boolean isExpired() {
        return softMillis == 0;
    }

    /**
     * Returns what is left of the time the value may be held.
     *
     * @param now the store's present time
     * @return milliseconds; zero or negative once it is over
     */
    public long remainingMillis(long now) {
        return hardMillis - (now - createdMillis);
    }

    /**
     * Returns the same value with other lives.
     *
     * @param softMillis the soft life, counted from the creation
     * @param hardMillis the hard life, counted from the creation
     * @return a copy
     */
    public StoredValue withLives(long softMillis, long hardMillis) {
        return new StoredValue(
                payload, fillId, createdMillis, softMillis, hardMillis, loadCostMillis, clock, encoding, version);
    }

    /**
     * Returns the same value as one that was expired by name: never fresh, for no longer than is asked, and under another fill id.
     *
     * @param fillId a random number; the new fill id is made from it and the present one, so that a command that is repeated
     *     never brings a fill id back that somebody has seen
     * @param keep how long the value may still be held from now on; its hard life is not prolonged
     * @param now the store's present time
     * @return a copy; {@code null} if nothing is left of its life
     * @see StoreRegion#expire
     */
    public @Nullable StoredValue expired(long fillId, Duration keep, long now) {
        long left = Math.min(remainingMillis(now), keep.toMillis());
        long hard = now - createdMillis + left;
        return left <= 0 || hard <= 0
                ? null
                : new StoredValue(
                        payload,
                        this.fillId + (fillId | 1),
                        createdMillis,
                        0,
                        hard,
                        loadCostMillis,
                        clock,
                        encoding,
                        version);
    }

    /**
     * Returns the same value with a version of the origin's.
     *
     * @param version the version, an unsigned number
     * @return a copy
     */
    public StoredValue withVersion(long version) {
        return new StoredValue(
                payload, fillId, createdMillis, softMillis, hardMillis, loadCostMillis, clock, encoding, version);
    }
}
