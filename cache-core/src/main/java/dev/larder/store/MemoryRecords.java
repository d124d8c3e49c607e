// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.store.MemoryRecord.ValueRecord;
import dev.larder.store.MemoryVerbs.Step;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of one region: a Caffeine cache that drops them at their end, and values for want of room. Absences weigh nothing there;
 * how many of them there may be is up to {@link MemoryAbsences}.
 *
 * <p>The cache's time is up to a millisecond behind, so that a read asks for the time once: whether a record is over is judged here.
 */
final class MemoryRecords {

    private final MemoryCacheStore store;
    private final Cache<Object, MemoryRecord> records;
    private final MemoryAbsences absences;
    private final LongAdder evictions = new LongAdder();
    private volatile long clearAt;

    MemoryRecords(MemoryCacheStore store, long maximumWeight, long maximumAbsent) {
        this.store = store;
        absences = new MemoryAbsences(store.clock(), maximumAbsent, this::dropAbsence);
        records = Caffeine.newBuilder()
                .maximumWeight(maximumWeight)
                .weigher((Object key, MemoryRecord held) -> held.weight())
                .expireAfter(new UntilTheEnd<>(store.clock(), MemoryRecord::endMillis))
                .ticker(store.clock()::latestTick)
                .executor(Runnable::run)
                .evictionListener((@Nullable Object key, @Nullable MemoryRecord held, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .build();
    }

    /** Returns the value that stands under a key and is not over at the store's time; it may be older than a clear. */
    @Nullable
    ValueRecord value(Object key, long now) {
        if (!(records.policy().getIfPresentQuietly(key) instanceof ValueRecord held) || held.endMillis() <= now) {
            return null;
        }
        if (held.counts(now)) {
            countRead(key, held);
        }
        return held;
    }

    /** Threads that read at once would get in each other's way if each read were counted. */
    private void countRead(Object key, ValueRecord held) {
        var unused = records.getIfPresent(key);
        if (held.isAbsence()) {
            absences.read(key);
        }
    }

    boolean isCleared(ValueRecord value) {
        return value.clock() < clearAt;
    }

    /** Runs a verb under its key's lock, then tells listeners if it changed the record. */
    <R> R change(StoreKey key, Verb<R> verb) {
        store.clock().tick();
        Change<R> change = new Change<>(verb);
        records.asMap().compute(key.object(), change);
        Step<R> step = Objects.requireNonNull(change.step, "the change must have run");
        if (change.concernsAnAbsence) {
            noteAbsence(key.object());
        }
        if (step.next() != change.met) {
            store.listeners().evicted(key.text());
        }
        return step.reply();
    }

    /**
     * Lets the room for absences follow what stands under a key. Of several threads that do so at once, the last to note something
     * finds it still there, or notes again.
     */
    private void noteAbsence(Object key) {
        MemoryRecord stands = standing(key);
        absences.note(key, stands);
        for (MemoryRecord later = standing(key); later != stands; later = standing(key)) {
            stands = later;
            absences.note(key, stands);
        }
    }

    private @Nullable MemoryRecord standing(Object key) {
        return records.policy().getIfPresentQuietly(key);
    }

    /** Drops an absence for want of room, unless something else has come in its place. */
    private void dropAbsence(Object key, ValueRecord absence) {
        if (records.asMap().remove(key, absence)) {
            evictions.increment();
        }
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
                if (entry.getValue().isAbsence()) {
                    noteAbsence(entry.getKey());
                }
            }
        }
    }

    /** Drops everything. */
    void drop() {
        records.invalidateAll();
        absences.drop();
    }

    long size() {
        store.clock().tick();
        absences.cleanUp();
        records.cleanUp();
        return records.estimatedSize();
    }

    long evictions() {
        return evictions.sum();
    }

    private static boolean isAbsence(@Nullable MemoryRecord record) {
        return record != null && record.isAbsence();
    }

    private boolean isCleared(MemoryRecord held) {
        return held instanceof ValueRecord value && isCleared(value);
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
        private boolean concernsAnAbsence;

        private Change(Verb<R> verb) {
            this.verb = verb;
        }

        @Override
        public @Nullable MemoryRecord apply(Object key, @Nullable MemoryRecord held) {
            // Read under the lock, so that along the changes of one key neither time nor clears run backwards.
            Moment moment = new Moment(store.now(), clearAt);
            met = held == null || isCleared(held) ? null : held.at(moment.now());
            step = verb.on(met, moment);
            MemoryRecord next = step.next();
            concernsAnAbsence = next != held && (isAbsence(next) || isAbsence(held));
            return next;
        }
    }
}
