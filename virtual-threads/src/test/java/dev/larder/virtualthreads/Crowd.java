// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Virtual threads that ask at the same time: whoever answers them can wait until all of them have come. */
final class Crowd {

    private static final int PATIENCE_SECONDS = 60;

    private final int size;
    private final CountDownLatch missing;

    Crowd(int size) {
        this.size = size;
        missing = new CountDownLatch(size);
    }

    /** Runs one call on each thread, and returns what they returned. */
    <T> List<T> ask(IntFunction<Callable<T>> calls) throws ExecutionException, InterruptedException {
        List<Callable<T>> tasks =
                IntStream.range(0, size).mapToObj(calls).map(this::counted).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = threads.invokeAll(tasks, PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (missing.getCount() > 0) {
                throw new AssertionError(
                        missing.getCount() + " of " + size + " threads found no carrier: those that wait keep theirs");
            }
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get());
            }
            return values;
        }
    }

    /** Waits until every thread is on its way; those who came before must have let go of their carriers for that. */
    void awaitAll() throws InterruptedException {
        if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " of " + size + " threads have not come");
        }
    }

    private <T> Callable<T> counted(Callable<T> call) {
        return () -> {
            missing.countDown();
            return call.call();
        };
    }
}
