// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.Values.Lives;
import dev.larder.Values.Reading;
import dev.larder.store.KeyFilter;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changes in one cache. Writes are marked where they are called, evictions before the commit; others see the outcome
 * when the transaction is over. Used on the transaction's thread, but for the renewal of marks.
 */
final class JoinedChanges<K, V> {

    /** A marked key, and what will be kept under it. */
    private static final class Joined<V> {

        final WriteMark mark;
        Kept<V> kept = Kept.nothing();

        /** Whether what stood there before is out of date. */
        boolean changed;

        Joined(WriteMark mark) {
            this.mark = mark;
        }

        void keep(Kept<V> now) {
            kept = now;
            changed = true;
        }

        void keepNothing() {
            keep(Kept.nothing());
        }
    }

    /** A put that waits for the commit. */
    private record Deferred(StoreKey key, StoredValue value, Function<StoredValue, CompletableFuture<?>> put) {

        CompletableFuture<?> change() {
            return put.apply(value);
        }

        boolean isNewerThan(StoredValue other) {
            Long mine = value.version();
            Long its = other.version();
            return mine != null && its != null && Long.compareUnsigned(mine, its) > 0;
        }
    }

    /** A removal of keys that are not known one by one, which waits for the commit. */
    private record Clear(KeyFilter keys, Supplier<CompletableFuture<?>> change) {}

    private final Pipeline<K, V> cache;
    private final boolean readsCommitted;
    private final Map<String, Joined<V>> joined = new LinkedHashMap<>();
    private final List<WriteMark> marks = new CopyOnWriteArrayList<>();
    private final Map<String, StoreKey> evicted = new LinkedHashMap<>();
    private final Map<String, Deferred> puts = new LinkedHashMap<>();
    private final List<Clear> clears = new ArrayList<>();
    private final List<CompletableFuture<?>> ended = new ArrayList<>();
    private @Nullable Renewal renewal;
    private boolean committing;

    JoinedChanges(Pipeline<K, V> cache, boolean readsCommitted) {
        this.cache = cache;
        this.readsCommitted = readsCommitted;
    }

    /** What the transaction's own reads find under a key in the store's place; null if it has not changed the key. */
    @Nullable
    Lookup seen(StoreKey key) {
        Deferred put = puts.get(key.text());
        if (put != null) {
            return put.value();
        }
        boolean changed = joined.containsKey(key.text())
                || evicted.containsKey(key.text())
                || clears.stream().anyMatch(clear -> clear.keys().matches(key.text()));
        return changed ? Lookup.Nothing.NOTHING : null;
    }

