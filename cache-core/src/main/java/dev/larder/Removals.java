// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.KeyFilter;
import dev.larder.store.Lease;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What takes things out of one cache in the store, or makes them stale. It is sent whatever the guard thinks of the store, since its
 * callers mean that what stands there is out of date; each is waited for until its deadline and no longer. What the store does not
 * confirm is in the journal before the caller hears of it.
 */
final class Removals {

    final RegionSpec spec;
    private final StoreAccess store;
    private final CacheOptions options;
    private final @Nullable StoreGuard guard;
    private final Events events;

    Removals(RegionSpec spec, StoreAccess store, CacheOptions options, @Nullable StoreGuard guard, Events events) {
        this.spec = spec;
        this.store = store;
        this.options = options;
        this.guard = guard;
        this.events = events;
    }

    /** Tells the cache that a removal concerns, if it is one, what became of it. */
    static void tell(Removal removal, Kind kind) {
        if (removal instanceof Removal.OfKey ofKey) {
            ofKey.cache().events.happened(kind, ofKey.key());
        } else if (removal instanceof Removal.OfCache ofCache) {
            ofCache.cache().events.happened(kind);
        }
    }

    /** Completes with null for each key whose eviction the store did not confirm; never fails. */
    CompletableFuture<List<@Nullable EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        // One that was not confirmed may owe the key a longer hold-off.
        long mark = holdOff.compareTo(options.holdOff()) < 0 ? StoreGuard.SETTLES_NOTHING : mark();
        CompletableFuture<List<@Nullable EvictReply>> sent =
                store.changeAllAnyway(keys, key -> key, (region, some) -> region.evict(some, holdOff));
        return sent.thenApply(replies -> noteAll(keys, replies, mark));
    }

    /** Completes with null for each key whose expiry the store did not confirm, which is evicted then; never fails. */
    CompletableFuture<List<@Nullable EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        CompletableFuture<List<@Nullable EvictReply>> sent =
                store.changeAllAnyway(keys, key -> key, (region, some) -> region.expire(some, fillId, keep));
        // An eviction that was not confirmed asked for more than this.
        return sent.thenApply(replies -> noteAll(keys, replies, StoreGuard.SETTLES_NOTHING));
    }

    private List<@Nullable EvictReply> noteAll(List<StoreKey> keys, List<@Nullable EvictReply> replies, long mark) {
        for (int i = 0; guard != null && i < keys.size(); i++) {
            note(guard, new Removal.OfKey(this, keys.get(i), null), replies.get(i) != null, mark);
        }
        return replies;
    }

    /**
     * Evicts keys by their texts; completes with how many records went, null if the store did not confirm; never fails. Which keys it
     * was about is not remembered: the whole cache is cleared in the end.
     */
    CompletableFuture<@Nullable Long> evictMatching(KeyFilter filter) {
        // Less than a clear that was not confirmed asked for.
        return noted(region -> region.evictMatching(filter), new Removal.OfCache(this), StoreGuard.SETTLES_NOTHING);
    }

    /** Evicts a key whose object nobody has; completes with null if the store did not confirm; never fails. */
    CompletableFuture<@Nullable EvictReply> evictByText(StoreKey key, Duration holdOff) {
        return noted(region -> region.evictByText(key.text(), holdOff), new Removal.OfKey(this, key, null), mark());
    }

    private <T> CompletableFuture<@Nullable T> noted(
            Function<StoreRegion, CompletionStage<T>> command, Removal removal, long mark) {
        return store.changeAnyway(command).<@Nullable T>handle((reply, failure) -> {
            if (guard != null) {
                note(guard, removal, failure == null, mark);
            }
            return reply;
        });
    }

    /** Completes with whether the store confirmed; never fails. */
    CompletableFuture<Boolean> clear() {
        long mark = mark();
        return store.changeAnyway(StoreRegion::clear).handle((done, failure) -> {
            if (guard != null) {
                note(guard, new Removal.OfCache(this), failure == null, mark);
            }
            return failure == null;
        });
    }

    /** Ends writers' marks; completes with null for each whose end the store did not confirm; never fails. */
    CompletableFuture<List<@Nullable FinishReply>> finishWrite(List<FinishRequest> requests) {
        CompletableFuture<List<@Nullable FinishReply>> sent =
                store.changeAllAnyway(requests, FinishRequest::key, StoreRegion::finishWrite);
        return sent.thenApply(replies -> {
            for (int i = 0; guard != null && i < requests.size(); i++) {
                FinishRequest request = requests.get(i);
                if (replies.get(i) != null) {
                    // That of another writer's mark may still be in the journal.
                    guard.confirmed(new Removal.OfKey(this, request.key(), null), StoreGuard.SETTLES_NOTHING);
                    continue;
                }
                FinishRequest nothing = FinishRequest.withNothing(request.key(), request.token(), request.holdOff());
                guard.unconfirmed(new Removal.OfKey(this, request.key(), nothing));
            }
            return replies;
        });
    }

    /**
     * Puts a value, if the guard lets it; completes with null if the store did not confirm; never fails. What stands there in its place
     * is out of date then, as far as this node knows, and has to go.
     */
    CompletableFuture<@Nullable PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        long lastArrival = guard == null ? 0 : guard.in(options.storeWriteDeadline());
        // A version keeps older ones out for itself, however late it arrives.
        CompletableFuture<PutReply> sent = store.change(
                key,
                region -> value.version() == null ? region.put(key, value, notAfter) : region.putVersioned(key, value));
        return sent.<@Nullable PutReply>handle((reply, failure) -> {
            if (guard != null && (reply == null || reply == PutReply.TOO_LATE)) {
                Removal old = new Removal.OfKey(this, key, null);
                if (mayArrive(failure)) {
                    guard.unconfirmed(old, lastArrival);
                } else if (guard.trusts(spec, key)) {
                    guard.unconfirmed(old);
                }
            }
            return reply;
        });
    }

    /** Stores a value where none stands. One that may arrive late must not outlive an eviction that is confirmed before it does. */
    CompletableFuture<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        long lastArrival = guard == null ? 0 : guard.in(options.storeWriteDeadline());
        return store.change(key, region -> region.putIfAbsent(key, value, notAfter, supersede))
                .whenComplete((reply, failure) -> {
                    if (guard != null && mayArrive(failure)) {
                        guard.unconfirmed(new Removal.OfKey(this, key, null), lastArrival);
                    }
                });
    }

    private static boolean mayArrive(@Nullable Throwable failure) {
        return failure != null && !(Futures.unwrap(failure) instanceof NotSentException);
    }

    /** Gives a lease back; completes when that is over, and never fails. */
    CompletableFuture<Boolean> release(StoreKey key, Lease lease) {
        return store.change(key, region -> region.release(key, lease)).handle((released, failure) -> {
            if (failure != null && guard != null) {
                guard.unconfirmed(new Removal.OfKey(this, key, null));
            }
            return released != null && released;
        });
    }

    /**
     * A lease may stand, or arrive within the deadline it was sent with, that nobody is going to fill or give back: others would wait for
     * it, so whatever stands there has to go.
     */
    void mayBeLeased(StoreKey key) {
        if (guard != null) {
            guard.unconfirmed(new Removal.OfKey(this, key, null), guard.in(options.storeReadDeadline()));
        }
    }

    private long mark() {
        return guard == null ? 0 : guard.mark();
    }

    private static void note(StoreGuard guard, Removal removal, boolean confirmed, long mark) {
        if (confirmed) {
            guard.confirmed(removal, mark);
        } else {
            guard.unconfirmed(removal);
        }
    }

    /** Sends removals of keys again, all of which end writers' marks or none does. */
    CompletableFuture<?> sendAgain(List<Removal.OfKey> removals) {
        List<FinishRequest> finishes = removals.stream()
                .map(Removal.OfKey::finish)
                .filter(Objects::nonNull)
                .toList();
        List<StoreKey> keys = removals.stream().map(Removal.OfKey::key).toList();
        return finishes.isEmpty()
                ? store.changeAnyway(region -> region.evict(keys, options.holdOff()))
                : store.changeAnyway(region -> region.finishWrite(finishes));
    }

    CompletableFuture<?> sendClearAgain() {
        // A stage of nothing has no value to tell success by.
        return store.changeAnyway(region -> region.clear().thenApply(done -> true));
    }
}
