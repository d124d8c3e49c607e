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

/** Wakes who waits for a change of a key: by the store's message, or after a delay if none comes. */
final class Pushes implements StoreListener {

    private final Map<String, Set<Wake>> waiting = new ConcurrentHashMap<>();

    void await(String key, Scheduler scheduler, Duration delay, Runnable then) {
        Wake wake = new Wake(key, then);
        waiting.computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet()).add(wake);
        wake.timer = scheduler.schedule(wake::ring, delay);
        if (wake.rung.get()) {
            wake.timer.cancel();
        }
    }

    @Override
    public void evicted(String key) {
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
