// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A count of what happens more often than anything else. A thread that counts has a place of its own, to which nobody else writes: an
 * atomic instruction, as of a {@code LongAdder}, would keep the processor from beginning what comes after it. A thread whose place
 * another one has that still runs counts together with all such threads.
 */
final class HitCounter {

    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    /** In longs; two cache lines, since processors fetch them in pairs. */
    private static final int APART = 16;

    static final int PLACES =
            Math.min(256, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 16);

    private final AtomicReferenceArray<@Nullable WeakReference<Thread>> owners = new AtomicReferenceArray<>(PLACES);
    // The first place stands apart from the array's length, which all threads read.
    private final long[] counts = new long[(PLACES + 1) * APART];
    private final LongAdder others = new LongAdder();

    void increment() {
        Thread thread = Thread.currentThread();
        int place = (int) thread.getId() & (PLACES - 1);
        WeakReference<Thread> owner = owners.getAcquire(place);
        if (owner != null && owner.refersTo(thread) || takes(place, owner, thread)) {
            int at = (place + 1) * APART;
            COUNT.setOpaque(counts, at, (long) COUNT.getOpaque(counts, at) + 1);
        } else {
            others.increment();
        }
    }

    /** Takes a place that nobody has, or whose thread has ended; what that one counted stays. */
    private boolean takes(int place, @Nullable WeakReference<Thread> owner, Thread thread) {
        Thread other = owner == null ? null : owner.get();
        return (other == null || !other.isAlive()) && owners.compareAndSet(place, owner, new WeakReference<>(thread));
    }

    /** What has been counted; what is counted at the same time may be in it. */
    long sum() {
        long sum = others.sum();
        for (int at = APART; at < counts.length; at += APART) {
            sum += (long) COUNT.getOpaque(counts, at);
        }
        return sum;
    }
}
