// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Values.Reading;
import dev.larder.store.StoreKey;
import java.time.Duration;
import java.util.List;

/** Lands flights; one key and many keys take the same way. */
final class Loads<K, V> implements Flights.Pilot<K, V> {

    private final Pipeline<K, V> cache;
    final Flights<K, V> flights;

    Loads(Pipeline<K, V> cache) {
        this.cache = cache;
        // Once for the load under way, and once for the one after it, if the first comes to nothing. If that hangs
        // too, who waits should hear of it rather than hang in a third one, so he gives the store a moment to note it.
        Duration patience = cache.options
                .loaderDeadline()
                .multipliedBy(2)
                .plus(cache.options.storeReadDeadline())
                .plus(cache.options.storeWriteDeadline());
        this.flights = new Flights<>(cache.time.scheduler(), patience, this);
    }

    @Override
    public void takeOff(Flight<K, V> flight) {
        Waiter<K, V> leader = flight.first(1).get(0);
        int entitled = flight.present();
        Futures.then(
                cache.store.read(flight.key, region -> region.get(flight.key)),
                leader.caller,
                (found, failure) -> guarded(List.of(flight), () -> {
                    Reading<V> reading =
                            found == null ? Reading.Missing.unread() : cache.values.read(flight.key, found);
                    if (!landed(flight, reading, entitled)) {
                        go(List.of(new Leg<>(flight, reading)), leader);
                    }
                }));
    }

    @Override
    public void loadAlone(Waiter<K, V> waiter) {
        cache.events.happened(Kind.BYPASSED, "load alone", waiter.key);
        withoutStoring(List.of(waiter));
    }

    /** Loads for those who share a call inside a transaction, without storing. */
    void inTransaction(List<Waiter<K, V>> waiters) {
        waiters.forEach(waiter -> notStoredInTransaction(waiter.key));
        withoutStoring(waiters);
    }

    /** Loads for those who share a call; who has a stale value gets that if there is no other. */
    private void withoutStoring(List<Waiter<K, V>> waiters) {
        Waiter<K, V> first = waiters.get(0);
        List<K> keys = waiters.stream().map(Waiter::userKey).toList();
        LoaderAttempts<K, V> attempts =
                new LoaderAttempts<>(cache, first.origin, keys, null, first.caller, first.context, call -> {});
        Futures.then(attempts.start(), first.caller, (outcomes, unexpected) -> {
            for (int i = 0; outcomes != null && i < waiters.size(); i++) {
                Waiter<K, V> waiter = waiters.get(i);
                Loaded<V> outcome = outcomes.get(i);
                if (outcome.failure() == null || !fallBack(waiter)) {
                    waiter.end(outcome.value(), outcome.failure(), cache.log.describe(waiter.key));
                }
            }
        });
    }

    /** Tells of a load inside a transaction that is not to be stored. */
    void notStoredInTransaction(StoreKey key) {
        cache.events.happened(Kind.NOT_STORED_IN_TRANSACTION, key);
        cache.log.notStoredInTransaction();
    }

    @Override
    public boolean fallBack(Waiter<K, V> waiter) {
        Reading.Stale<V> stale = waiter.fallback;
        if (stale == null) {
            return false;
        }
        if (waiter.result.complete(stale.value())) {
            cache.events.happened(Kind.STALE_FOR_ERROR, waiter.key);
        }
        return true;
    }

    /** Lands the flights of these legs, which the caller leads; goes on by itself until all have landed. */
    void go(List<Leg<K, V>> legs, Waiter<K, V> leader) {
        Duration softTimeout = cache.options.softTimeout();
        Caller caller = leader.caller;
        if (softTimeout != null && mayRunBehind(legs)) {
            caller = cache.background.withinRefreshes();
            for (Leg<K, V> leg : legs) {
                leg.flight.slowAt(cache.time.scheduler().schedule(() -> flights.beSlow(leg.flight), softTimeout));
            }
        }
        new LoadRun<>(cache, leader.origin, caller, leader.context).ask(legs);
    }

    /** Whether those who lead could do with the stale values at hand, so that they need not wait for the loader to return. */
    private boolean mayRunBehind(List<Leg<K, V>> legs) {
        return cache.transactions.current() == null
                && legs.stream().allMatch(leg -> leg.flight.first(1).get(0).fallback != null);
    }

    /** Whatever goes wrong, those who wait must hear of it. */
    void guarded(List<Flight<K, V>> concerned, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error unexpected) { // such as from a user's store that cannot say what time it is
            concerned.forEach(flight -> flights.crash(flight, unexpected, cache.log.describe(flight.key)));
        }
    }

    /** Lands a flight with what was found in the store, if that is an answer; a stale one is loaded anew behind it. */
    boolean landed(Flight<K, V> flight, Reading<V> reading, int entitled) {
        if (reading instanceof Reading.Found<V> found) {
            flights.land(flight, found.value(), entitled);
            return true;
        }
        if (reading instanceof Reading.Stale<V> stale) {
            if (stale.use() == Freshness.Use.WHILE_REVALIDATING) {
                Waiter<K, V> leader = flight.first(1).get(0);
                flights.land(flight, stale.value(), entitled);
                cache.refreshes.behind(flight.key, stale, leader.origin);
                return true;
            }
            flights.offer(flight, stale, entitled);
        }
        return false;
    }
}
