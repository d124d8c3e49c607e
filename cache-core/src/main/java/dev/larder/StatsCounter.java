// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in one cache. */
final class StatsCounter {

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class); // filled once, then only read
    private final HitCounter hits = new HitCounter();
    final LongAdder loadNanos = new LongAdder();

    /** Loaders over their deadline that still run. */
    final AtomicInteger overdueLoaders = new AtomicInteger();

    StatsCounter() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    void count(Kind kind) {
        if (kind == Kind.HIT) {
            hits.increment();
        } else {
            counter(kind).increment();
        }
    }

    CacheStats read() {
        return new CacheStats(
                hits.sum() + of(Kind.STALE_HIT),
                of(Kind.MISS),
                of(Kind.STALE_HIT),
                of(Kind.STALE_FOR_ERROR),
                of(Kind.LOADED),
                of(Kind.LOAD_FAILED),
                Duration.ofNanos(loadNanos.sum()),
                of(Kind.LOAD_OVERDUE),
                overdueLoaders.get(),
                of(Kind.LOAD_HELD_BACK),
                of(Kind.REFRESHED),
                of(Kind.REFRESH_DROPPED),
                of(Kind.FILL_REFUSED),
                of(Kind.BYPASSED),
                of(Kind.NOT_STORED_IN_TRANSACTION),
                of(Kind.NOT_KEPT),
                of(Kind.TOO_LARGE),
                of(Kind.PUT),
                of(Kind.EVICTED),
                of(Kind.UNREADABLE),
                of(Kind.JOURNALLED),
                of(Kind.REPLAYED),
                of(Kind.JOURNAL_OVERFLOWED),
                of(Kind.STORE_FAILED));
    }

    private long of(Kind kind) {
        return counter(kind).sum();
    }

    @SuppressWarnings("NullAway") // every kind has its counter
    private LongAdder counter(Kind kind) {
        return counts.get(kind);
    }
}
