// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Scheduler} on one daemon thread.
 *
 * <p>Once closed it runs nothing more; tasks given to it later are dropped, since whoever waits for them is closing too.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

    private static final Scheduled DROPPED = () -> {};

    /*
     * Deadlines come and go by the thousands, and most are met at once. So one that is far off waits outside the executor's queue, which
     * has a lock, until the next pulse: few are left by then.
     */
    private static final long PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ScheduledThreadPoolExecutor executor;
    private final Queue<Distant> arriving = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean hasPulse = new AtomicBoolean();

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
        long nanos = delay.toNanos();
        if (nanos <= PULSE_NANOS) {
            return enqueue(task, nanos);
        }
        if (executor.isShutdown()) {
            return DROPPED;
        }
        Distant distant = new Distant(task, System.nanoTime() + nanos);
        arriving.add(distant);
        keepPulse();
        return distant;
    }

    private Scheduled enqueue(Runnable task, long nanos) {
        try {
            Future<?> future = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return DROPPED;
        }
    }

    private void keepPulse() {
        if (!hasPulse.get() && hasPulse.compareAndSet(false, true)) {
            enqueue(this::pulse, PULSE_NANOS);
        }
    }

    private void pulse() {
        hasPulse.set(false); // before the queue is read: what arrives later brings a pulse of its own
        for (Distant distant = arriving.poll(); distant != null; distant = arriving.poll()) {
            distant.enqueue();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        arriving.clear();
    }

    /** A task that is not due before the next pulse. */
    private final class Distant implements Scheduled {

        private final long dueNanos;
        private @Nullable Runnable task; // guarded by this; null once it is enqueued or cancelled
        private Scheduled queued = DROPPED; // guarded by this

        private Distant(Runnable task, long dueNanos) {
            this.task = task;
            this.dueNanos = dueNanos;
        }

        private synchronized void enqueue() {
            if (task != null) {
                queued = SystemScheduler.this.enqueue(task, dueNanos - System.nanoTime());
                task = null;
            }
        }

        @Override
        public synchronized void cancel() {
            task = null;
            queued.cancel();
        }
    }
}
