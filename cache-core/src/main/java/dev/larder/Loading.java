// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading.Held;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.Fill;
import dev.larder.store.Lease;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One load under way, of one key or of many: from the call of the loader to the landing of the flights. */
final class Loading<K, V> {

    private final Pipeline<K, V> cache;
    private final List<Leg<K, V>> legs;
    private final Caller caller;
    private final LoaderAttempts<K, V> attempts;
    private final CompletableFuture<Void> landed = new CompletableFuture<>();
    private final LoaderWatch watch;

    Loading(
            Pipeline<K, V> cache,
            List<Leg<K, V>> legs,
            Origin<K, V> origin,
            Caller caller,
            @Nullable LoadContext context) {
        this.cache = cache;
        this.legs = legs;
        this.caller = caller;
        this.watch = new LoaderWatch(cache, legs.stream().map(Leg::key).toList(), this::giveUp);
        List<K> keys = legs.stream().map(leg -> cache.userKey(leg.key())).toList();
        Held<V> seen = legs.size() == 1 ? legs.get(0).seen : null;
        this.attempts = new LoaderAttempts<>(
                cache, origin, keys, seen == null ? null : seen.value(), caller, context, this::beforeCall);
    }

    /** Calls the loader; the future completes when all flights have landed, and never fails. */
    CompletableFuture<Void> start() {
        watch.start();
        if (legs.stream().anyMatch(leg -> !leg.loadOnly)) {
            watch.renewing(this::renew);
        }
        Futures.then(attempts.start(), caller, (outcomes, unexpected) -> {
            watch.returnedLate();
            try {
                returned(
                        outcomes == null
                                ? legs.stream()
                                        .map(leg -> Loaded.<V>failure(unexpected, true))
                                        .toList()
                                : outcomes);
            } catch (RuntimeException | Error broken) {
                // Whatever went wrong, those who wait must hear of it.
                legs.forEach(leg -> cache.flights.crash(leg.flight, broken, cache.log.describe(leg.key())));
                landed.complete(null);
            }
        });
        return landed;
    }

    private void beforeCall(LoadContext call) {
        for (Leg<K, V> leg : legs) {
            leg.flight.serveBy(call);
            leg.entitled = leg.flight.present();
            cache.log.did(leg.loadOnly ? "load without storing" : "load", leg.key());
        }
    }

    private void returned(List<Loaded<V>> outcomes) {
        List<Fill> fills = new ArrayList<>();
        List<Leg<K, V>> filling = new ArrayList<>();
        List<@Nullable V> filled = new ArrayList<>();
        List<CompletableFuture<?>> landings = new ArrayList<>();
        for (int i = 0; i < legs.size(); i++) {
            Leg<K, V> leg = legs.get(i);
            // Newcomers from here on may have seen an eviction that the store has not: they start anew.
            cache.flights.close(leg.flight);
            Throwable failure = outcomes.get(i).failure();
            V value = outcomes.get(i).value();
            if (failure != null) {
                landings.add(failed(leg, failure, outcomes.get(i).blamed()));
                continue;
            }
            succeeded(leg);
            Held<V> seen = leg.seen;
            Fill fill = null;
            if (leg.loadOnly || leg.flight.isDetached()) {
                withoutStoring(leg);
            } else if (seen != null) {
                landings.add(replace(leg, seen, value));
                continue;
            } else {
                fill = fillOf(leg, value);
            }
            if (fill == null) {
                release(leg);
                cache.flights.land(leg.flight, value, leg.entitled);
            } else {
                fills.add(fill);
                filling.add(leg);
                filled.add(value);
            }
        }
        if (!fills.isEmpty()) {
            CompletableFuture<List<@Nullable Boolean>> sent =
                    cache.store.changeAll(fills, Fill::key, StoreRegion::fill);
            caller.waitFor(sent);
            landings.add(Futures.handle(sent, caller, (stored, failure) -> {
                for (int i = 0; i < filling.size(); i++) {
                    land(filling.get(i), filled.get(i), stored != null && Boolean.TRUE.equals(stored.get(i)));
                }
                return true;
            }));
        }
        CompletableFuture.allOf(landings.toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> landed.complete(null));
    }

    private void succeeded(Leg<K, V> leg) {
        cache.log.worked(Trouble.LOAD);
        if (leg.failures > 0 && leg.claim == null) {
            cache.backOffs.loadSucceeded(leg.key());
        }
    }

