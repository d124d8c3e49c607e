// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands under a key in a store of bytes, as {@link RecordFormat} reads and writes it.
 *
 * <p>Times are milliseconds since the epoch by the store's clock. All kinds are immutable, except that nobody copies a payload.
 */
public sealed interface StoredRecord {

    /** Nothing stands there. */
    enum Nothing implements StoredRecord {
        /** The only instance. */
        NOTHING
    }

    /**
     * A value.
     *
     * @param value the value; its payload is a byte array, or {@code null} if the origin is known to have none
     */
    record Value(StoredValue value) implements StoredRecord {

        /** Checks that a value is there. */
        public Value {
            Objects.requireNonNull(value, "value must not be null");
        }
    }

    /**
     * A lease: somebody loads.
     *
     * @param lease the lease; {@code null} if the record is not whole, so that it is nobody's and stands until its time is over
     */
    record Leased(@Nullable Lease lease) implements StoredRecord {}

    /**
     * A write intent: writers are at work.
     *
     * @param dirty whether the key must end without a value, because writers met each other, an eviction or a put
     * @param heldUntil until when no load may be stored once the writers are gone; 0 for no longer than they are
     * @param writers the writers, in the order in which they came
     */
    record Intent(boolean dirty, long heldUntil, List<Writer> writers) implements StoredRecord {

        /** Copies the writers. */
        public Intent {
            writers = List.copyOf(writers);
        }

        /**
         * Returns the intent without the writers whose time is over: they died, or lost their mark.
         *
         * @param now the store's present time
         * @return the intent that counts at that time; without writers it is a hold-off until {@link #heldUntil}
         */
        public Intent at(long now) {
            return new Intent(
                    dirty,
                    heldUntil,
                    writers.stream().filter(writer -> writer.until() > now).toList());
        }

        /**
         * Returns the end of the record's own life.
         *
         * @return the largest time in it
         */
        public long lastUntil() {
            return writers.stream().mapToLong(Writer::until).reduce(heldUntil, Math::max);
        }
    }

    /**
     * One writer's mark in an intent.
     *
     * @param intent the mark
     * @param until until when it counts
     */
    record Writer(WriteIntent intent, long until) {

        /** Checks that a mark is there. */
        public Writer {
            Objects.requireNonNull(intent, "intent must not be null");
        }
    }

    /**
     * A tombstone: load, but do not store.
     *
     * @param version the version that no older value may undercut, an unsigned number; {@code null} for a mere hold-off
     */
    record Tombstone(@Nullable Long version) implements StoredRecord {}

    /**
     * A claim, or a back-off: who loads a key that holds a value, or that nobody should. It stands beside the key, never under it.
     *
     * @param failures how many loads in a row have failed; of more than 65,535 no more are written
     * @param until when the claim or the back-off is over; its failures are remembered until the record ends
     * @param token whose claim it is; {@code null} for a back-off
     */
    record Claim(int failures, long until, @Nullable Token token) implements StoredRecord {}

    /**
     * Bytes that are no record, or none that this build knows.
     *
     * @param why what a reader makes of them
     */
    record Unusable(Lookup.Unusable why) implements StoredRecord {

        /** Checks that a reason is there. */
        public Unusable {
            Objects.requireNonNull(why, "why must not be null");
        }
    }

    /**
     * Returns what the record means to a reader.
     *
     * @param now the store's present time
     * @param clearedAt the namespace's clock at the last clear that concerns the key
     * @return the value; or {@link Lookup.Unusable} if it is cleared, over or not readable; or {@link Lookup.Nothing} if no value
     *     stands there
     */
    default Lookup lookup(long now, long clearedAt) {
        if (this instanceof Value of) {
            StoredValue value = of.value();
            if (value.clock() < clearedAt) {
                return unusable(Lookup.Reason.CLEARED, value);
            }
            if (value.remainingMillis(now) <= 0) {
                return unusable(Lookup.Reason.EXPIRED, value);
            }
            return value;
        }
        if (this instanceof Unusable of) {
            return of.why();
        }
        if (this instanceof Claim) {
            // Whoever put it under a key, it is nothing that we know there.
            return new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null);
        }
        return Lookup.Nothing.NOTHING;
    }

    private static Lookup unusable(Lookup.Reason reason, StoredValue value) {
        return new Lookup.Unusable(reason, new Supersede.ByFillId(value.fillId()));
    }
}
