// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.Objects;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** JSON of one declared type. */
final class JsonValueSerializer<V> implements ValueSerializer<V> {

    private final JavaType type;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final int fingerprint;

    JsonValueSerializer(JavaType type, ObjectWriter writer, ObjectReader reader, int fingerprint) {
        this.type = type;
        this.writer = writer;
        this.reader = reader;
        this.fingerprint = fingerprint;
    }

    @Override
    public byte[] write(V value) {
        Objects.requireNonNull(value, "value");
        try {
            return writer.writeValueAsBytes(value);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failures.writing(type, e);
        }
    }

    @Override
    public V read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        V value;
        try {
            value = reader.readValue(bytes, offset, length);
        } catch (RuntimeException | StackOverflowError e) {
            throw Failures.reading(type, length, e);
        }
        if (value == null) {
            throw Failures.readingNothing(type, length);
        }
        return value;
    }

    @Override
    public int fingerprint() {
        return fingerprint;
    }
}
