// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Loads.Leg;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.Fill;
import dev.larder.store.Lease;
import dev.larder.time.Scheduler.Scheduled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One load under way, of one key or of many: from the call of the loader to the landing of the flights. */
final class Loading<K, V> {

    private static final Scheduled NOTHING_SCHEDULED = () -> {};

    private final Pipeline<K, V> cache;
    private final List<Leg<K, V>> legs;
    private final Caller caller;
    private final LoaderAttempts<K, V> attempts;
    private final CompletableFuture<Void> landed = new CompletableFuture<>();
    private volatile Scheduled overdue = NOTHING_SCHEDULED;
    private volatile @Nullable Renewal renewal;

    Loading(
            Pipeline<K, V> cache,
            List<Leg<K, V>> legs,
            Origin<K, V> origin,
            Caller caller,
            @Nullable LoadContext context) {
        this.cache = cache;
        this.legs = legs;
        this.caller = caller;
        List<K> keys = legs.stream().map(leg -> cache.userKey(leg.key())).toList();
        this.attempts = new LoaderAttempts<>(cache, origin, keys, caller, context, this::beforeCall);
    }

    /** Calls the loader; the future completes when all flights have landed, and never fails. */
    CompletableFuture<Void> start() {
        overdue = cache.time.scheduler().schedule(this::giveUp, cache.options.loaderDeadline());
        if (legs.stream().anyMatch(leg -> leg.lease != null)) {
            renewal = Renewal.start(cache.time.scheduler(), cache.options.lease(), this::renewLeases);
        }
        Futures.<List<@Nullable V>>then(attempts.start(), caller, (values, failure) -> {
            stopTimers();
            try {
                if (values != null) {
                    loaded(values);
                } else if (failure != null) {
                    failed(failure);
                }
            } catch (RuntimeException | Error unexpected) {
                failed(unexpected); // whatever went wrong, those who wait must hear of it
            }
        });
        return landed;
    }

    private void beforeCall(LoadContext call) {
        for (Leg<K, V> leg : legs) {
            leg.flight.serveBy(call);
            leg.entitled = leg.flight.present();
            cache.log.did(leg.lease == null ? "load without storing" : "load", leg.key());
        }
    }

    private void loaded(List<@Nullable V> values) {
        List<Fill> fills = new ArrayList<>();
        List<Leg<K, V>> filling = new ArrayList<>();
        List<@Nullable V> filled = new ArrayList<>();
        for (int i = 0; i < legs.size(); i++) {
            Leg<K, V> leg = legs.get(i);
            V value = values.get(i);
            // Newcomers from here on may have seen an eviction that the fill has not: they start anew.
            cache.flights.close(leg.flight);
            Fill fill = fillOf(leg, value);
            if (fill == null) {
                release(leg);
                cache.flights.land(leg.flight, value, leg.entitled);
            } else {
                fills.add(fill);
                filling.add(leg);
                filled.add(value);
            }
        }
        if (fills.isEmpty()) {
            landed.complete(null);
            return;
        }
        Futures.then(cache.store.change(region -> region.fill(fills)), caller, (stored, failure) -> {
            for (int i = 0; i < filling.size(); i++) {
                land(filling.get(i), filled.get(i), stored != null && stored.get(i));
            }
            landed.complete(null);
        });
    }

    private void land(Leg<K, V> leg, @Nullable V value, boolean stored) {
        if (stored && !leg.flight.isDetached()) {
            cache.flights.land(leg.flight, value);
            return;
        }
        if (!stored) {
            refused(leg);
            // A clear refuses the fill and lets the lease stand, which would keep the next load waiting.
            release(leg);
        }
        cache.flights.land(leg.flight, value, leg.entitled);
    }

    private @Nullable Fill fillOf(Leg<K, V> leg, @Nullable V value) {
        Lease lease = leg.lease;
        if (lease == null) {
            cache.events.happened(Kind.BYPASSED, leg.key());
            return null;
        }
        if (leg.flight.isDetached()) {
            refused(leg);
            return null;
        }
        try {
            return new Fill(leg.key(), lease, cache.values.toStored(value, null, attempts.costMillis(), leg.clock));
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, leg.key(), unstorable);
            return null;
        }
    }

    private void refused(Leg<K, V> leg) {
        cache.events.happened(Kind.FILL_REFUSED, leg.key());
    }

    /** Lands the flights after the leases were given back: a caller who tries again must not find them taken. */
    private void failed(Throwable failure) {
        List<CompletableFuture<Boolean>> released = new ArrayList<>();
        for (Leg<K, V> leg : legs) {
            cache.flights.close(leg.flight);
            released.add(released(leg));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(released.toArray(CompletableFuture<?>[]::new));
        Futures.then(all, caller, (done, unreleased) -> {
            for (Leg<K, V> leg : legs) {
                cache.log.did("load failed", leg.key());
                cache.flights.crash(leg.flight, failure, cache.log.describe(leg.key()));
            }
            landed.complete(null);
        });
    }

    private CompletableFuture<Boolean> released(Leg<K, V> leg) {
        Lease lease = leg.lease;
        return lease == null
                ? CompletableFuture.completedFuture(false)
                : cache.store.change(region -> region.release(leg.key(), lease));
    }

    private void release(Leg<K, V> leg) {
        Lease lease = leg.lease;
        if (lease != null) {
            cache.store.tell(region -> region.release(leg.key(), lease));
        }
    }

    /** The loader is late: others may load these keys, and what it returns is for its own caller only. */
    private void giveUp() {
        stopTimers();
        for (Leg<K, V> leg : legs) {
            cache.events.happened(Kind.LOAD_OVERDUE, leg.key());
            cache.flights.close(leg.flight);
            leg.flight.detach();
            List<Waiter<K, V>> followers = leg.flight.takeFollowers();
            // Not on the caller's thread, which hangs in the loader.
            Futures.then(released(leg), cache.background, (released, failure) -> {
                cache.flights.flyAgain(leg.key(), followers);
            });
        }
    }

    private void renewLeases() {
        for (Leg<K, V> leg : legs) {
            Lease lease = leg.lease;
            if (lease != null && !leg.flight.isDetached()) {
                cache.store.tell(region -> region.renewLease(leg.key(), lease, cache.options.lease()));
            }
        }
    }

    private void stopTimers() {
        overdue.cancel();
        Renewal running = renewal;
        if (running != null) {
            running.stop();
        }
    }
}
