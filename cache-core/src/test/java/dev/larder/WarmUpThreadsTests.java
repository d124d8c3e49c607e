// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import dev.larder.store.CacheStore;
import dev.larder.test.Gate;
import dev.larder.test.TestTime;
import dev.larder.time.Scheduler;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A warm-up on threads that are few, busy, interrupted, or gone. */
@ParameterizedClass
@EnumSource
class WarmUpThreadsTests {

    private static final List<Long> TWELVE =
            LongStream.rangeClosed(1, 12).boxed().toList();

    private static final WarmUp BY_TWO = WarmUp.defaults().batchSize(2);

    private final TestTime time = new TestTime();
    private final BlockingQueue<Runnable> delayed = new LinkedBlockingQueue<>();

    @AutoClose
    private final LogCapture log = new LogCapture();

    @AutoClose
    private final CacheStore store;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gate gate = new Gate();
    private final AtomicBoolean gateForAll = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Collection<Long> loaded = new ConcurrentLinkedQueue<>();
    private @Nullable CacheManager caches;

    WarmUpThreadsTests(StoreKind kind) {
        store = kind.store(time.sources());
    }

    @AfterEach
    void letEverybodyGo() throws InterruptedException {
        gate.open();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        if (caches != null) {
            caches.close();
        }
    }

    /** What was said of warming up; a loader of the test before, which has just been let go, may say something too. */
    private List<String> said(Level level) {
        return log.said(level).stream().filter(line -> line.contains("warm")).toList();
    }

    /** Keeps what waits for a thread back, so that a test can tell it from deadlines. */
    private Scheduler.Scheduled schedule(Runnable task, Duration delay) {
        if (delay.equals(WarmUpRun.REFUSED_DELAY)) {
            delayed.add(task);
            return () -> {};
        }
        return time.schedule(task, delay);
    }

    private CacheAsideStrategy<Long, String> posts(Executor executor) {
        CacheManager manager = CacheManager.builder()
                .store(store)
                .time(new TimeSources(time, time, this::schedule))
                .executor(executor)
                .build();
        caches = manager;
        return CacheAsideStrategy.of(
                manager,
                CacheOptions.named("posts").loaderDeadline(Duration.ofSeconds(10)),
                ValueType.of(Long.class),
                ValueType.of(String.class),
                new CountedLoader());
    }

    private final class CountedLoader implements CacheLoader<Long, String> {

        @Override
        public @Nullable String load(Long id) {
            return loadAll(List.of(id)).get(id);
        }

        @Override
        public Map<Long, String> loadAll(Collection<Long> ids) {
            try {
                if (ids.contains(1L) || gateForAll.get()) {
                    gate.pass();
                }
                loaded.addAll(ids);
                return ids.stream().collect(Collectors.toMap(Function.identity(), id -> "post " + id));
            } finally {
                underWay.decrementAndGet();
            }
        }
    }

    private static WarmUpReport soon(CompletableFuture<WarmUpReport> warming) {
        return warming.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Runnable next(BlockingQueue<Runnable> tasks) throws InterruptedException {
        Runnable next = tasks.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a task within ten seconds").isNotNull();
        return next;
    }

    @Test
    void neverHasMoreBatchesUnderWayThanItMay() {
        gateForAll.set(true);
        CacheAsideStrategy<Long, String> posts = posts(task -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            threads.execute(task);
        });
        posts.cache().put(1L, "cached");
        Gate reported = new Gate();
        reported.open();
        CompletableFuture<WarmUpReport> warming = posts.async()
                .warmUp(TWELVE, WarmUp.defaults().concurrency(3).batchSize(1).listener(report -> reported.pass()));
        // The first batch has nothing to load; its report follows when all that may start have started.
        reported.awaitArrivals(1);
        gate.awaitArrivals(3);
        gate.open();

        assertThat(soon(warming).done()).isEqualTo(12);
        assertThat(most).hasValue(3);
    }

