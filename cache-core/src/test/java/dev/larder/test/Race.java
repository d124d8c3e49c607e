// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same time, one thread each, and passes on what the first of them throws. */
final class Race implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    void run(List<Runnable> tasks) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(threads.submit(() -> {
                start.await();
                task.run();
                return null;
            }));
        }
        start.countDown();
        running.forEach(Race::join);
    }

    private static void join(Future<?> task) {
        try {
            task.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a racing task", interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError(
                    "a racing task failed: " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException hung) {
            throw new AssertionError("a racing task did not end within a minute", hung);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
