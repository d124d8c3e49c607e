// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.Objects;

/** One format of one declared type. */
final class JacksonValueSerializer<V> implements ValueSerializer<V> {

    private final TokenFormat.Bound format;
    private final Failures failures;
    private final int fingerprint;

    JacksonValueSerializer(TokenFormat.Bound format, Failures failures, int fingerprint) {
        this.format = format;
        this.failures = failures;
        this.fingerprint = fingerprint;
    }

    @Override
    public byte[] write(V value) {
        Objects.requireNonNull(value, "value");
        try {
            return format.write(value);
        } catch (RuntimeException | StackOverflowError e) {
            throw failures.writing(e);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public V read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Object value;
        try {
            value = format.read(bytes, offset, length);
        } catch (RuntimeException | StackOverflowError e) {
            throw failures.reading(length, e);
        }
        if (value == null) {
            throw failures.readingNothing(length);
        }
        return (V) value;
    }

    @Override
    public int fingerprint() {
        return fingerprint;
    }
}
