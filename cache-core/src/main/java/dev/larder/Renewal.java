// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.time.Scheduler;
import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews something at half its life, again and again, until it is stopped. */
final class Renewal {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);

    private final Scheduler scheduler;
    private final Duration interval;
    private final Runnable renew;
    private boolean stopped; // guarded by this
    private @Nullable Scheduled next; // guarded by this

    private Renewal(Scheduler scheduler, Duration life, Runnable renew) {
        this.scheduler = scheduler;
        // Made for each load, and dividedBy calculates with BigIntegers.
        this.interval = Duration.ofNanos(life.toNanos() / 2);
        this.renew = renew;
    }

    static Renewal start(Scheduler scheduler, Duration life, Runnable renew) {
        Renewal renewal = new Renewal(scheduler, life, renew);
        renewal.scheduleNext();
        return renewal;
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void scheduleNext() {
        if (!stopped) {
            next = scheduler.schedule(this::run, interval);
        }
    }

    private void run() {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        try {
            renew.run();
        } catch (RuntimeException | Error unexpected) { // what is renewed would lapse
            log.warn("a lease, a claim or a mark is not renewed until the next time", LoadFailure.sayable(unexpected));
        }
        scheduleNext();
    }
}
