// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands under a key of the in-memory store; a key without a record holds nothing. */
sealed interface MemoryRecord {

    /** The key's text, for listeners and for evictions by pattern. */
    String text();

    /** The store's time in milliseconds at which the record is over. */
    long endMillis();

    /** What the record counts against the bound; one that counts nothing is never dropped for want of room. */
    default int weight() {
        return 0;
    }

    /** Tells whether the origin is known to have no value. */
    default boolean isAbsence() {
        return false;
    }

    /** The origin's version of which the record knows. */
    default @Nullable Long version() {
        return null;
    }

    /** The store's time in milliseconds until which no load may be stored, if the record says so. */
    default long heldUntil() {
        return 0;
    }

    /** Drops what is over, so that only what still counts is left: the record itself, a smaller one, or none. */
    default @Nullable MemoryRecord at(long now) {
        return endMillis() > now ? this : null;
    }

    /** A value; one object per act of storing. */
    final class ValueRecord implements MemoryRecord, AtHand {

        /** Within so many milliseconds it counts as read once. */
        private static final long READS_APART = 50;

        private final String text;
        private final StoredValue stored;
        private final int weight;
        private final long endMillis;
        private long countedMillis; // written by any thread without order, and good enough

        // What each hit asks for, here so that it need not look at the value.
        private final @Nullable Object payload;
        private final long freshUntilMillis;
        private final long clock;

        ValueRecord(String text, StoredValue stored, int weight) {
            this.text = text;
            this.stored = stored;
            this.weight = weight;
            endMillis = after(stored.createdMillis(), stored.hardMillis());
            payload = stored.payload();
            freshUntilMillis = stored.isExpired() ? Long.MIN_VALUE : after(stored.createdMillis(), stored.softMillis());
            clock = stored.clock();
            countedMillis = Long.MIN_VALUE / 2; // so that differences do not overflow
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public StoredValue stored() {
            return stored;
        }

        @Override
        public @Nullable Object payload() {
            return payload;
        }

        /** Whether {@link StoredValue#isFresh} is true, and so the record is not over either. */
        boolean isFresh(long now) {
            return now < freshUntilMillis;
        }

        /** The namespace's clock as it was known before the load. */
        long clock() {
            return clock;
        }

        @Override
        public int weight() {
            return weight;
        }

        @Override
        public long endMillis() {
            return endMillis;
        }

        private static long after(long moment, long millis) {
            long end = moment + millis;
            return end < moment ? Long.MAX_VALUE : end;
        }

        /** Whether a read counts towards what is worth keeping, as the first one does, and one after a while. */
        boolean counts(long now) {
            if (now - countedMillis < READS_APART) {
                return false;
            }
            countedMillis = now;
            return true;
        }

        @Override
        public boolean isAbsence() {
            return payload == null;
        }

        @Override
        public @Nullable Long version() {
            return stored.version();
        }
    }

    record LeaseRecord(String text, Lease lease, long endMillis) implements MemoryRecord {}

    /** A tombstone; without a version it is a mere hold-off. */
    record TombstoneRecord(String text, @Nullable Long version, long endMillis) implements MemoryRecord {

        @Override
        public long heldUntil() {
            return endMillis;
        }
    }

    /**
     * A write intent.
     *
     * @param dirty whether something met it, so that no writer may leave a value
     */
    record IntentRecord(String text, boolean dirty, long heldUntil, List<Writer> writers) implements MemoryRecord {

        @Override
        public long endMillis() {
            return writers.stream().mapToLong(Writer::until).reduce(heldUntil, Math::max);
        }

        @Override
        public @Nullable MemoryRecord at(long now) {
            List<Writer> working =
                    writers.stream().filter(writer -> writer.until > now).toList();
            if (!working.isEmpty()) {
                return working.size() == writers.size() ? this : withWriters(working);
            }
            return heldUntil > now ? new TombstoneRecord(text, null, heldUntil) : null;
        }

        @Nullable
        Writer writer(Token token) {
            return writers.stream()
                    .filter(writer -> writer.mark.token().equals(token))
                    .findFirst()
                    .orElse(null);
        }

        IntentRecord dirtied() {
            return dirty ? this : new IntentRecord(text, true, heldUntil, writers);
        }

        IntentRecord heldUntil(long atLeast) {
            return atLeast <= heldUntil ? this : new IntentRecord(text, dirty, atLeast, writers);
        }

        IntentRecord withWriters(List<Writer> others) {
            return new IntentRecord(text, dirty, heldUntil, others);
        }

        IntentRecord joinedBy(Writer writer) {
            List<Writer> all = new ArrayList<>(writers);
            all.add(writer);
            return withWriters(List.copyOf(all)).dirtied();
        }

        /** Lets one writer stand for longer, never for shorter. */
        IntentRecord prolonged(Writer writer, long until) {
            return withWriters(writers.stream()
                    .map(each ->
                            each.mark.equals(writer.mark) ? new Writer(each.mark, Math.max(each.until, until)) : each)
                    .toList());
        }

        IntentRecord without(Token token) {
            return withWriters(writers.stream()
                    .filter(writer -> !writer.mark.token().equals(token))
                    .toList());
        }
    }

    /** One writer of an intent, and how long its mark stands. */
    record Writer(WriteIntent mark, long until) {}
}
