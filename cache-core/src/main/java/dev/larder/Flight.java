// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoreKey;
import dev.larder.time.Scheduler.Scheduled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt to find or load the value of one key, shared by those who want it meanwhile. The first of them leads it. */
final class Flight<K, V> {

    /*
     * Who may take what the flight brings? A value that was found in the store: those who came before the command that found it was
     * sent, for an eviction that came later may have been acknowledged to the others. A loaded value: those who came before the loader
     * was called; the others only if the store accepted the fill, which it does not if an eviction came since the lease. So the list
     * only grows while the flight is open, and a number of waiters stands for "those who came before".
     */
    final StoreKey key;
    private final List<Waiter<K, V>> waiters = new ArrayList<>(2); // guarded by this
    private boolean closed; // guarded by this
    private volatile boolean detached;
    private volatile @Nullable LoadContext servedBy;
    private volatile boolean slow;
    private @Nullable Scheduled slowTimer; // guarded by this

    Flight(StoreKey key, List<Waiter<K, V>> waiters) {
        this.key = key;
        this.waiters.addAll(waiters);
        waiters.get(0).leads = true;
    }

    /** Joins, unless newcomers come too late. */
    synchronized boolean join(Waiter<K, V> waiter) {
        return !closed && waiters.add(waiter);
    }

    synchronized boolean carries(Waiter<K, V> waiter) {
        return waiters.contains(waiter);
    }

    /** How many have come so far. */
    synchronized int present() {
        return waiters.size();
    }

    /** Lets nobody join any more. */
    synchronized void close() {
        closed = true;
        if (slowTimer != null) {
            slowTimer.cancel();
        }
    }

    /** Takes the timer that goes off when the load is over its soft timeout. */
    synchronized void slowAt(Scheduled timer) {
        slowTimer = timer;
        if (closed) {
            timer.cancel();
        }
    }

    /** The load is over its soft timeout: whoever has a stale value need not wait for it. */
    void beSlow() {
        slow = true;
    }

    boolean isSlow() {
        return slow;
    }

    /** Lets nobody join any more, and gives up what is loaded: its value is not stored and goes to nobody who came late. */
    void detach() {
        detached = true;
        close();
    }

    boolean isDetached() {
        return detached;
    }

    /** Takes all but the leader away, since they wait no longer. */
    synchronized List<Waiter<K, V>> takeFollowers() {
        List<Waiter<K, V>> followers = waiters.subList(1, waiters.size());
        List<Waiter<K, V>> taken = List.copyOf(followers);
        followers.clear();
        return taken;
    }

    /** The first so many waiters. */
    synchronized List<Waiter<K, V>> first(int count) {
        return List.copyOf(waiters.subList(0, Math.min(count, waiters.size())));
    }

    /** The waiters after the first so many. */
    synchronized List<Waiter<K, V>> after(int count) {
        return List.copyOf(waiters.subList(Math.min(count, waiters.size()), waiters.size()));
    }

    void serveBy(LoadContext call) {
        servedBy = call;
    }

    @Nullable
    LoadContext servedBy() {
        return servedBy;
    }
}
