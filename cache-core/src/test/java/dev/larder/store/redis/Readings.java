// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What readers have seen, by the time at which they asked. */
final class Readings {

    /** How long the spans are of which a reader could say that the cache is back. */
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long start = System.nanoTime();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<Load> loads = new ConcurrentLinkedQueue<>();

    /** One read of one node. */
    record Read(int node, long start, long nanos, boolean isHit) {}

    private record Load(long start, long nanos) {}

    void add(Read read) {
        reads.add(read);
    }

    void loadTook(long start, long nanos) {
        loads.add(new Load(start, nanos));
    }

    /** How long after the first readings a moment was. */
    long millisAt(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - start);
    }

    /** The reads that began between two moments. */
    Reads between(long from, long to, Predicate<Read> which) {
        return new Reads(reads.stream()
                .filter(read -> read.start() - from >= 0 && read.start() - to < 0)
                .filter(which)
                .toList());
    }

    /** How long a load took at the median, of those that began between two moments. */
    long medianLoadNanos(long from, long to) {
        long[] nanos = loads.stream()
                .filter(load -> load.start() - from >= 0 && load.start() - to < 0)
                .mapToLong(Load::nanos)
                .sorted()
                .toArray();
        return nanos[nanos.length / 2];
    }

    /** How long after a moment a span begins whose reads are as wanted; a minute if none does. */
    Duration firstSpanAfter(long moment, long end, Predicate<Read> which, Predicate<Reads> wanted) {
        for (long from = moment; from + SPAN_NANOS - end < 0; from += SPAN_NANOS / 10) {
            Reads span = between(from, from + SPAN_NANOS, which);
            if (!span.isEmpty() && wanted.test(span)) {
                return Duration.ofNanos(from - moment);
            }
        }
        return Duration.ofMinutes(1);
    }

    /** Some reads, and what can be said of them; where nobody was answered, that took for ever. */
    record Reads(List<Read> reads) {

        boolean isEmpty() {
            return reads.isEmpty();
        }

        double hitRate() {
            return isEmpty() ? 0 : (double) reads.stream().filter(Read::isHit).count() / reads.size();
        }

        long medianNanos() {
            long[] nanos = reads.stream().mapToLong(Read::nanos).sorted().toArray();
            return isEmpty() ? Long.MAX_VALUE : nanos[nanos.length / 2];
        }

        long worstNanos() {
            return reads.stream().mapToLong(Read::nanos).max().orElse(Long.MAX_VALUE);
        }

        @Override
        public String toString() {
            return isEmpty()
                    ? "no reads"
                    : "%d reads, %.0f %% hits, median %.1f ms, worst %.0f ms"
                            .formatted(reads.size(), 100 * hitRate(), medianNanos() / 1e6, worstNanos() / 1e6);
        }
    }
}
