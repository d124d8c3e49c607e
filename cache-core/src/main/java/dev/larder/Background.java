// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where calls run that have no thread of their own.
 *
 * <p>User code runs on a bounded executor, which may refuse it. Larder's own steps, and the completion of the futures that users get,
 * have two threads of their own, so that slow loaders never keep finished calls waiting.
 */
final class Background implements Caller, AutoCloseable {

    private static final int LOAD_THREADS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    private static final int WAITING_LOADS = 1_000;
    private static final int STEP_THREADS = 2;

    /** Less than there are threads, so that origins which hang leave some for others. */
    static final int REFRESHES = LOAD_THREADS / 2;

    private final Executor steps;
    private final @Nullable ThreadPoolExecutor ownSteps;
    private final Executor loads;
    private final @Nullable ThreadPoolExecutor ownLoads;
    private final Semaphore refreshes;

    Background(@Nullable Executor loads, @Nullable Executor steps, int maximumRefreshes) {
        refreshes = new Semaphore(maximumRefreshes);
        if (steps == null) {
            ownSteps = stepThreads();
            this.steps = ownSteps;
        } else {
            ownSteps = null;
            this.steps = steps;
        }
        if (loads == null) {
            ownLoads = loadThreads();
            this.loads = ownLoads;
        } else {
            ownLoads = null;
            this.loads = loads;
        }
    }

    @Override
    public void execute(Runnable step) {
        try {
            steps.execute(step);
        } catch (RejectedExecutionException closed) { // others may wait for it
            step.run();
        }
    }

    /** Where user code runs. */
    Executor loads() {
        return loads;
    }

    @Override
    public void call(Runnable code) {
        try {
            loads.execute(code);
        } catch (RejectedExecutionException saturated) {
            throw saturated;
        } catch (RuntimeException | Error broken) { // such as a user's task decorator, or a thread that cannot be made
            throw new RejectedExecutionException("the executor of the background failed", broken);
        }
    }

    /** Where a load runs for callers who need not wait for it: in the background, within the room for refreshes. */
    Caller withinRefreshes() {
        return new Caller() {
            @Override
            public void execute(Runnable step) {
                Background.this.execute(step);
            }

            @Override
            public void call(Runnable code) {
                if (!tryRefresh()) {
                    throw new RejectedExecutionException("too many loads run in the background");
                }
                try {
                    Background.this.call(() -> {
                        try {
                            code.run();
                        } finally {
                            endRefresh();
                        }
                    });
                } catch (RejectedExecutionException saturated) {
                    endRefresh();
                    throw saturated;
                }
            }
        };
    }

    /** Asks for leave to load in the background what is served meanwhile; who gets it has to end it. */
    boolean tryRefresh() {
        return refreshes.tryAcquire();
    }

    void endRefresh() {
        refreshes.release();
    }

    @Override
    public void close() {
        if (ownLoads != null) {
            ownLoads.shutdown();
        }
        if (ownSteps != null) {
            ownSteps.shutdown();
        }
    }

    private static ThreadPoolExecutor stepThreads() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                STEP_THREADS, STEP_THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads("larder-steps-"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static ThreadPoolExecutor loadThreads() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                LOAD_THREADS,
                LOAD_THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_LOADS),
                threads("larder-loads-"));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
