// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
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

    private final ThreadPoolExecutor steps;
    private final Executor loads;
    private final @Nullable ThreadPoolExecutor ownLoads;

    Background(@Nullable Executor loads) {
        steps = new ThreadPoolExecutor(
                STEP_THREADS, STEP_THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threads("larder-steps-"));
        steps.allowCoreThreadTimeOut(true);
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
        if (steps.isShutdown()) {
            step.run();
        } else {
            steps.execute(step);
        }
    }

    /** Where user code runs. */
    Executor loads() {
        return loads;
    }

    @Override
    public void call(Runnable code) {
        loads.execute(code);
    }

    @Override
    public void close() {
        if (ownLoads != null) {
            ownLoads.shutdown();
        }
        steps.shutdown();
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
