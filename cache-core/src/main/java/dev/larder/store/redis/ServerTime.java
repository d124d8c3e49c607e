// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.time.TimeSources;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * This node's estimate of the server's time.
 *
 * <p>Every reply of a script brings the time at which it ran, which lies between its sending and its arrival. Each bounds how far the
 * server's clock is ahead of this node's ticker; the bounds of all replies together are narrower than any, and grow slowly, since clocks
 * drift. A reply outside them tells that the server's clock was set. Before the first reply the node's own date stands in.
 */
final class ServerTime {

    /** Clocks drift apart by less than one part in so many. */
    private static final long DRIFT = 2_000;

    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final TimeSources time;
    private final AtomicReference<@Nullable Bounds> bounds = new AtomicReference<>();

    ServerTime(TimeSources time) {
        this.time = time;
    }

    /** The tick at which a command is sent. */
    long tick() {
        return time.ticker().read();
    }

    /** Milliseconds since the epoch by the server's clock. */
    long now() {
        Bounds known = bounds.get();
        return known == null ? time.dates().millis() : Math.floorDiv(tick() + known.middle(), NANOS);
    }

    /** Takes in that a command which was sent at a tick ran at a time of the server. */
    void heard(long serverMillis, long sentTick) {
        long tick = tick();
        Bounds seen = new Bounds(serverMillis * NANOS - tick, (serverMillis + 1) * NANOS - sentTick, tick);
        Bounds known = bounds.get();
        if (known == null) {
            bounds.compareAndSet(null, seen);
        } else if (known.isNews(seen)) {
            bounds.compareAndSet(known, known.with(seen));
        }
    }

    /** How many nanoseconds the server's clock is ahead of the ticker: at least, at most, and when that was known. */
    private record Bounds(long least, long most, long tick) {

        long middle() {
            return least + (most - least) / 2;
        }

        private Bounds at(long later) {
            long drift = Math.max(0, later - tick) / DRIFT;
            return new Bounds(least - drift, most + drift, later);
        }

        boolean isNews(Bounds seen) {
            return seen.least > least || seen.most < most;
        }

        Bounds with(Bounds seen) {
            Bounds drifted = at(seen.tick);
            long newLeast = Math.max(drifted.least, seen.least);
            long newMost = Math.min(drifted.most, seen.most);
            return newLeast > newMost ? seen : new Bounds(newLeast, newMost, seen.tick);
        }
    }
}
