// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoreKey;
import dev.larder.time.Scheduler.Scheduled;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Watches over one load: keeps its right to load alive until it returns, and gives it up if it is over the loader deadline. */
final class LoaderWatch {

    private enum State {
        RUNNING,
        OVERDUE,
        RETURNED
    }

    private final Pipeline<?, ?> cache;
    private final List<StoreKey> keys;
    private final Runnable giveUp;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private volatile Scheduled deadline = () -> {};
    private volatile @Nullable Renewal renewal;

    /** Does nothing before it is started. */
    LoaderWatch(Pipeline<?, ?> cache, List<StoreKey> keys, Runnable giveUp) {
        this.cache = cache;
        this.keys = keys;
        this.giveUp = giveUp;
    }

    /** To be called just before the loader. */
    void start() {
        deadline = cache.time.scheduler().schedule(this::late, cache.options.loaderDeadline());
    }

    /** Renews what the load needs to be stored. */
    void renewing(Runnable renew) {
        renewal = Renewal.start(cache.time.scheduler(), cache.options.lease(), renew);
    }

    /** The loader has returned, or thrown; tells whether the load had been given up by then. */
    boolean returnedLate() {
        stop();
        boolean late = state.getAndSet(State.RETURNED) == State.OVERDUE;
        if (late) {
            cache.events.returnedAfterAll();
        }
        return late;
    }

    /** Gives nothing up any more, and renews nothing. */
    void stop() {
        deadline.cancel();
        Renewal running = renewal;
        if (running != null) {
            running.stop();
        }
    }

    /** What a caller is told of a key whose load was given up. */
    CacheLoadException lateness(StoreKey key) {
        return new CacheLoadException(
                "%s was not loaded within its loader deadline of %s"
                        .formatted(cache.log.describe(key), cache.options.loaderDeadline()),
                null);
    }

    private void late() {
        if (state.compareAndSet(State.RUNNING, State.OVERDUE)) {
            stop();
            cache.events.overdue(keys);
            giveUp.run();
        }
    }
}
