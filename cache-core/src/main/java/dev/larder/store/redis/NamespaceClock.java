// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A node's copy of a namespace's clock. It is good enough to judge values by for a while after it was asked for, and only grows: a clock
 * that is missing at the server, or behind this copy, is set right there.
 */
final class NamespaceClock {

    private final byte[] key;
    private final RedisLink link;
    private final RedisLink removals;
    private final TimeSources time;
    private final long goodForNanos;
    private volatile @Nullable Copy copy;
    private volatile @Nullable Reading underWay;

    NamespaceClock(String namespace, RedisLink link, RedisLink removals, TimeSources time, Duration goodFor) {
        this.key = Bytes.key(namespace + ":clock");
        this.link = link;
        this.removals = removals;
        this.time = time;
        this.goodForNanos = goodFor.toNanos();
    }

    /** Tells whether a value that is asked for now may be judged by the copy at hand. */
    boolean isGood() {
        Copy known = copy;
        return known != null && time.ticker().read() - known.sent < goodForNanos;
    }

    /** The clock as it is known here, 0 before it was first read. */
    long counter() {
        Copy known = copy;
        return known == null ? 0 : known.clock.counter();
    }

    /** The clock at the last clear that concerns a cache. */
    long clearedAt(String cache) {
        Copy known = copy;
        return known == null ? 0 : known.clock.clearedAt(cache);
    }

    /** Asks the server, once for all who ask meanwhile. */
    CompletableFuture<ClockRecord> read() {
        long now = time.ticker().read();
        Reading reading = underWay;
        if (reading == null || reading.answer.isDone() || now - reading.sent >= goodForNanos) {
            reading = new Reading(readNow(now), now);
            underWay = reading;
        }
        return reading.answer;
    }

    private CompletableFuture<ClockRecord> readNow(long sent) {
        return link.clock(key).thenCompose(read -> taken(read, sent));
    }

    /** Clears a cache, or the whole namespace if its name is empty. */
    CompletableFuture<ClockRecord> clear(String cache) {
        return run(removals, RedisScript.CLEAR, time.ticker().read(), Bytes.key(cache));
    }

    private CompletableFuture<ClockRecord> run(RedisLink over, RedisScript script, long sent, byte[]... more) {
        Copy known = copy;
        byte[] own = known == null ? Bytes.NONE : known.clock.bytes();
        byte[][] arguments = new byte[more.length + 1][];
        arguments[0] = own;
        System.arraycopy(more, 0, arguments, 1, more.length);
        return over.run(ScriptCall.of(script, key, arguments)).thenCompose(reply -> {
            ClockRecord read = ClockRecord.decode(reply.bytes());
            if (read.isNone()) {
                throw new IllegalStateException("the server answered without a clock");
            }
            return taken(read, sent);
        });
    }

    /** Takes what was read, or has the server take what is known here and not there. */
    private CompletableFuture<ClockRecord> taken(ClockRecord read, long sent) {
        return take(read, sent) ? CompletableFuture.completedFuture(read) : run(link, RedisScript.CLOCK, sent);
    }

    private synchronized boolean take(ClockRecord read, long sent) {
        Copy known = copy;
        if (read.isNone() || known != null && !read.covers(known.clock)) {
            return false;
        }
        copy = new Copy(read, known == null || sent - known.sent > 0 ? sent : known.sent);
        return true;
    }

    private record Copy(ClockRecord clock, long sent) {}

    private record Reading(CompletableFuture<ClockRecord> answer, long sent) {}
}
