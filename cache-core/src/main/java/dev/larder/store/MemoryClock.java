// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.time.Ticker;
import dev.larder.time.TimeSources;
import java.util.concurrent.TimeUnit;

/** The in-memory store's time: the date at its start plus what has elapsed since, so that it never runs backwards. */
final class MemoryClock {

    private final Ticker ticker;
    private final long startMillis;
    private final long startTick;

    MemoryClock(TimeSources time) {
        ticker = time.ticker();
        startMillis = time.dates().millis();
        startTick = ticker.read();
    }

    long now() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(tick() - startTick);
    }

    long tick() {
        return ticker.read();
    }

    /** Returns the nanoseconds from a tick to a moment of this clock: zero if it has passed, 292 years at most. */
    long nanosUntil(long millis, long tick) {
        long sinceStart = Math.max(0, millis - startMillis);
        return Math.max(0, TimeUnit.MILLISECONDS.toNanos(sinceStart) - (tick - startTick));
    }
}
