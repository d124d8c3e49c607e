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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Wakes who waits for a change of a key, by the store's message or after a delay if none comes, and who waits for a delay alone. */
final class Pushes implements StoreListener {

    private static final int STRIPES = 4_096;

    private final Map<String, Set<Wake>> waiting = new ConcurrentHashMap<>();
    private final Set<Wake> pausing = ConcurrentHashMap.newKeySet();

    /** How many messages came, by stripes of keys: a message between a question and the wait for it must not be missed. */
    private final AtomicIntegerArray heard = new AtomicIntegerArray(STRIPES);

    private volatile boolean closed;

    /** What was heard of a key so far, to be noted before the store is asked. */
    int heard(String key) {
        return heard.get(stripe(key));
    }

    /** Does something at the next message of the key, at once if one came since the given moment, or else after the delay. */
    void await(String key, int since, Scheduler scheduler, Duration delay, Runnable then) {
        Wake wake = new Wake(then, rung -> leave(key, rung));
        waiting.computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet()).add(wake);
        wake.start(scheduler, delay, () -> heard(key) != since);
    }

    /** Does something after the delay whatever messages come, at once if no timer runs any more. */
    void pause(Scheduler scheduler, Duration delay, Runnable then) {
        Wake wake = new Wake(then, pausing::remove);
        pausing.add(wake);
        wake.start(scheduler, delay, () -> false);
    }

    private void leave(String key, Wake rung) {
        waiting.computeIfPresent(key, (text, wakes) -> wakes.remove(rung) && wakes.isEmpty() ? null : wakes);
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
        pausing.forEach(Wake::ring);
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

        private final Runnable then;
        private final Consumer<Wake> leave;
        private final AtomicBoolean rung = new AtomicBoolean();
        private volatile Scheduled timer = UNSET;

        Wake(Runnable then, Consumer<Wake> leave) {
            this.then = then;
            this.leave = leave;
        }

        /** What may be due has to be looked for once more, since it may have come before the wake was there to be rung. */
        private void start(Scheduler scheduler, Duration delay, BooleanSupplier due) {
            timer = scheduler.schedule(this::ring, delay);
            if (closed || due.getAsBoolean()) {
                ring();
            }
            if (rung.get()) {
                timer.cancel();
            }
        }

        private void ring() {
            if (rung.compareAndSet(false, true)) {
                timer.cancel();
                leave.accept(this);
                then.run();
            }
        }
    }
}
