// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the records in stores that are not in this process.
 *
 * <p>Records outlive deployments, so the layout never changes: a new one gets another second byte. It is described, with what a
 * reader does about bytes it cannot use, in {@code docs/record-format.md}.
 *
 * <p>Bytes from a store are not trusted: {@link #decode} has an answer for any of them, throws nothing, and allocates no more
 * than in proportion to their number. All numbers are unsigned and big-endian.
 */
public final class RecordFormat {

    /**
     * The codec that {@link #decode} reports for a payload with a flag that this build does not know: one that nobody can read.
     * It is never written.
     */
    public static final int UNKNOWN_CODEC = 255;

    private static final byte MAGIC = (byte) 0xC1;
    private static final byte VALUE = 0x10;
    private static final byte LEASE = 0x11;
    private static final byte INTENT = 0x12;
    private static final byte TOMBSTONE = 0x13;
    private static final byte CLAIM = 0x15;

    private static final int ABSENT = 1;
    private static final int VERSIONED = 2;
    private static final int KNOWN_FLAGS = ABSENT | VERSIONED;

    private static final int HEAD = 43;
    private static final int LEASE_LENGTH = 26;
    private static final int INTENT_HEAD = 9;
    private static final int WRITER_LENGTH = 30;
    private static final int BACK_OFF_LENGTH = 10;
    private static final int CLAIM_LENGTH = 26;

    private static final int MILLIS_PER_UNIT = 10;
    private static final int MAX_FAILURES = 0xFFFF;
    private static final long MAX_UNITS = 0xFFFF_FFFFL;
    private static final long MAX_SIX_BYTES = 0xFFFF_FFFF_FFFFL;

    private RecordFormat() {}

    /**
     * Writes a value. Its lives are rounded up to units of 10 ms and end at 2³² − 1 of them, which is 497 days.
     *
     * @param value the value; its payload must be a byte array or {@code null}
     * @return the record
     * @throws IllegalArgumentException if the payload is neither, the codec is {@link #UNKNOWN_CODEC}, or the creation or the clock
     *     does not fit into six bytes
     */
    public static byte[] encode(StoredValue value) {
        Encoding encoding = value.encoding();
        if (encoding.codec() == UNKNOWN_CODEC) {
            throw new IllegalArgumentException(
                    "codec must be 0 to 254, but was 255, which stands for a payload that nobody can read");
        }
        byte[] payload = payload(value.payload());
        Long version = value.version();
        ByteBuffer record = ByteBuffer.allocate(HEAD + (version == null ? 0 : Long.BYTES) + payload.length)
                .put(MAGIC)
                .put(VALUE)
                .put((byte) ((value.isAbsent() ? ABSENT : 0) | (version == null ? 0 : VERSIONED)))
                .put((byte) encoding.serializer())
                .put((byte) encoding.codec())
                .putLong(value.fillId());
        putSixBytes(record, value.createdMillis(), "createdMillis");
        record.putInt(units(value.softMillis()))
                .putInt(units(value.hardMillis()))
                .putShort((short) value.loadCostMillis());
        putSixBytes(record, value.clock(), "clock");
        record.putInt(encoding.writerStartSeconds()).putInt(encoding.fingerprint());
        if (version != null) {
            record.putLong(version);
        }
        return record.put(payload).array();
    }

    /**
     * Writes a lease.
     *
     * @param lease the lease
     * @return the record
     */
    public static byte[] encode(Lease lease) {
        ByteBuffer record = ByteBuffer.allocate(LEASE_LENGTH).put(MAGIC).put(LEASE);
        putToken(record, lease.token());
        return record.putLong(lease.stamp()).array();
    }

    /**
     * Writes a write intent, with all its writers.
     *
     * @param intent the intent
     * @return the record
     * @throws IllegalArgumentException if a time does not fit into six bytes
     */
    public static byte[] encode(StoredRecord.Intent intent) {
        ByteBuffer record = ByteBuffer.allocate(
                        INTENT_HEAD + WRITER_LENGTH * intent.writers().size())
                .put(MAGIC)
                .put(INTENT)
                .put((byte) (intent.dirty() ? 1 : 0));
        putSixBytes(record, intent.heldUntil(), "heldUntil");
        for (StoredRecord.Writer writer : intent.writers()) {
            putToken(record, writer.intent().token());
            record.putLong(writer.intent().stamp());
            putSixBytes(record, writer.until(), "until");
        }
        return record.array();
    }

    /**
     * Writes a tombstone.
     *
     * @param tombstone the tombstone
     * @return the record
     */
    public static byte[] encode(StoredRecord.Tombstone tombstone) {
        Long version = tombstone.version();
        if (version == null) {
            return new byte[] {MAGIC, TOMBSTONE};
        }
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(MAGIC)
                .put(TOMBSTONE)
                .putLong(version)
                .array();
    }

    /**
     * Writes a claim or a back-off.
     *
     * @param claim the claim
     * @return the record
     * @throws IllegalArgumentException if the time does not fit into six bytes
     */
    public static byte[] encode(StoredRecord.Claim claim) {
        Token token = claim.token();
        ByteBuffer record = ByteBuffer.allocate(token == null ? BACK_OFF_LENGTH : CLAIM_LENGTH)
                .put(MAGIC)
                .put(CLAIM)
                .putShort((short) Math.min(MAX_FAILURES, claim.failures()));
        putSixBytes(record, claim.until(), "until");
        if (token != null) {
            putToken(record, token);
        }
        return record.array();
    }

    /**
     * Reads what stands under a key, or beside it.
     *
     * @param bytes any bytes; {@code null} if the key does not exist
     * @return what they are; no part of it shares the given array
     * @see #decode(ByteBuffer)
     */
    public static StoredRecord decode(byte @Nullable [] bytes) {
        return decode(bytes == null ? null : ByteBuffer.wrap(bytes));
    }

    /**
     * Reads what stands under a key, or beside it.
     *
     * <p>A value with a flag that this build does not know is returned with the codec {@link #UNKNOWN_CODEC} and the undivided rest of
     * the record as its payload: who wrote it is known, and {@link Takeover} decides what becomes of it.
     *
     * @param bytes any bytes, from the position to the limit, neither of which moves; {@code null} if the key does not exist
     * @return what they are; no part of it shares the given bytes
     */
    public static StoredRecord decode(@Nullable ByteBuffer bytes) {
        if (bytes == null || !bytes.hasRemaining()) {
            return StoredRecord.Nothing.NOTHING;
        }
        ByteBuffer record = bytes.slice();
        if (record.limit() == 1 || record.get(0) != MAGIC) {
            return foreign(record);
        }
        return switch (record.get(1)) {
            case VALUE -> decodeValue(record);
            case LEASE -> decodeLease(record);
            case INTENT -> decodeIntent(record);
            case TOMBSTONE ->
                new StoredRecord.Tombstone(record.limit() < 2 + Long.BYTES ? null : (Long) record.getLong(2));
            case CLAIM -> decodeClaim(record);
            default -> new StoredRecord.Unusable(new Lookup.Unusable(Lookup.Reason.UNKNOWN_FORMAT, null));
        };
    }

    private static StoredRecord decodeValue(ByteBuffer record) {
        if (record.limit() < HEAD) {
            return foreign(record);
        }
        record.position(2);
        int flags = Byte.toUnsignedInt(record.get());
        int serializer = Byte.toUnsignedInt(record.get());
        int codec = Byte.toUnsignedInt(record.get());
        long fillId = record.getLong();
        long created = sixBytes(record);
        long soft = Integer.toUnsignedLong(record.getInt()) * MILLIS_PER_UNIT;
        long hard = Integer.toUnsignedLong(record.getInt()) * MILLIS_PER_UNIT;
        int cost = Short.toUnsignedInt(record.getShort());
        long clock = sixBytes(record);
        int writerStart = record.getInt();
        int fingerprint = record.getInt();

        boolean readable = (flags & ~KNOWN_FLAGS) == 0;
        boolean absent = readable && (flags & ABSENT) != 0;
        Long version = null;
        if ((flags & VERSIONED) != 0) {
            if (record.remaining() < Long.BYTES) {
                return foreign(record);
            }
            version = record.getLong();
        }
        if (soft > hard || (absent && record.hasRemaining())) {
            return foreign(record);
        }
        return new StoredRecord.Value(new StoredValue(
                absent ? null : remaining(record),
                fillId,
                created,
                soft,
                hard,
                cost,
                clock,
                new Encoding(writerStart, fingerprint, serializer, readable ? codec : UNKNOWN_CODEC),
                version));
    }

    private static StoredRecord decodeLease(ByteBuffer record) {
        if (record.limit() != LEASE_LENGTH) {
            return new StoredRecord.Leased(null);
        }
        record.position(2);
        return new StoredRecord.Leased(new Lease(token(record), record.getLong()));
    }

    private static StoredRecord decodeIntent(ByteBuffer record) {
        boolean dirty = record.limit() < 3 || record.get(2) != 0;
        if (record.limit() < INTENT_HEAD) {
            return new StoredRecord.Intent(dirty, 0, List.of());
        }
        record.position(3);
        long heldUntil = sixBytes(record);
        List<StoredRecord.Writer> writers = new ArrayList<>(record.remaining() / WRITER_LENGTH);
        while (record.remaining() >= WRITER_LENGTH) {
            WriteIntent intent = new WriteIntent(token(record), record.getLong());
            writers.add(new StoredRecord.Writer(intent, sixBytes(record)));
        }
        return new StoredRecord.Intent(dirty, heldUntil, writers);
    }

    private static StoredRecord decodeClaim(ByteBuffer record) {
        int length = record.limit();
        if (length != BACK_OFF_LENGTH && length != CLAIM_LENGTH) {
            return new StoredRecord.Claim(0, 0, null);
        }
        record.position(2);
        int failures = Short.toUnsignedInt(record.getShort());
        return new StoredRecord.Claim(failures, sixBytes(record), length == CLAIM_LENGTH ? token(record) : null);
    }

    private static StoredRecord foreign(ByteBuffer record) {
        byte[] head = new byte[Math.min(record.limit(), Supersede.ByBytes.HEAD)];
        record.get(0, head);
        Supersede named = new Supersede.ByBytes(record.limit(), head);
        return new StoredRecord.Unusable(new Lookup.Unusable(Lookup.Reason.FOREIGN, named));
    }

    private static byte[] remaining(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        return bytes;
    }

    private static byte[] payload(@Nullable Object payload) {
        if (payload == null) {
            return new byte[0];
        }
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalArgumentException("payload must be a byte array in a store of bytes, but was a "
                + payload.getClass().getName());
    }

    private static int units(long millis) {
        return (int) Math.min(MAX_UNITS, millis / MILLIS_PER_UNIT + (millis % MILLIS_PER_UNIT == 0 ? 0 : 1));
    }

    private static void putSixBytes(ByteBuffer record, long number, String name) {
        if (number < 0 || number > MAX_SIX_BYTES) {
            throw new IllegalArgumentException(
                    "%s must be between 0 and %d, but was %d".formatted(name, MAX_SIX_BYTES, number));
        }
        record.putShort((short) (number >>> Integer.SIZE)).putInt((int) number);
    }

    private static long sixBytes(ByteBuffer record) {
        return (Short.toUnsignedLong(record.getShort()) << Integer.SIZE) | Integer.toUnsignedLong(record.getInt());
    }

    private static void putToken(ByteBuffer record, Token token) {
        Objects.requireNonNull(token, "token must not be null");
        record.putLong(token.high()).putLong(token.low());
    }

    private static Token token(ByteBuffer record) {
        return new Token(record.getLong(), record.getLong());
    }
}
