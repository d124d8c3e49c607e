// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.time.Ticker;
import dev.larder.time.TimeSources;
import java.util.concurrent.TimeUnit;

/** The in-memory store's time: the date at its start plus what has elapsed since, so that it never runs backwards. */
final class MemoryClock {

    /** A constant, which spares each read a division. */
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Ticker ticker;
    private final long startMillis;
    private final long startTick;
    private volatile long latestTick;

    MemoryClock(TimeSources time) {
        ticker = time.ticker();
        startMillis = time.dates().millis();
        startTick = ticker.read();
        latestTick = startTick;
    }

    long now() {
        return startMillis + (tick() - startTick) / NANOS_PER_MILLI;
    }

    long tick() {
        long tick = ticker.read();
        // Seldom, since all threads look at it.
        if (tick - latestTick >= NANOS_PER_MILLI) {
            latestTick = tick;
        }
        return tick;
    }

    /** Returns the latest tick that was asked for, or one less than a millisecond before it; costs next to nothing. */
    long latestTick() {
        return latestTick;
    }

    /** Returns the nanoseconds from a tick to a moment of this clock: zero if it has passed, 292 years at most. */
    long nanosUntil(long millis, long tick) {
        long sinceStart = Math.max(0, millis - startMillis);
        return Math.max(0, TimeUnit.MILLISECONDS.toNanos(sinceStart) - (tick - startTick));
    }
}