    <R extends @Nullable Object> CompletableFuture<R> write(
            List<StoreKey> keys, OriginWrite<R, ?> write, Writes.Keep<V, R> keep, Caller caller) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Futures.then(begin(keys), caller, (begun, failure) -> {
            List<Joined<V>> mine = keys.stream().map(this::joined).toList();
            WriteMark missing =
                    cache.marks.missing(mine.stream().map(each -> each.mark).toList());
            if (missing != null) {
                mine.forEach(this::refuse);
                Futures.fail(result, cache.marks.refusal(missing));
                return;
            }
            changeOrigin(mine, write, keep, caller, result);
        });
        return result;
    }

    /** Forgets a mark that is not there, so that the transaction may go on without this write, or try it again. */
    private void refuse(Joined<V> key) {
        WriteMark mark = key.mark;
        if (mark.intent() != null) {
            key.keepNothing();
            return;
        }
        joined.remove(mark.key.text());
        marks.remove(mark);
        if (key.changed) {
            evicted.put(mark.key.text(), mark.key);
        }
        // It may arrive yet.
        ended.add(cache.marks.finish(List.of(mark), List.of(Kept.nothing()), cache.background));
    }

    private <R extends @Nullable Object> void changeOrigin(
            List<Joined<V>> keys,
            OriginWrite<R, ?> write,
            Writes.Keep<V, R> keep,
            Caller caller,
            CompletableFuture<R> result) {
        try {
            caller.call(() -> {
                R written;
                try {
                    written = write.run();
                } catch (Throwable refused) {
                    // The transaction may go on, with whatever of the change was made.
                    keys.forEach(Joined::keepNothing);
                    Futures.fail(result, refused);
                    return;
                }
                for (int i = 0; i < keys.size(); i++) {
                    keep(keys.get(i), i, written, keep);
                }
                result.complete(written);
            });
        } catch (RejectedExecutionException saturated) {
            keys.forEach(Joined::keepNothing);
            Futures.fail(result, cache.saturated(saturated));
        }
    }

    private <R extends @Nullable Object> void keep(Joined<V> key, int index, R written, Writes.Keep<V, R> keep) {
        Kept<V> kept = Writes.kept(cache, key.mark.key, index, written, () -> base(key), keep);
        // A value that was read on a snapshot may be older than what stood there when the write began; a merge adds to
        // just that.
        key.keep(readsCommitted || kept.isMerged() ? kept : Kept.nothing());
    }

    /** What a merge starts from: what the transaction wrote before, or what stood there when it began to write. */
    private Reading.@Nullable Found<V> base(Joined<V> key) {
        if (!key.changed) {
            return cache.marks.base(key.mark);
        }
        StoredValue base = key.kept.base();
        StoredValue stored = base == null && key.kept.keeps() ? cache.marks.stored(key.mark, key.kept) : base;
        return stored == null ? null : new Reading.Found<>(key.kept.value(), stored);
    }

    private CompletableFuture<?> begin(List<StoreKey> keys) {
        List<WriteMark> fresh = cache.marks.of(
                keys.stream().filter(key -> !joined.containsKey(key.text())).toList());
        if (fresh.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        for (WriteMark mark : fresh) {
            Joined<V> begun = new Joined<>(mark);
            if (seen(mark.key) != null) {
                // What stands there is out of date, so that no merge may start from it.
                begun.keepNothing();
            }
            joined.put(mark.key.text(), begun);
            evicted.remove(mark.key.text());
            puts.remove(mark.key.text());
        }
        marks.addAll(fresh);
        if (renewal == null) {
            renewal =
                    Renewal.start(cache.time.scheduler(), cache.options.writeIntent(), () -> cache.marks.renew(marks));
        }
        return cache.marks.begin(fresh);
    }

    private Joined<V> joined(StoreKey key) {
        Joined<V> there = joined.get(key.text());
        if (there == null) {
            throw new IllegalStateException("a key was not marked: " + cache.log.describe(key));
        }
        return there;
    }

    void evict(List<StoreKey> keys) {
        for (StoreKey key : keys) {
            puts.remove(key.text());
            Joined<V> there = joined.get(key.text());
            if (there != null) {
                there.keep(Kept.eviction());
            } else {
                evicted.put(key.text(), key);
            }
        }
    }

    /** Puts a value after the commit, where the cache is its own origin or the value has a version. */
    void put(StoreKey key, StoredValue value, Function<StoredValue, CompletableFuture<?>> put) {
        Deferred before = puts.get(key.text());
        if (before != null && before.isNewerThan(value)) {
            return;
        }
        // What is to go in front of an origin may have the version of the value.
        boolean staysEvicted = !cache.ownOrigin && evicted.containsKey(key.text());
        evict(List.of(key));
        if (!staysEvicted && !joined.containsKey(key.text())) {
            evicted.remove(key.text());
            puts.put(key.text(), new Deferred(key, value, put));
        }
    }

    /** Gives a put that waits for the commit other lives; returns whether there is one. */
    boolean touch(StoreKey key, Lives lives) {
        return puts.computeIfPresent(
                        key.text(),
                        (text, waiting) -> new Deferred(
                                key,
                                cache.values.withLivesFromNow(cache.changes.atCommit(waiting.value()), lives),
                                waiting.put()))
                != null;
    }

    /** Removes keys that are not known one by one, after the commit. */
    void clear(KeyFilter keys, Supplier<CompletableFuture<?>> change) {
        clears.add(new Clear(keys, change));
        puts.keySet().removeIf(keys::matches);
        joined.forEach((text, key) -> {
            if (keys.matches(text)) {
                key.keepNothing();
            }
        });
    }

    private void keepNothing() {
        joined.values().forEach(Joined::keepNothing);
    }

    /** Which of the changes were undone is not known, so that none of their values is kept. */
    void rolledBackToSavepoint() {
        evictPuts();
        keepNothing();
    }

    private void evictPuts() {
        evict(puts.values().stream().map(Deferred::key).toList());
    }

    /** Marks what is to be evicted; completes when the store has answered, and never fails. */
    CompletableFuture<?> beginEvictions() {
        committing = true;
        if (cache.ownOrigin) {
            return CompletableFuture.completedFuture(true);
        }
        List<StoreKey> keys = List.copyOf(evicted.values());
        CompletableFuture<?> begun = begin(keys);
        keys.forEach(key -> joined(key).keep(Kept.eviction()));
        return begun;
    }

    /** Marks what is evicted while the others who take part in the transaction hear that it is about to commit. */
    CompletableFuture<?> markLate() {
        return committing ? beginEvictions() : CompletableFuture.completedFuture(true);
    }

    /** Refuses an eviction that should be marked by now. */
    void requireMarked() {
        if (committing) {
            requireBegun();
        }
    }

    /** Refuses to go on where the cache's options say so. */
    void requireBegun() {
        WriteMark missing = cache.marks.missing(marks);
        if (missing != null) {
            throw cache.marks.refusal(missing);
        }
    }

    /** Completes when the store has the outcome, or the journal knows what is left; never fails. */
    CompletableFuture<?> end(Outcome outcome, Caller caller) {
        List<CompletableFuture<?>> sent = new ArrayList<>(ended);
        if (outcome == Outcome.UNKNOWN) {
            sent.add(leaveInDoubt(caller));
        } else {
            if (outcome == Outcome.ROLLED_BACK) {
                keepNothing();
            }
            List<Joined<V>> all = List.copyOf(joined.values());
            sent.add(cache.marks.finish(
                    all.stream().map(key -> key.mark).toList(),
                    all.stream().map(key -> key.kept).toList(),
                    caller));
        }
        if (renewal != null) {
            renewal.stop();
        }
        if (outcome != Outcome.ROLLED_BACK) {
            // What came too late to be marked before the commit, if anything.
            sent.add(cache.changes.evictNow(List.copyOf(evicted.values()), caller));
            CompletableFuture<?> cleared =
                    all(clears.stream().map(clear -> clear.change().get()));
            sent.add(cleared);
            if (outcome == Outcome.COMMITTED) {
                List<Deferred> waiting = List.copyOf(puts.values());
                // A clear, too, was called before the puts that are left.
                sent.add(Futures.compose(
                        cleared, caller, (done, failure) -> all(waiting.stream().map(Deferred::change))));
            }
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new));
    }

    /** Nobody knows what to keep: all keys are marked, the marks lapse, and nothing is stored before. */
    private CompletableFuture<?> leaveInDoubt(Caller caller) {
        if (!cache.ownOrigin) {
            evictPuts();
        }
        CompletableFuture<?> begun = beginEvictions();
        return Futures.compose(begun, caller, (done, failure) -> {
            cache.marks.renew(marks);
            // What has no mark would stay.
            List<WriteMark> unmarked =
                    marks.stream().filter(mark -> mark.intent() == null).toList();
            return cache.marks
                    .finish(unmarked, Collections.nCopies(unmarked.size(), Kept.nothing()), caller)
                    .thenApply(finished -> true);
        });
    }

    private static CompletableFuture<Void> all(Stream<CompletableFuture<?>> changes) {
        return CompletableFuture.allOf(changes.toArray(CompletableFuture<?>[]::new));
    }
}
