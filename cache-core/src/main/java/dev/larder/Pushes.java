// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoreListener;
import dev.larder.time.Scheduler;
import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Wakes who waits for a change of a key: by the store's message, or after a delay if none comes. */
final class Pushes implements StoreListener {

    private static final int STRIPES = 4_096;

    private final Map<String, Set<Wake>> waiting = new ConcurrentHashMap<>();

    /** How many messages came, by stripes of keys: a message between a question and the wait for it must not be missed. */
    private final AtomicIntegerArray heard = new AtomicIntegerArray(STRIPES);

    private volatile boolean closed;

    /** What was heard of a key so far, to be noted before the store is asked. */
    int heard(String key) {
        return heard.get(stripe(key));
    }

    /** Does something at the next message of the key, at once if one came since the given moment, or else after the delay. */
    void await(String key, int since, Scheduler scheduler, Duration delay, Runnable then) {
        Wake wake = new Wake(key, then);
        waiting.computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet()).add(wake);
        wake.timer = scheduler.schedule(wake::ring, delay);
        if (heard(key) != since || closed) {
            wake.ring();
        }
        if (wake.rung.get()) {
            wake.timer.cancel();
        }
    }

    @Override
    public void evicted(String key) {
        heard.incrementAndGet(stripe(key));
        Set<Wake> wakes = waiting.remove(key);
        if (wakes != null) {
            wakes.forEach(Wake::ring);
        }
    }

    @Override
    public void cleared(String namespace, String cache) {
        gap();
    }

    @Override
    public void gap() {
        waiting.keySet().forEach(this::evicted);
    }

    /** Wakes all who wait, and from now on each at once: no message comes any more, and no timer runs. */
    void close() {
        closed = true;
        gap();
    }

    boolean isClosed() {
        return closed;
    }

    private static int stripe(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    private final class Wake {

        private static final Scheduled UNSET = () -> {};

        private final String key;
        private final Runnable then;
        private final AtomicBoolean rung = new AtomicBoolean();
        private volatile Scheduled timer = UNSET;

        Wake(String key, Runnable then) {
            this.key = key;
            this.then = then;
        }

        private void ring() {
            if (rung.compareAndSet(false, true)) {
                timer.cancel();
                waiting.computeIfPresent(key, (text, wakes) -> wakes.remove(this) && wakes.isEmpty() ? null : wakes);
                then.run();
            }
        }
    }
}
