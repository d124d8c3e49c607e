// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Scheduler} on one daemon thread.
 *
 * <p>Once closed it runs nothing more; tasks given to it later are dropped, since whoever waits for them is closing too.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

    private static final Scheduled DROPPED = () -> {};

    private final ScheduledThreadPoolExecutor executor;

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
            Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return DROPPED;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
