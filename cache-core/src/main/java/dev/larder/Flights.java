// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Values.Reading;
import dev.larder.store.StoreKey;
import dev.larder.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The flights of one cache on this node, at most one open a key. */
final class Flights<K, V> {

    /** Does the loading that a flight needs. */
    interface Pilot<K, V> {

        /** Looks again for what others loaded meanwhile, else loads. */
        void takeOff(Flight<K, V> flight);

        /** Loads for one waiter, without storing. */
        void loadAlone(Waiter<K, V> waiter);

        /** Gives a waiter the stale value that he found, if he did. */
        boolean fallBack(Waiter<K, V> waiter);
    }

    private final ConcurrentMap<String, Flight<K, V>> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, PipelineLease<K, V>> lent = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Refresh<K, V>> behind = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Duration patience;
    private final Pilot<K, V> pilot;

    /** With the given patience a waiter waits for others, before he loads by himself. */
    Flights(Scheduler scheduler, Duration patience, Pilot<K, V> pilot) {
        this.scheduler = scheduler;
        this.patience = patience;
        this.pilot = pilot;
    }

    /** Joins the open flight of the waiter's key, or opens one; returns the flight if the waiter leads it, and so has to load. */
    @Nullable
    Flight<K, V> enter(Waiter<K, V> waiter) {
        while (true) {
            Flight<K, V> flight = open.get(waiter.key.text());
            if (flight == null) {
                Flight<K, V> mine = new Flight<>(waiter.key, List.of(waiter));
                if (open.putIfAbsent(waiter.key.text(), mine) == null) {
                    return mine;
                }
            } else if (flight.join(waiter)) {
                if (!flight.isSlow() || !pilot.fallBack(waiter)) {
                    follow(flight, waiter);
                }
                return null;
            } else {
                open.remove(waiter.key.text(), flight);
            }
        }
    }

    /** Lets nobody join the flight any more. */
    void close(Flight<K, V> flight) {
        flight.close();
        open.remove(flight.key.text(), flight);
    }

    /** Notes that somebody outside loads a key, so that what detaches flights ends his lease too. */
    void lend(StoreKey key, PipelineLease<K, V> lease) {
        lent.put(key.text(), lease);
    }

    void takeBack(StoreKey key, PipelineLease<K, V> lease) {
        lent.remove(key.text(), lease);
    }

    /** Tells whether the caller's own thread loads the key outside of the pipeline, so that he would wait for himself. */
    boolean isLentTo(Caller caller, StoreKey key) {
        PipelineLease<K, V> lease = lent.get(key.text());
        return lease != null && lease.isHeldBy(caller.thread());
    }

    /** Notes that a key is loaded anew while its value is served, unless that is under way already. */
    boolean startBehind(StoreKey key, Refresh<K, V> refresh) {
        return behind.putIfAbsent(key.text(), refresh) == null;
    }

    void endBehind(StoreKey key, Refresh<K, V> refresh) {
        behind.remove(key.text(), refresh);
    }

    /** Lets nobody join what is under way for these keys, and lets none of it be stored. */
    void detach(Iterable<StoreKey> keys) {
        for (StoreKey key : keys) {
            Flight<K, V> flight = open.remove(key.text());
            if (flight != null) {
                flight.detach();
            }
            PipelineLease<K, V> lease = lent.get(key.text());
            if (lease != null) {
                lease.close();
            }
            Refresh<K, V> refresh = behind.remove(key.text());
            if (refresh != null) {
                refresh.overtake();
            }
        }
    }

    /** Does so for all keys. */
    void detachAll() {
        open.forEach((key, flight) -> {
            flight.detach();
            open.remove(key, flight);
        });
        lent.values().forEach(PipelineLease::close);
        behind.forEach((key, refresh) -> {
            refresh.overtake();
            behind.remove(key, refresh);
        });
    }

    /** Gives the value to the first so many; the others share a new flight. */
    void land(Flight<K, V> flight, @Nullable V value, int entitled) {
        close(flight);
        for (Waiter<K, V> waiter : flight.first(entitled)) {
            waiter.result.complete(value);
        }
        flyAgain(flight.key, flight.after(entitled));
    }

