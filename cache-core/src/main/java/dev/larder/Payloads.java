// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.serializer.Compression;
import dev.larder.serializer.PackedPayload;
import dev.larder.serializer.ValueSerializer;
import dev.larder.store.Encoding;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.Takeover;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes of a cache's values what stands in its records, and back; in a store of references that is the values themselves. */
final class Payloads<V> {

    /** What a compressed payload may become where the options set no maximum: 64 MiB. */
    static final int USUAL_MAXIMUM = 64 * 1024 * 1024;

    /** What the JVM can put into one array. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * What stands in a record.
     *
     * @param size how many bytes the serializer made; 0 if it was not asked
     */
    record Payload(@Nullable Object stored, Encoding encoding, int size) {}

    private final @Nullable ValueSerializer<V> serializer;
    private final Compression compression;
    private final Encoding own;
    private final int longestUnpacked;

    private Payloads(
            @Nullable ValueSerializer<V> serializer, Compression compression, Encoding own, int longestUnpacked) {
        this.serializer = serializer;
        this.compression = compression;
        this.own = own;
        this.longestUnpacked = longestUnpacked;
    }

    static <V> Payloads<V> references(int startSeconds) {
        return new Payloads<>(null, Compression.none(), new Encoding(startSeconds, 0, 0, 0), 0);
    }

    static <V> Payloads<V> bytes(
            ValueSerializer<V> serializer,
            int serializerId,
            Compression compression,
            int startSeconds,
            OptionalLong maximum) {
        return new Payloads<>(
                serializer, compression, new Encoding(startSeconds, serializer.fingerprint(), serializerId, 0), (int)
                        Math.min(LARGEST_ARRAY, maximum.orElse(USUAL_MAXIMUM)));
    }

    boolean areReferences() {
        return serializer == null;
    }

    /** What stands there for an absence, or for a value in a store of references. */
    Payload unwritten(@Nullable V value) {
        return new Payload(value, own, 0);
    }

    Payload write(V value) {
        byte[] bytes = bound().write(value);
        PackedPayload packed = compression.pack(bytes, longestUnpacked);
        return new Payload(packed.bytes(), own.withCodec(packed.codec()), bytes.length);
    }

    /** Reads a payload whose encoding was {@linkplain #judge judged} readable; what it throws is the payload's fault. */
    V read(byte[] payload, Encoding encoding) {
        byte[] bytes = Compression.unpack(encoding.codec(), payload, longestUnpacked);
        return bound().read(bytes, 0, bytes.length);
    }

    /** The encoding under which this node stores a readable payload again, as it is. */
    Encoding encodingOf(StoredValue readable) {
        return own.withCodec(readable.encoding().codec());
    }

    Lookup judge(StoredValue found) {
        return Takeover.judge(found, own, Compression::canRead);
    }

    private ValueSerializer<V> bound() {
        if (serializer == null) {
            throw new IllegalStateException("values are kept by reference");
        }
        return serializer;
    }
}
