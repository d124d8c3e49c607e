// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.store.StoreKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where everything that happens in one cache is told: it is counted, said in the log, and passed on to listeners. */
final class Events {

    final StatsCounter stats = new StatsCounter();
    private final String cache;
    private final CacheLog log;
    private final CacheListeners listeners;

    Events(String cache, CacheLog log, CacheListeners listeners) {
        this.cache = cache;
        this.log = log;
        this.listeners = listeners;
    }

    /** Tells of something that happened to a key. */
    void happened(Kind kind, StoreKey key) {
        happened(kind, kind.said(), key);
    }

    /** Tells of it in other words. */
    void happened(Kind kind, String said, StoreKey key) {
        stats.count(kind);
        log.did(said, key);
        if (listeners.any()) {
            tell(kind, List.of(key.object()), null, null);
        }
    }

    /** Tells of something that concerns no single key. */
    void happened(Kind kind) {
        stats.count(kind);
        log.did(kind.said());
        if (listeners.any()) {
            tell(kind, List.of(), null, null);
        }
    }

    /** Tells of a read that was answered without a key's text; whether it is said is up to the caller, who would have to build it. */
    void happenedAtHand(Kind kind, Object key) {
        stats.count(kind);
        if (listeners.any()) {
            tell(kind, List.of(key), null, null);
        }
    }

    /** Tells of a loader's call that returned, or threw. */
    void called(List<?> keys, long nanos, @Nullable Throwable failure) {
        Kind kind = failure == null ? Kind.LOADED : Kind.LOAD_FAILED;
        stats.count(kind);
        stats.loadNanos.add(nanos);
        if (listeners.any()) {
            tell(kind, keys, Duration.ofNanos(nanos), failure);
        }
    }

    /** Tells of a loader's call that is over its deadline, and still runs. */
    void overdue(List<StoreKey> keys) {
        stats.count(Kind.LOAD_OVERDUE);
        stats.overdueLoaders.incrementAndGet();
        keys.forEach(key -> log.did(Kind.LOAD_OVERDUE.said(), key));
        if (listeners.any()) {
            tell(Kind.LOAD_OVERDUE, keys.stream().map(StoreKey::object).toList(), null, null);
        }
    }

    /** Such a call has ended. */
    void returnedAfterAll() {
        stats.overdueLoaders.decrementAndGet();
    }

    /** Tells of a command that the store did not carry out. */
    void storeFailed(Throwable failure) {
        stats.count(Kind.STORE_FAILED);
        if (listeners.any()) {
            tell(Kind.STORE_FAILED, List.of(), null, failure);
        }
    }

    private void tell(Kind kind, List<?> keys, @Nullable Duration took, @Nullable Throwable failure) {
        listeners.tell(new CacheEvent(cache, kind, List.copyOf(keys), took, failure));
    }
}
