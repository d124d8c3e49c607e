// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a cache on this node. Never holds a value.
 *
 * @param cache the cache's name
 * @param kind what happened
 * @param keys the keys it happened to, as the callers gave them; empty if it concerns no single ones
 * @param took how long it took; {@code null} where nothing is measured
 * @param failure what failed; {@code null} if nothing did
 */
public record CacheEvent(
        String cache,
        Kind kind,
        List<Object> keys,
        @Nullable Duration took,
        @Nullable Throwable failure) {

    /** Checks that nothing is missing. */
    public CacheEvent {
        Objects.requireNonNull(cache, "cache must not be null");
        Objects.requireNonNull(kind, "kind must not be null");
        keys = List.copyOf(keys);
    }

    /** What may happen. */
    public enum Kind {
        /** A read was answered by a fresh entry, a known absence included. */
        HIT("hit"),
        /** A read was answered at once by a stale entry, while it is loaded anew in the background. */
        STALE_HIT("stale hit"),
        /** A read was not answered from the cache. */
        MISS("miss"),
        /** A read was answered by a stale entry, because no load succeeded in time. Its miss was told of before. */
        STALE_FOR_ERROR("stale for want of a load"),
        /** A loader returned; for all its keys at once, with the time it took. */
        LOADED("loaded"),
        /** A loader threw; for all its keys at once, with the time it took and what it threw. */
        LOAD_FAILED("load failed"),
        /** A loader is over its deadline and still runs. */
        LOAD_OVERDUE("loader deadline passed"),
        /** A load was not tried, because loads of the key just failed. */
        LOAD_HELD_BACK("load held back"),
        /** A loaded value has no right to be stored: a writer was at work, or the store did not answer. */
        BYPASSED("bypassed"),
        /** A loaded value was not stored, because it was loaded in a transaction. */
        NOT_STORED_IN_TRANSACTION("not stored, loaded in a transaction"),
        /** A loaded value was not stored, because an eviction or a writer overtook the load. */
        FILL_REFUSED("fill refused"),
        /** An entry was loaded anew and replaced, or told to be unchanged. */
        REFRESHED("refreshed"),
        /** An entry was not loaded anew, because too many others are. */
        REFRESH_DROPPED("refresh dropped"),
        /** A value was not stored, because it is not to be kept. */
        NOT_KEPT("not kept"),
        /** A value was not stored, because its payload is larger than allowed. */
        TOO_LARGE("too large"),
        /** A put or a write stored a value. */
        PUT("put"),
        /** An eviction was confirmed, cached or not. */
        EVICTED("evict"),
        /** An entry was made stale by request. */
        EXPIRED("expire"),
        /** The cache was cleared. */
        CLEARED("clear"),
        /** An entry could not be read: it is corrupt, foreign or of another schema. */
        UNREADABLE("unreadable"),
        /** An eviction or a clear was not confirmed, or may have been lost; it is remembered, and sent again. */
        JOURNALLED("journalled"),
        /** An eviction or a clear that was journalled is confirmed. */
        REPLAYED("replayed"),
        /** More evictions were journalled than there is room for; a namespace is going to be cleared in their place. */
        JOURNAL_OVERFLOWED("journal overflowed"),
        /** The store failed, or was too slow. */
        STORE_FAILED("store failed");

        private final String said;

        Kind(String said) {
            this.said = said;
        }

        /** What the log says of it. */
        String said() {
            return said;
        }
    }
}
