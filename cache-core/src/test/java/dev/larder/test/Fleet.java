// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.Cache;
import dev.larder.CacheLoader;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.store.CacheStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Two nodes over one store, on one time, before one origin; and threads that use them. */
final class Fleet implements AutoCloseable {

    static final CacheOptions OPTIONS =
            CacheOptions.named("fleet-things").namespace("fleet").timeToLive(Duration.ofHours(1));

    /** For stores that work as they should: a test that moves time must not overtake a store that has threads of its own. */
    static final CacheOptions PATIENT_OPTIONS =
            OPTIONS.storeReadDeadline(Duration.ofHours(1)).storeWriteDeadline(Duration.ofHours(1));

    private static final int PATIENCE_SECONDS = Integer.getInteger("larder.test.patience", 20);

    final TestTime time;
    final CacheStore store;
    final ConcurrentMap<String, String> origin = new ConcurrentHashMap<>();
    final AtomicInteger loads = new AtomicInteger();
    private final List<CacheManager> nodes = new ArrayList<>();
    private final List<Cache<String, String>> caches = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Fleet(TestTime time, CacheStore store, CacheOptions options) {
        this.time = time;
        this.store = store;
        for (int i = 0; i < 2; i++) {
            CacheManager node =
                    CacheManager.builder().store(store).time(time.sources()).build();
            nodes.add(node);
            caches.add(node.open(options, String.class, String.class));
        }
    }

    CacheManager node(int index) {
        return nodes.get(index);
    }

    Cache<String, String> cache(int node) {
        return caches.get(node);
    }

    /** Reads the origin, and counts how often. */
    CacheLoader<String, String> loader() {
        return new CacheLoader<>() {
            @Override
            public @Nullable String load(String key) {
                loads.incrementAndGet();
                return origin.get(key);
            }

            @Override
            public Map<String, String> loadAll(Collection<String> keys) {
                loads.incrementAndGet();
                return read(keys);
            }
        };
    }

    /** Reads the origin, then waits to be released before it returns what it read. */
    Paused pausedLoader() {
        return new Paused();
    }

    /** Runs a call on a thread of its own. */
    <T> Call<T> start(Callable<T> call) {
        return new Call<>(threads.submit(call));
    }

    /** Runs a call on a thread of its own, for whoever wants a future. */
    <T> CompletableFuture<T> stage(Callable<T> call) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                stage.complete(call.call());
            } catch (Exception failed) {
                stage.completeExceptionally(failed);
            }
        });
        return stage;
    }

    /** Follows a future. */
    <T> Call<T> start(CompletableFuture<T> future) {
        return new Call<>(future);
    }

    private Map<String, String> read(Collection<String> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : keys) {
            String value = origin.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        nodes.forEach(CacheManager::close);
        store.close();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain for " + PATIENCE_SECONDS + " seconds");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** A loader that has read the origin and does not return yet. */
    final class Paused implements CacheLoader<String, String> {

        private final CountDownLatch hasRead = new CountDownLatch(1);
        private final CountDownLatch mayReturn = new CountDownLatch(1);

        @Override
        public @Nullable String load(String key) {
            loads.incrementAndGet();
            String value = origin.get(key);
            pause();
            return value;
        }

        @Override
        public Map<String, String> loadAll(Collection<String> keys) {
            loads.incrementAndGet();
            Map<String, String> values = read(keys);
            pause();
            return values;
        }

        private void pause() {
            hasRead.countDown();
            await(mayReturn);
        }

        void awaitRead() {
            await(hasRead);
        }

        void release() {
            mayReturn.countDown();
        }
    }

    /** A call under way. */
    final class Call<T> {

        private final Future<T> future;

        private Call(Future<T> future) {
            this.future = future;
        }

        boolean isDone() {
            return future.isDone();
        }

        /** Waits for the result while time stands still. */
        T result() throws Exception {
            try {
                return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof Exception exception) {
                    throw exception;
                }
                throw failed;
            } catch (TimeoutException hangs) {
                throw new AssertionError("the call does not end while time stands still", hangs);
            }
        }

        /** Waits for the result, and lets as much time pass as callers wait for, up to the bound. */
        T resultWithin(Duration bound) throws Exception {
            return resultBy(time.read() + bound.toNanos());
        }

        /** Waits for the result, and lets as much time pass as callers wait for, up to the given tick. */
        T resultBy(long latest) throws Exception {
            // Time goes from one scheduled task to the next and stays within the bound, so that a thread which is slow
            // to get going still schedules what it waits for within it.
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!future.isDone()) {
                if (System.nanoTime() - patience > 0) {
                    throw new AssertionError("the call does not end in time");
                }
                if (!time.advanceToNext(latest)) {
                    awaitMoment();
                }
            }
            return result();
        }

        private void awaitMoment() throws InterruptedException {
            try {
                future.get(1, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException | CancellationException seenByTheLoop) {
                // Either it is not done yet, or the loop ends and tells.
            }
        }
    }
}
