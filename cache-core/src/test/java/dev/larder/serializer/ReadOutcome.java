// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

/** What came of reading bytes that may be anything. */
enum ReadOutcome {
    VALUE,
    REFUSED,
    NULL;

    /** Reads; an exception of another class than the promised one passes. */
    static ReadOutcome of(ValueSerializer<?> serializer, byte[] bytes) {
        try {
            return serializer.read(bytes, 0, bytes.length) == null ? NULL : VALUE;
        } catch (CacheSerializationException e) {
            return REFUSED;
        }
    }
}
