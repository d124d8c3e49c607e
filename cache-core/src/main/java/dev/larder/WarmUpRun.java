// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One warm-up under way. */
final class WarmUpRun<K, V> {

    /** After this a batch that found no thread is tried again, if no other is under way whose end would tell of a free one. */
    static final Duration REFUSED_DELAY = Duration.ofMillis(100);

    /*
     * All fields belong to the steps, which run one after the other. Whoever is no longer interested completes the result; the steps look
     * at it before they start anything.
     */
    private final Pipeline<K, V> cache;
    private final Verbs<K, V> verbs;
    private final CacheLoader<K, V> loader;
    private final WarmUp options;
    private final WarmUpWatch<K, V> watch;
    private final Executor steps;
    private final Duration patience;
    private final Iterator<? extends K> keys;
    private final Deque<List<K>> again = new ArrayDeque<>();
    private final CompletableFuture<WarmUpReport> result = new CompletableFuture<>();
    private int underWay;
    private int freed;
    private boolean saturated;

    WarmUpRun(
            Pipeline<K, V> cache,
            Verbs<K, V> verbs,
            Collection<? extends K> keys,
            CacheLoader<K, V> loader,
            WarmUp options) {
        this.cache = cache;
        this.verbs = verbs;
        this.loader = loader;
        this.options = options;
        this.watch = new WarmUpWatch<>(cache, options, keys.size());
        this.steps = new StepByStep(cache.background);
        // What has not come by then is not stored any more: once for a load by others, once for its own.
        this.patience = cache.options.loaderDeadline().multipliedBy(2);
        this.keys = keys.iterator();
    }

    CompletableFuture<WarmUpReport> start() {
        watch.started();
        Futures.whenDone(result, (report, failure) -> {
            if (failure != null) {
                watch.stopped();
            }
        });
        step(this::startMore);
        return result;
    }

    /** Ends it before all keys are through; what is under way goes on. */
    void stop() {
        result.completeExceptionally(
                new CancellationException("cache '%s' is not warmed up any further: its cache manager was closed"
                        .formatted(cache.options.name())));
    }

    private void step(Runnable step) {
        steps.execute(() -> {
            if (result.isDone()) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException | Error unexpected) {
                Futures.fail(result, unexpected); // whatever went wrong, those who wait must hear of it
            }
        });
    }

    private void startMore() {
        while (!saturated && underWay < options.concurrency() && !(again.isEmpty() && !keys.hasNext())) {
            List<K> batch = again.poll();
            start(batch == null ? nextBatch() : batch);
        }
        if (underWay > 0) {
            return;
        }
        if (saturated) {
            cache.time.scheduler().schedule(() -> step(this::tryAgain), REFUSED_DELAY);
        } else {
            result.complete(watch.report());
        }
    }

    private void tryAgain() {
        saturated = false;
        startMore();
    }

    private List<K> nextBatch() {
        List<K> batch = new ArrayList<>();
        while (batch.size() < options.batchSize() && keys.hasNext()) {
            batch.add(keys.next());
        }
        return batch;
    }

    private void start(List<K> batch) {
        underWay++;
        int freedBefore = freed;
        BatchCaller caller = new BatchCaller(cache.background);
        CompletableFuture<Map<K, V>> loaded =
                Deadline.within(cache.time.scheduler(), patience, () -> verbs.getAllOrLoad(batch, loader, caller));
        Futures.whenDone(
                loaded,
                (values, failure) -> step(() -> {
                    underWay--;
                    if (failure != null && caller.refused) {
                        refused(batch, freedBefore);
                    } else {
                        freed++;
                        saturated = false;
                        ended(batch, failure == null ? null : Futures.unwrap(failure));
                    }
                    startMore();
                }));
    }

    private void refused(List<K> batch, int freedBefore) {
        watch.refused();
        again.addFirst(batch);
        // If another batch has ended since this one was started, there may be room by now.
        saturated = freed == freedBefore;
    }

    private void ended(List<K> batch, @Nullable Throwable failure) {
        if (failure == null) {
            watch.cached(batch.size());
        } else if (batch.size() == 1) {
            watch.failed(1, cache.log.describe(cache.storeKey(batch.get(0))), failure);
        } else if (failure instanceof TimeoutException) {
            // A loader hangs: to try each of its keys would hang as many threads.
            watch.failed(batch.size(), "%d keys of cache '%s'".formatted(batch.size(), cache.options.name()), failure);
        } else {
            batch.forEach(key -> again.add(List.of(key)));
        }
    }

    /** The background, with a note of whether it refused a loader's call of one batch. */
    private static final class BatchCaller implements Caller {

        private final Caller background;
        private volatile boolean refused;

        BatchCaller(Caller background) {
            this.background = background;
        }

        @Override
        public void execute(Runnable step) {
            background.execute(step);
        }

        @Override
        public void call(Runnable code) {
            try {
                background.call(code);
            } catch (RejectedExecutionException saturated) {
                refused = true;
                throw saturated;
            }
        }
    }
}
