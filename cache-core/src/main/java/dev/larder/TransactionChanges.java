// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one transaction changes in the caches of one manager. */
final class TransactionChanges implements CacheTransaction.Participant {

    private final boolean readsCommitted;
    private final Background background;
    private final Runnable atEnd;
    private final Map<Pipeline<?, ?>, JoinedChanges<?, ?>> caches = new LinkedHashMap<>();

    TransactionChanges(boolean readsCommitted, Background background, Runnable atEnd) {
        this.readsCommitted = readsCommitted;
        this.background = background;
        this.atEnd = atEnd;
    }

    /** What it changes in one cache. */
    @SuppressWarnings("unchecked") // each is made for its own cache
    <K, V> JoinedChanges<K, V> of(Pipeline<K, V> cache) {
        return (JoinedChanges<K, V>) caches.computeIfAbsent(cache, first -> new JoinedChanges<>(cache, readsCommitted));
    }

    /** What it has changed in one cache so far; null if nothing. */
    @SuppressWarnings("unchecked") // each is made for its own cache
    <K, V> @Nullable JoinedChanges<K, V> find(Pipeline<K, V> cache) {
        return (JoinedChanges<K, V>) caches.get(cache);
    }

    @Override
    public void beforeCommit() {
        await(JoinedChanges::beginEvictions);
        for (JoinedChanges<?, ?> changes : caches.values()) {
            changes.requireBegun();
        }
    }

    @Override
    public void rolledBackToSavepoint() {
        caches.values().forEach(JoinedChanges::rolledBackToSavepoint);
    }

    @Override
    public void completed(CacheTransaction.Outcome outcome) {
        CallerThread caller = new CallerThread(background);
        try {
            await(caller, changes -> changes.end(outcome, caller));
        } finally {
            atEnd.run();
        }
    }

    private void await(Function<JoinedChanges<?, ?>, CompletableFuture<?>> step) {
        await(new CallerThread(background), step);
    }

    /** Sends everything before it waits for anything. */
    private void await(CallerThread caller, Function<JoinedChanges<?, ?>, CompletableFuture<?>> step) {
        List<CompletableFuture<?>> sent =
                caches.values().stream().<CompletableFuture<?>>map(step).toList();
        caller.awaitToTheEnd(CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> true));
    }
}
