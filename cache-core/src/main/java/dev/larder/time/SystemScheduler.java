// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A {@link Scheduler} on one daemon thread.
 *
 * <p>Once closed it runs nothing more; tasks given to it later are dropped, since whoever waits for them is closing too.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

    private static final Scheduled DROPPED = () -> {};

    /*
     * A task that is due before all others wakes the thread, and deadlines come and go by the thousands: if nothing else were due, each
     * would be such a task. So while they come, there is always one before them that does nothing.
     */
    private static final long PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean hasPulse = new AtomicBoolean();
    private volatile boolean isBusy;

    /**
     * Starts a scheduler.
     *
     * @param threadName the name of its thread, as seen in thread dumps
     */
    public SystemScheduler(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
        // Most deadlines are met: a cancelled one must not stay in the queue until its time.
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Scheduled schedule(Runnable task, Duration delay) {
        try {
            long nanos = delay.toNanos();
            if (nanos > PULSE_NANOS) {
                keepPulse();
            }
            Future<?> future = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return DROPPED;
        }
    }

    private void keepPulse() {
        if (!isBusy) {
            isBusy = true;
        }
        if (!hasPulse.get() && hasPulse.compareAndSet(false, true)) {
            executor.schedule(this::pulse, PULSE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void pulse() {
        if (isBusy) {
            isBusy = false;
            executor.schedule(this::pulse, PULSE_NANOS, TimeUnit.NANOSECONDS);
        } else {
            hasPulse.set(false);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
