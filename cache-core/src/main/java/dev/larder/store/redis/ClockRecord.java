// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a namespace as a node read it.
 *
 * @param counter the clock
 * @param cleared what it was when the namespace was last cleared
 * @param caches what it was when a cache was last cleared after that
 * @param bytes all of it, as it stands at the server
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record ClockRecord(long counter, long cleared, Map<String, Long> caches, byte[] bytes) {

    private static final short MAGIC = (short) 0xC114;

    /** Where there is no clock. */
    static final ClockRecord NONE = new ClockRecord(0, 0, Map.of(), Bytes.NONE);

    /** Reads a clock; {@link #NONE} if the bytes are none. */
    static ClockRecord decode(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < 14) {
            return NONE;
        }
        ByteBuffer record = ByteBuffer.wrap(bytes);
        if (record.getShort() != MAGIC) {
            return NONE;
        }
        try {
            long counter = six(record);
            long cleared = six(record);
            Map<String, Long> caches = new HashMap<>();
            while (record.remaining() >= Short.BYTES) {
                byte[] name = new byte[Math.min(Short.toUnsignedInt(record.getShort()), record.remaining())];
                record.get(name);
                caches.put(new String(name, UTF_8), six(record));
            }
            return new ClockRecord(counter, cleared, caches, bytes);
        } catch (BufferUnderflowException truncated) {
            return NONE;
        }
    }

    boolean isNone() {
        return counter == 0;
    }

    /** The clock at the last clear that concerns a cache. */
    long clearedAt(String cache) {
        Long own = caches.isEmpty() ? null : caches.get(cache);
        return own == null ? cleared : Math.max(own, cleared);
    }

    /** Whether it knows of every clear that the other one knows of. */
    boolean covers(ClockRecord other) {
        return counter >= other.counter
                && cleared >= other.cleared
                && other.caches.entrySet().stream().allMatch(each -> clearedAt(each.getKey()) >= each.getValue());
    }

    private static long six(ByteBuffer record) {
        return (Short.toUnsignedLong(record.getShort()) << Integer.SIZE) | Integer.toUnsignedLong(record.getInt());
    }
}
