// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A place where threads wait until a test lets them on, and where the test sees that they have come.
 *
 * <p>Every wait ends with an {@link AssertionError} after ten seconds of real time, or when the thread is interrupted;
 * the interrupt flag is set again then. Safe for use by many threads.
 */
public final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int arrivals;
    private boolean open;

    /** Makes a gate that is shut. */
    public Gate() {}

    /** Arrives and waits until the gate is open; returns at once if it is. */
    public void pass() {
        lock.lock();
        try {
            arrivals++;
            changed.signalAll();
            awaitUntil(() -> open, () -> "for a gate that nobody opened");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until threads have arrived.
     *
     * @param atLeast how many arrivals to wait for, counted from the start, those that went on included
     */
    public void awaitArrivals(int atLeast) {
        lock.lock();
        try {
            awaitUntil(() -> arrivals >= atLeast, () -> "for %d to arrive, but %d came".formatted(atLeast, arrivals));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts the threads that have come.
     *
     * @return their number, those that went on included
     */
    public int arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody pass, now and from now on. */
    public void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitUntil(BooleanSupplier condition, Supplier<String> what) {
        long left = TimeUnit.SECONDS.toNanos(10);
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited ten seconds " + what.get());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting " + what.get(), interrupted);
        }
    }
}
