// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Values.Reading;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.Supersede;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lands flights: asks the store for leases, loads what is granted, fills, and waits for what others load. One key and many keys take
 * the same way.
 */
final class Loads<K, V> implements Flights.Pilot<K, V> {

    private static final Duration FIRST_POLL = Duration.ofMillis(5);
    private static final Duration LAST_POLL = Duration.ofMillis(50);

    /** One key on its way through the pipeline. */
    static final class Leg<K, V> {

        final Flight<K, V> flight;
        private @Nullable Supersede supersede;
        private boolean loadOnly;
        private boolean superseded;
        private Duration poll = FIRST_POLL;
        private int heard;

        /** How many waiters came before the command under way was sent, or before the loader was called. */
        int entitled;

        /** The clock as it was known before the loader was called. */
        long clock;

        @Nullable
        Lease lease;

        Leg(Flight<K, V> flight, @Nullable Supersede supersede, boolean loadOnly) {
            this.flight = flight;
            this.supersede = supersede;
            this.loadOnly = loadOnly;
        }

        StoreKey key() {
            return flight.key;
        }
    }

    private final Pipeline<K, V> cache;
    final Flights<K, V> flights;

    Loads(Pipeline<K, V> cache) {
        this.cache = cache;
        // Once for the load under way, and once for the one after it, if the first comes to nothing.
        this.flights = new Flights<>(
                cache.time.scheduler(), cache.options.loaderDeadline().multipliedBy(2), this);
    }

    @Override
    public void takeOff(Flight<K, V> flight) {
        Waiter<K, V> leader = flight.first(1).get(0);
        int entitled = flight.present();
        Futures.then(cache.store.read(region -> region.get(flight.key)), leader.caller, (found, failure) -> {
            Leg<K, V> leg = new Leg<>(flight, null, failure != null);
            leg.entitled = entitled;
            if (found == null || !landed(leg, found)) {
                go(List.of(leg), leader.origin, leader.caller, leader.context);
            }
        });
    }

    @Override
    public void loadAlone(Waiter<K, V> waiter) {
        cache.events.happened(Kind.BYPASSED, "load alone", waiter.key);
        LoaderAttempts<K, V> attempts = new LoaderAttempts<>(
                cache, waiter.origin, List.of(waiter.userKey()), waiter.caller, waiter.context, call -> {});
        Futures.<List<@Nullable V>>then(attempts.start(), waiter.caller, (values, failure) -> {
            if (values != null) {
                waiter.result.complete(values.get(0));
            } else if (failure != null) {
                Futures.fail(waiter.result, LoadFailure.seenByCaller(failure, cache.log.describe(waiter.key)));
            }
        });
    }

    /** Lands the flights of these legs, which the caller leads; goes on by itself until all have landed. */
    void go(List<Leg<K, V>> legs, Origin<K, V> origin, Caller caller, @Nullable LoadContext context) {
        long deadline =
                cache.time.ticker().read() + cache.options.loaderDeadline().toNanos();
        new Run(origin, caller, context, deadline).ask(legs);
    }

    /** Lands the flight of a leg with what was found in the store, or notes what may be superseded. */
    private boolean landed(Leg<K, V> leg, Lookup found) {
        Reading<V> reading = cache.values.read(leg.key(), found);
        if (reading instanceof Reading.Found<V> value) {
            flights.land(leg.flight, value.value(), leg.entitled);
            return true;
        }
        Reading.Missing<V> missing = (Reading.Missing<V>) reading;
        leg.loadOnly |= missing.loadOnly() || leg.superseded;
        leg.supersede = missing.supersede();
        return false;
    }

    /** The legs that one caller leads, with his loader and on his thread. */
    private final class Run {

        private final Origin<K, V> origin;
        private final Caller caller;
        private final @Nullable LoadContext context;
        private final long deadline;

        Run(Origin<K, V> origin, Caller caller, @Nullable LoadContext context, long deadline) {
            this.origin = origin;
            this.caller = caller;
            this.context = context;
            this.deadline = deadline;
        }

        void ask(List<Leg<K, V>> legs) {
            List<Leg<K, V>> loading = new ArrayList<>();
            List<Leg<K, V>> asking = new ArrayList<>();
            for (Leg<K, V> leg : legs) {
                leg.clock = cache.store.region().clock();
                leg.heard = cache.pushes.heard(leg.key().text());
                leg.entitled = leg.flight.present();
                (leg.loadOnly ? loading : asking).add(leg);
            }
            if (asking.isEmpty()) {
                answered(asking, List.of(), loading);
                return;
            }
            long notAfter = cache.now() + cache.options.storeReadDeadline().toMillis();
            List<LeaseRequest> requests = asking.stream()
                    .map(leg -> new LeaseRequest(
                            leg.key(), cache.tokens.next(), cache.options.lease(), notAfter, leg.supersede))
                    .toList();
            Futures.then(cache.store.read(region -> region.lease(requests)), caller, (replies, failure) -> {
                try {
                    answered(asking, replies, loading);
                } catch (RuntimeException | Error unexpected) {
                    // Whatever went wrong, those who wait must hear of it.
                    legs.forEach(leg -> flights.crash(leg.flight, unexpected, cache.log.describe(leg.key())));
                }
            });
        }

        private void answered(List<Leg<K, V>> asked, @Nullable List<LeaseReply> replies, List<Leg<K, V>> loading) {
            List<Leg<K, V>> again = new ArrayList<>();
            List<Leg<K, V>> busy = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                Leg<K, V> leg = asked.get(i);
                LeaseReply reply = replies == null ? LeaseReply.Bypass.BYPASS : replies.get(i);
                if (reply instanceof LeaseReply.Granted granted) {
                    leg.lease = granted.lease();
                    loading.add(leg);
                } else if (reply instanceof LeaseReply.Busy && !flights.isLentTo(caller, leg.key())) {
                    busy.add(leg);
                } else if (!(reply instanceof LeaseReply.Found found)) {
                    loading.add(leg);
                } else if (!landed(leg, found.found())) {
                    leg.superseded = true;
                    again.add(leg);
                }
            }
            if (!again.isEmpty()) {
                ask(again);
            }
            // What this node may load is filled before it waits for what others load, so that two bulks never wait for
            // each other.
            Futures.then(load(loading), caller, (done, failure) -> {
                busy.forEach(this::waitForFill);
            });
        }

        private void waitForFill(Leg<K, V> leg) {
            if (cache.time.ticker().read() - deadline >= 0) {
                leg.loadOnly = true;
                ask(List.of(leg));
                return;
            }
            Duration delay = Jitter.spread(leg.poll);
            Duration doubled = leg.poll.multipliedBy(2);
            leg.poll = doubled.compareTo(LAST_POLL) < 0 ? doubled : LAST_POLL;
            cache.pushes.await(
                    leg.key().text(),
                    leg.heard,
                    cache.time.scheduler(),
                    delay,
                    () -> caller.execute(() -> ask(List.of(leg))));
        }

        private CompletableFuture<Void> load(List<Leg<K, V>> legs) {
            if (legs.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return new Loading<>(cache, legs, origin, caller, context).start();
        }
    }
}