    private void withoutStoring(Leg<K, V> leg) {
        cache.events.happened(leg.loadOnly ? Kind.BYPASSED : Kind.FILL_REFUSED, leg.key());
    }

    private @Nullable Fill fillOf(Leg<K, V> leg, @Nullable V value) {
        Lease lease = leg.lease;
        if (lease == null) {
            return null;
        }
        try {
            StoredValue stored = cache.values.toStored(leg.key(), value, null, attempts.costMillis(), leg.clock);
            return stored == null ? null : new Fill(leg.key(), lease, stored);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, leg.key(), unstorable);
            return null;
        }
    }

    private void land(Leg<K, V> leg, @Nullable V value, boolean stored) {
        if (stored && !leg.flight.isDetached()) {
            cache.flights.land(leg.flight, value);
            return;
        }
        if (!stored) {
            cache.events.happened(Kind.FILL_REFUSED, leg.key());
            // A clear refuses the fill and lets the lease stand, which would keep the next load waiting.
            release(leg);
        }
        cache.flights.land(leg.flight, value, leg.entitled);
    }

    private CompletableFuture<Boolean> replace(Leg<K, V> leg, Held<V> seen, @Nullable V value) {
        CompletableFuture<Boolean> replaced =
                cache.refreshes.replace(leg.key(), seen, value, attempts.costMillis(), leg.clock);
        return Futures.handle(replaced, caller, (stored, failure) -> {
            release(leg);
            boolean forAll = stored != null && stored && !leg.flight.isDetached();
            cache.flights.land(leg.flight, value, forAll ? Integer.MAX_VALUE : leg.entitled);
            return true;
        });
    }

    /** Lands a flight after its right to load was given back: a caller who tries again must not find it taken. */
    private CompletableFuture<Boolean> failed(Leg<K, V> leg, Throwable failure, boolean blamed) {
        return Futures.handle(givenBack(leg, failure, blamed), caller, (done, lost) -> {
            cache.log.did("load failed", leg.key());
            if (LoadFailure.isSaturation(failure)) {
                cache.events.happened(Kind.REFRESH_DROPPED, leg.key());
            }
            if (cache.flights.crash(leg.flight, failure, cache.log.describe(leg.key()))) {
                cache.log.failed(Trouble.LOAD, leg.key(), failure);
            }
            return true;
        });
    }

    private CompletableFuture<?> givenBack(Leg<K, V> leg, Throwable failure, boolean blamed) {
        Lease lease = leg.lease;
        // The loader deadline, or a change of the key, has seen to a flight that is detached.
        boolean counts = blamed && !leg.loadOnly && !leg.flight.isDetached();
        CompletableFuture<?> noted = CompletableFuture.completedFuture(true);
        if (counts) {
            noted = cache.backOffs.loadFailed(leg, failure);
        } else {
            cache.backOffs.giveBackClaim(leg);
        }
        return lease == null ? noted : CompletableFuture.allOf(noted, cache.removals.release(leg.key(), lease));
    }

    private void release(Leg<K, V> leg) {
        Lease lease = leg.lease;
        if (lease != null) {
            cache.removals.release(leg.key(), lease);
        }
        cache.backOffs.giveBackClaim(leg);
    }

    /** The loader is late: others may load these keys, and what it returns is for its own caller only. */
    private void giveUp() {
        for (Leg<K, V> leg : legs) {
            cache.flights.close(leg.flight);
            cache.flights.serveFallbacks(leg.flight);
            CompletableFuture<?> free = givenBack(leg, watch.lateness(leg.key()), true);
            leg.flight.detach();
            List<Waiter<K, V>> followers = leg.flight.takeFollowers();
            // Not on the caller's thread, which hangs in the loader.
            Futures.then(free, cache.background, (released, failure) -> {
                cache.flights.flyAgain(leg.key(), followers);
            });
        }
    }

    private void renew() {
        for (Leg<K, V> leg : legs) {
            Lease lease = leg.lease;
            Token claim = leg.claim;
            if (leg.flight.isDetached()) {
                continue;
            }
            if (lease != null) {
                cache.store.tell(leg.key(), region -> region.renewLease(leg.key(), lease, cache.options.lease()));
            } else if (claim != null) {
                cache.store.tell(leg.key(), region -> region.renewClaim(leg.key(), claim, cache.options.lease()));
            }
        }
    }
}