    /** Gives the value to all. */
    void land(Flight<K, V> flight, @Nullable V value) {
        land(flight, value, Integer.MAX_VALUE);
    }

    /**
     * Gives the failure to all whom it concerns and who have no stale value to fall back on: the very instance, or for a checked
     * exception one of ours each. The others share a new flight. Returns whether somebody did not get to see it.
     */
    boolean crash(Flight<K, V> flight, Throwable failure, String what) {
        close(flight);
        boolean hidden = false;
        List<Waiter<K, V>> others = new ArrayList<>();
        for (Waiter<K, V> waiter : flight.first(Integer.MAX_VALUE)) {
            if (!waiter.leads && !LoadFailure.concerns(failure, waiter.caller)) {
                others.add(waiter);
            } else if (pilot.fallBack(waiter)) {
                hidden = true;
            } else {
                waiter.end(null, failure, what);
            }
        }
        flyAgain(flight.key, others);
        return hidden;
    }

    /** Lets those who come from now on, and those who are there, do with the stale values they have found. */
    void beSlow(Flight<K, V> flight) {
        flight.beSlow();
        serveFallbacks(flight);
    }

    /** Gives their stale values to those who have one; returns whether nobody is left who waits. */
    boolean serveFallbacks(Flight<K, V> flight) {
        boolean all = true;
        for (Waiter<K, V> waiter : flight.first(Integer.MAX_VALUE)) {
            all &= pilot.fallBack(waiter);
        }
        return all;
    }

    /** Offers a stale value to the first so many, who came before it was read. */
    void offer(Flight<K, V> flight, Reading.Stale<V> stale, int entitled) {
        flight.first(entitled).forEach(waiter -> waiter.offer(stale));
    }

    /** Lets those who wait share one new flight, since what they waited for is not for them. */
    void flyAgain(StoreKey key, List<Waiter<K, V>> waiters) {
        List<Waiter<K, V>> rest = waiters.stream()
                .filter(waiter -> !waiter.alone && !waiter.result.isDone())
                .toList();
        if (rest.isEmpty()) {
            return;
        }
        Flight<K, V> next = new Flight<>(key, rest);
        if (open.putIfAbsent(key.text(), next) == null) {
            rest.subList(1, rest.size()).forEach(waiter -> watch(next, waiter));
            rest.get(0).caller.execute(() -> pilot.takeOff(next));
            return;
        }
        for (Waiter<K, V> waiter : rest) {
            waiter.leads = false;
            Flight<K, V> led = enter(waiter);
            if (led != null) {
                waiter.caller.execute(() -> pilot.takeOff(led));
            }
        }
    }

    private void follow(Flight<K, V> flight, Waiter<K, V> waiter) {
        if (!waiter.hasDeadline()) {
            waiter.deadline(scheduler.schedule(() -> giveUp(waiter), patience));
        }
        watch(flight, waiter);
    }

    private void watch(Flight<K, V> flight, Waiter<K, V> waiter) {
        LoadContext call = waiter.context;
        if (call != null) {
            call.startWaiting(flight);
            Futures.whenDone(waiter.result, (value, failure) -> call.stopWaiting(flight));
            if (call.isAwaitedBy(flight)) {
                loadAlone(waiter);
            }
        }
    }

    private void giveUp(Waiter<K, V> waiter) {
        if (waiter.leads || waiter.result.isDone()) {
            return;
        }
        Flight<K, V> flight = open.get(waiter.key.text());
        if (flight != null && flight.carries(waiter)) {
            // Whoever leads it may hang in a loader for other keys: those who come later must not wait for him.
            close(flight);
        }
        if (!pilot.fallBack(waiter)) {
            loadAlone(waiter);
        }
    }

    private void loadAlone(Waiter<K, V> waiter) {
        waiter.alone = true;
        pilot.loadAlone(waiter);
    }
}
