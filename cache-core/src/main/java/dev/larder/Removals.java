// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.KeyFilter;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What takes things out of one cache in the store, or makes them stale. It is sent whatever the guard thinks of the store, since its
 * callers mean that what stands there is out of date; each is waited for until its deadline and no longer.
 */
final class Removals {

    private final StoreAccess store;

    Removals(StoreAccess store) {
        this.store = store;
    }

    /** Completes with null for each key whose eviction the store did not confirm; never fails. */
    CompletableFuture<List<@Nullable EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        return store.changeAllAnyway(keys, key -> key, (region, some) -> region.evict(some, holdOff));
    }

    /** Completes with null for each key whose expiry the store did not confirm; never fails. */
    CompletableFuture<List<@Nullable EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        return store.changeAllAnyway(keys, key -> key, (region, some) -> region.expire(some, fillId, keep));
    }

    /** Evicts keys by their texts; completes with how many records went, null if the store did not confirm; never fails. */
    CompletableFuture<@Nullable Long> evictMatching(KeyFilter filter) {
        return orNull(store.changeAnyway(region -> region.evictMatching(filter)));
    }

    /** Evicts a key whose object nobody has; completes with null if the store did not confirm; never fails. */
    CompletableFuture<@Nullable EvictReply> evictByText(StoreKey key, Duration holdOff) {
        return orNull(store.changeAnyway(region -> region.evictByText(key.text(), holdOff)));
    }

    /** Completes with whether the store confirmed; never fails. */
    CompletableFuture<Boolean> clear() {
        return store.changeAnyway(StoreRegion::clear).handle((done, failure) -> failure == null);
    }

    /** Ends writers' marks; completes with null for each whose end the store did not confirm; never fails. */
    CompletableFuture<List<@Nullable FinishReply>> finishWrite(List<FinishRequest> requests) {
        return store.changeAllAnyway(requests, FinishRequest::key, StoreRegion::finishWrite);
    }

    private static <T> CompletableFuture<@Nullable T> orNull(CompletableFuture<T> sent) {
        return sent.<@Nullable T>handle((reply, failure) -> reply);
    }
}