    @Test
    void triesABatchThatFoundNoThreadAgainAfterAWhile() throws InterruptedException {
        gate.open();
        AtomicBoolean full = new AtomicBoolean(true);
        CompletableFuture<WarmUpReport> warming = posts(task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .async()
                .warmUp(TWELVE, BY_TWO);

        next(delayed).run();
        Runnable again = next(delayed);
        assertThat(delayed).as("one delay for all that were refused").isEmpty();
        assertThat(warming).isNotDone();
        full.set(false);
        again.run();

        WarmUpReport report = soon(warming);
        assertThat(report.failed()).isZero();
        assertThat(loaded).containsExactlyInAnyOrderElementsOf(TWELVE);
        assertThat(said(Level.WARN))
                .containsExactly("no thread is free for the warm-up of cache 'posts', which goes on when there is one;"
                        + " a lower concurrency or a larger executor helps");
    }

    @Test
    void triesABatchThatFoundNoThreadAgainWhenAnotherEnds() throws InterruptedException {
        gate.open();
        AtomicBoolean busy = new AtomicBoolean();
        BlockingQueue<Runnable> running = new LinkedBlockingQueue<>();
        CompletableFuture<WarmUpReport> warming = posts(task -> {
                    if (!busy.compareAndSet(false, true)) {
                        throw new RejectedExecutionException("busy");
                    }
                    running.add(task);
                })
                .async()
                .warmUp(TWELVE, BY_TWO);
        for (int batch = 0; batch < 6; batch++) {
            Runnable task = next(running);
            busy.set(false);
            task.run();
        }

        assertThat(soon(warming).failed()).isZero();
        assertThat(loaded).containsExactlyInAnyOrderElementsOf(TWELVE);
        assertThat(delayed).isEmpty();
    }

    @Test
    void countsALoaderThatHangsAsFailedAndGoesOn() {
        CompletableFuture<WarmUpReport> warming = posts(threads).async().warmUp(TWELVE, BY_TWO.concurrency(1));
        gate.awaitArrivals(1);
        time.awaitPendingTasks(3); // the loader's deadline, the lease's renewal and the deadline of the batch
        time.advance(Duration.ofSeconds(20));

        WarmUpReport report = soon(warming);
        assertThat(report.done()).isEqualTo(12);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.firstFailure()).isInstanceOf(TimeoutException.class);
        assertThat(loaded).containsExactlyElementsOf(TWELVE.subList(2, 12));
        assertThat(said(Level.WARN))
                .containsExactly("warming up 2 keys of cache 'posts' failed: java.util.concurrent.TimeoutException:"
                        + " no answer within PT20S (further failures are only counted)");
    }

    @Test
    void startsNoMoreWhenTheCallerIsInterrupted() {
        CacheAsideStrategy<Long, String> posts = posts(threads);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(CacheInterruptedException.class)
                .isThrownBy(() -> posts.warmUp(TWELVE, BY_TWO.concurrency(1)))
                .withMessage("interrupted while waiting for the warm-up of cache 'posts'");
        assertThat(Thread.interrupted()).as("the interrupt flag is set again").isTrue();
        assertStoppedInTheFirstBatch(posts);
    }

    @Test
    void startsNoMoreWhenItsFutureIsCancelled() {
        CacheAsideStrategy<Long, String> posts = posts(threads);
        CompletableFuture<WarmUpReport> warming = posts.async().warmUp(TWELVE, BY_TWO.concurrency(1));
        gate.awaitArrivals(1);

        warming.cancel(true);

        assertStoppedInTheFirstBatch(posts);
    }

    private void assertStoppedInTheFirstBatch(CacheAsideStrategy<Long, String> posts) {
        gate.open();
        posts.getAll(List.of(1L, 2L));
        assertThat(loaded).containsExactly(1L, 2L);
        assertThat(said(Level.INFO))
                .last()
                .isEqualTo("stopped warming up cache 'posts': 0 of 12 keys (0 %), 0 keys/s, 0 failed");
    }

    @Test
    void endsWhenTheCacheManagerIsClosed() {
        CacheAsideStrategy<Long, String> posts = posts(threads);
        CompletableFuture<WarmUpReport> warming = posts.async().warmUp(TWELVE, BY_TWO.concurrency(1));
        gate.awaitArrivals(1);

        caches.close();

        assertThat(warming).isCompletedExceptionally();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(warming::join)
                .satisfies(cancelled -> assertThat(rootOf(cancelled))
                        .hasMessage("cache 'posts' is not warmed up any further: its cache manager was closed"));
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> posts.warmUp(TWELVE));
    }

    @Test
    void endsWhenTheCacheManagerIsClosedWhileItWaitsForAThread() throws InterruptedException {
        CompletableFuture<WarmUpReport> warming = posts(task -> {
                    throw new RejectedExecutionException("full");
                })
                .async()
                .warmUp(TWELVE);
        Runnable again = next(delayed);

        caches.close();

        assertThat(warming).isCompletedExceptionally();
        again.run();
        assertThat(delayed).isEmpty();
    }

    /** A future on JDK 25 throws another exception with the one it failed with as its cause. */
    private static Throwable rootOf(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }
}
