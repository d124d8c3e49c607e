// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Breakers.Permit;
import dev.larder.store.CacheStore;
import dev.larder.store.StoreKey;
import dev.larder.time.TimeSources;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands between a cache manager and a remote store, so that a store which is slow or gone costs its callers a load and no more. */
final class StoreGuard {

    private final CacheStore store;
    private final Breakers breakers;

    StoreGuard(CacheStore store, TimeSources time, Duration breakerWait) {
        this.store = store;
        this.breakers = new Breakers(time, breakerWait, () -> {});
    }

    /** The part of the store that answers for a key. */
    Object partOf(StoreKey key) {
        return store.partition(key);
    }

    /** Asks for leave to send a command to a part of the store; null if it would be in vain. */
    @Nullable
    Permit ask(Object part) {
        return breakers.ask(part);
    }

    GuardStatus status() {
        return new GuardStatus(breakers.states(), 0);
    }
}
