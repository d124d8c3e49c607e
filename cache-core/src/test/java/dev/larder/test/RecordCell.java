// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.Lease;
import dev.larder.store.Lookup;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key while a script runs on it: what stands there at the moment, and the few things that may be put in its place. */
final class RecordCell {

    /** What counts as standing there. */
    enum Kind {
        NONE,
        VALUE,
        LEASE,
        INTENT,
        TOMBSTONE,
        UNKNOWN
    }

    private static final int HEAD = 43;
    private static final int FLAGS_AT = 2;
    private static final int FILL_ID_AT = 5;
    private static final int SOFT_LIFE_AT = 19;
    private static final int HARD_LIFE_AT = 23;
    private static final int VERSIONED = 2;

    final long now;

    /** The clock of the last clear that concerns the key. */
    final long clearedAt;

    final Kind kind;

    /** The intent as it counts now, also one without writers: then the key is a hold-off, or nothing. */
    final StoredRecord.@Nullable Intent intent;

    private final RecordMap map;
    private final String text;
    private final byte[] bytes;
    private final StoredRecord record;

    RecordCell(RecordMap map, String text, long clearedAt) {
        this.map = map;
        this.text = text;
        this.clearedAt = clearedAt;
        now = map.now();
        byte[] standing = map.get(text);
        bytes = standing == null ? new byte[0] : standing;
        record = RecordFormat.decode(bytes);
        intent = record instanceof StoredRecord.Intent stored ? stored.at(now) : null;
        kind = kind();
    }

    private Kind kind() {
        if (record instanceof StoredRecord.Value) {
            return Kind.VALUE;
        }
        if (record instanceof StoredRecord.Claim) {
            return Kind.UNKNOWN; // It has no business under a key.
        }
        if (record instanceof StoredRecord.Unusable of) {
            return of.why().reason() == Lookup.Reason.UNKNOWN_FORMAT ? Kind.UNKNOWN : Kind.VALUE;
        }
        if (intent != null) {
            if (!intent.writers().isEmpty()) {
                return Kind.INTENT;
            }
            return intent.heldUntil() > now ? Kind.TOMBSTONE : Kind.NONE;
        }
        if (record instanceof StoredRecord.Nothing || left() < 0) {
            return Kind.NONE; // A lease or tombstone without an end is not ours.
        }
        return record instanceof StoredRecord.Leased ? Kind.LEASE : Kind.TOMBSTONE;
    }

    Lookup lookup() {
        return record.lookup(now, clearedAt);
    }

    long left() {
        return map.left(text);
    }

    long newStamp() {
        return map.stamp();
    }

    boolean isLate(long notAfter) {
        return now > notAfter;
    }

    boolean isCleared(StoredValue value) {
        return value.clock() < clearedAt;
    }

    /** Until when the key is held off, whoever else is at work there. */
    long heldUntil() {
        if (intent != null) {
            return intent.heldUntil();
        }
        return kind == Kind.TOMBSTONE ? now + left() : 0;
    }

    /** The version that stands there, of a value or a tombstone. */
    @Nullable
    Long version() {
        if (kind == Kind.VALUE && isOurs(HEAD + Long.BYTES) && (bytes[FLAGS_AT] & VERSIONED) != 0) {
            return ByteBuffer.wrap(bytes).getLong(HEAD);
        }
        return record instanceof StoredRecord.Tombstone tombstone && kind == Kind.TOMBSTONE
                ? tombstone.version()
                : null;
    }

    /** Tells whether the record is exactly this lease, stamp included. */
    boolean isExactly(Lease lease) {
        return Arrays.equals(bytes, RecordFormat.encode(lease));
    }

    /** The lease that stands there, if it is this token's. */
    @Nullable
    Lease leaseOf(Token token) {
        return record instanceof StoredRecord.Leased of
                        && of.lease() != null
                        && of.lease().token().equals(token)
                ? of.lease()
                : null;
    }

    /** Tells whether this very value stands there. */
    boolean isValue(@Nullable Supersede named) {
        if (kind != Kind.VALUE) {
            return false;
        }
        if (named instanceof Supersede.ByFillId by) {
            return isOurs(HEAD) && ByteBuffer.wrap(bytes).getLong(FILL_ID_AT) == by.fillId();
        }
        return named instanceof Supersede.ByBytes by && by.matches(bytes);
    }

    private boolean isOurs(int length) {
        return bytes.length >= length && bytes[0] == (byte) 0xC1 && bytes[1] == 0x10;
    }

    void set(byte[] replacement, long millis) {
        map.set(text, replacement, now + Math.max(1, Math.min(millis, Long.MAX_VALUE - 1 - now)));
    }

    void set(StoredValue value) {
        set(RecordFormat.encode(value), livesFor(value));
    }

    /** What is left of a value's hard life. */
    long livesFor(StoredValue value) {
        return value.hardMillis() - (now - value.createdMillis());
    }

    void delete() {
        map.delete(text);
    }

    void mark(boolean dirty, long heldUntil, List<StoredRecord.Writer> writers) {
        StoredRecord.Intent marked = new StoredRecord.Intent(dirty, heldUntil, writers);
        set(RecordFormat.encode(marked), marked.lastUntil() - now);
    }

    /** Leaves the key without a value: absent, or held off until then; a version is kept if one is known. */
    void empty(long heldUntil, @Nullable Long version) {
        if (heldUntil > now) {
            set(RecordFormat.encode(new StoredRecord.Tombstone(version)), heldUntil - now);
        } else {
            delete();
        }
    }

    /** Gives the value that stands there new lives from now on, in its head and by its end. */
    void touch(long softMillis, long hardMillis) {
        byte[] touched = bytes.clone();
        long age = now - createdMillis();
        ByteBuffer.wrap(touched)
                .putInt(SOFT_LIFE_AT, units(sum(age, softMillis)))
                .putInt(HARD_LIFE_AT, units(sum(age, hardMillis)));
        set(touched, hardMillis);
    }

    /** Puts what an expiry changes into the head of the value that stands there; the rest may be of a build that this one cannot read. */
    void expire(StoredValue stale) {
        byte[] expired = bytes.clone();
        ByteBuffer.wrap(expired)
                .putLong(FILL_ID_AT, stale.fillId())
                .putInt(SOFT_LIFE_AT, 0)
                .putInt(HARD_LIFE_AT, units(stale.hardMillis()));
        set(expired, livesFor(stale));
    }

    private long createdMillis() {
        return ByteBuffer.wrap(bytes).getLong(11) & 0xFFFF_FFFF_FFFFL;
    }

    private static long sum(long age, long left) {
        long sum = age + left;
        return age > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static int units(long millis) {
        return (int) Math.max(0, Math.min(0xFFFF_FFFFL, millis / 10 + (millis % 10 > 0 ? 1 : 0)));
    }
}
