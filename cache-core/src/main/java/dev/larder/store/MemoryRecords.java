// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.store.MemoryRecord.ValueRecord;
import dev.larder.store.MemoryVerbs.Step;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The records of one region: a Caffeine cache that drops them at their end, and values for want of room. */
final class MemoryRecords {

    private final MemoryCacheStore store;
    private final Cache<Object, MemoryRecord> records;
    private final LongAdder evictions = new LongAdder();

    /**
     * The absences among the records, by fill id, which have room of their own: they weigh nothing there. Never used under the lock of a
     * record, since it drops records itself.
     */
    private final Cache<Object, Long> absences;

    private volatile long clearAt;

    MemoryRecords(MemoryCacheStore store, long maximumWeight, long maximumAbsent) {
        this.store = store;
        absences = Caffeine.newBuilder()
                .maximumSize(maximumAbsent)
                .executor(Runnable::run)
                .removalListener(this::absenceDropped)
                .build();
        records = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((Object key, MemoryRecord held) -> held.weight())
                .expireAfter(new UntilTheEnd(store.clock()))
                .ticker(store.clock()::tick)
                .executor(Runnable::run)
                .evictionListener((@Nullable Object key, @Nullable MemoryRecord held, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .build();
    }

    /** Returns the value that stands under a key and is not over; it may be older than a clear. */
    @Nullable
    StoredValue value(Object key) {
        if (!(records.getIfPresent(key) instanceof ValueRecord held)) {
            return null;
        }
        StoredValue value = held.value();
        // An absence that its own bound has dropped meanwhile is none; asking also tells that it is of use.
        return value.isAbsent() && absences.getIfPresent(key) == null ? null : value;
    }

    boolean isCleared(StoredValue value) {
        return value.clock() < clearAt;
    }

    /** Runs a verb under its key's lock, then tells listeners if it changed the record. */
    <R> R change(StoreKey key, Verb<R> verb) {
        Change<R> change = new Change<>(verb);
        records.asMap().compute(key.object(), change);
        Step<R> step = Objects.requireNonNull(change.step, "the change must have run");
        if (step.next() != change.met) {
            noteAbsence(key.object(), change.met, step.next());
            store.listeners().evicted(key.text());
        }
        return step.reply();
    }

    private void noteAbsence(Object key, @Nullable MemoryRecord met, @Nullable MemoryRecord next) {
        if (next instanceof ValueRecord stored && stored.value().isAbsent()) {
            absences.put(key, stored.value().fillId());
        } else if (isAbsence(met)) {
            absences.invalidate(key);
        }
    }

    private void absenceDropped(@Nullable Object key, @Nullable Long fillId, RemovalCause cause) {
        if (cause == RemovalCause.SIZE && key != null && fillId != null) {
            records.asMap()
                    .computeIfPresent(
                            key,
                            (same, held) -> isAbsence(held)
                                            && ((ValueRecord) held).value().fillId() == fillId
                                    ? null
                                    : held);
            evictions.increment();
        }
    }

    private static boolean isAbsence(@Nullable MemoryRecord held) {
        return held instanceof ValueRecord stored && stored.value().isAbsent();
    }

    Set<Map.Entry<Object, MemoryRecord>> entries() {
        return records.asMap().entrySet();
    }

    void clearAt(long clock) {
        clearAt = clock;
    }

    /** Makes room after a clear; readers compare clocks and do not wait for it. Only values go. */
    void sweep() {
        for (Map.Entry<Object, MemoryRecord> entry : entries()) {
            if (isCleared(entry.getValue())) {
                records.asMap().computeIfPresent(entry.getKey(), (key, held) -> isCleared(held) ? null : held);
            }
        }
    }

    /** Drops everything. */
    void drop() {
        records.invalidateAll();
        absences.invalidateAll();
    }

    long size() {
        records.cleanUp();
        return records.estimatedSize();
    }

    long evictions() {
        return evictions.sum();
    }

    private boolean isCleared(MemoryRecord held) {
        return held instanceof ValueRecord stored && isCleared(stored.value());
    }

    /** What a verb makes of the record that counts, at the time it runs. */
    @FunctionalInterface
    interface Verb<R> {

        Step<R> on(@Nullable MemoryRecord met, Moment moment);
    }

    /**
     * When a verb runs.
     *
     * @param now the store's time in milliseconds
     * @param clearAt the clock below which a value counts as cleared
     */
    record Moment(long now, long clearAt) {}

    /** One run of a verb, and what came of it. */
    private final class Change<R> implements BiFunction<Object, @Nullable MemoryRecord, @Nullable MemoryRecord> {

        private final Verb<R> verb;
        private @Nullable MemoryRecord met;
        private @Nullable Step<R> step;

        private Change(Verb<R> verb) {
            this.verb = verb;
        }

        @Override
        public @Nullable MemoryRecord apply(Object key, @Nullable MemoryRecord held) {
            // Read under the lock, so that along the changes of one key neither time nor clears run backwards.
            Moment moment = new Moment(store.now(), clearAt);
            met = held == null || isCleared(held) ? null : held.at(moment.now());
            step = verb.on(met, moment);
            return step.next();
        }
    }

    /** Ends a record when it says so, however often it was read or changed. */
    private record UntilTheEnd(MemoryClock clock) implements Expiry<Object, MemoryRecord> {

        @Override
        public long expireAfterCreate(Object key, MemoryRecord held, long tick) {
            return clock.nanosUntil(held.endMillis(), tick);
        }

        @Override
        public long expireAfterUpdate(Object key, MemoryRecord held, long tick, long left) {
            return clock.nanosUntil(held.endMillis(), tick);
        }

        @Override
        public long expireAfterRead(Object key, MemoryRecord held, long tick, long left) {
            return left;
        }
    }
}
