// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the payloads of a cache are compressed in a remote store, how, and from which size on. Immutable.
 *
 * <p>It says what is written. What is read goes by the record: a node reads every form whose library it has, so that compression may be
 * switched on, off or over while entries, and nodes of both kinds, are there.
 */
public final class Compression {

    private static final int USUAL_THRESHOLD = 1_024;
    private static final int LENGTH = Integer.BYTES;

    private static final Compression NONE = new Compression(null, USUAL_THRESHOLD);

    private final @Nullable Codec codec;
    private final int threshold;

    private Compression(@Nullable Codec codec, int threshold) {
        this.codec = codec;
        this.threshold = threshold;
    }

    /**
     * Returns no compression.
     *
     * @return a compression that leaves payloads as they are
     */
    public static Compression none() {
        return NONE;
    }

    /**
     * Returns LZ4, which is quick and in plain Java.
     *
     * @return a compression of payloads of 1,024 bytes and more
     * @throws IllegalStateException if the library {@code at.yawk.lz4:lz4-java} is missing
     */
    public static Compression lz4() {
        return of(Codec.LZ4);
    }

    /**
     * Returns Zstandard, which makes smaller payloads and needs native code.
     *
     * @return a compression of payloads of 1,024 bytes and more
     * @throws IllegalStateException if the library {@code com.github.luben:zstd-jni} is missing, or has no native code for this platform
     */
    public static Compression zstd() {
        return of(Codec.ZSTD);
    }

    private static Compression of(Codec codec) {
        Compression compression = new Compression(codec, USUAL_THRESHOLD);
        codec.library().require("Compression." + compression.name() + "()");
        return compression;
    }

    /**
     * Sets how large a payload must be to be compressed.
     *
     * @param bytes the size from which on payloads are compressed, not negative
     * @return a copy
     */
    public Compression threshold(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the threshold of a compression must not be negative, but was " + bytes);
        }
        return new Compression(codec, bytes);
    }

    /**
     * Returns how large a payload must be to be compressed.
     *
     * @return the number of bytes
     */
    public int threshold() {
        return threshold;
    }

    /**
     * Returns the name, as properties have it.
     *
     * @return {@code none}, {@code lz4} or {@code zstd}
     */
    public String name() {
        return codec == null ? "none" : codec.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Says whether payloads with this codec in their record can be read here.
     *
     * @param codec the id of a codec; 0 stands for none
     * @return {@code true} if it is known and its library is there
     */
    public static boolean canRead(int codec) {
        return codec == PackedPayload.NO_CODEC || Codec.of(codec) != null;
    }

    /**
     * Compresses a payload, if it is large enough and becomes smaller.
     *
     * @param payload what the serializer made
     * @param longest how many bytes {@link #unpack} is allowed to make; a longer payload is left as it is
     * @return what stands in the record
     */
    public PackedPayload pack(byte[] payload, int longest) {
        if (codec == null || payload.length < threshold || payload.length > longest) {
            return PackedPayload.plain(payload);
        }
        byte[] packed = codec.compress(payload, LENGTH);
        if (packed.length >= payload.length) {
            return PackedPayload.plain(payload);
        }
        ByteBuffer.wrap(packed).putInt(payload.length);
        return new PackedPayload(codec.id(), packed);
    }

    /**
     * Makes what {@link #pack} was given.
     *
     * <p>The bytes are untrusted. Whatever they hold, no more memory is taken than for {@code longest} bytes.
     *
     * @param codec the id of the codec that the record names
     * @param payload the payload that stands in the record
     * @param longest how many bytes may come of it, if it is compressed
     * @return what the serializer made; the given array if it is not compressed
     * @throws CacheSerializationException if the codec cannot be read here, the bytes are damaged, or they would become too many
     */
    public static byte[] unpack(int codec, byte[] payload, int longest) {
        if (codec == PackedPayload.NO_CODEC) {
            return payload;
        }
        Codec known = Codec.of(codec);
        if (known == null) {
            throw failure(payload, "there is no codec " + codec + " here", null);
        }
        int length = payload.length < LENGTH ? -1 : ByteBuffer.wrap(payload).getInt();
        if (length < 0 || !known.canHold(length, payload.length - LENGTH)) {
            throw failure(payload, "they cannot hold what they claim to", null);
        }
        if (length > longest) {
            throw failure(payload, "they claim to hold " + length + " bytes, but may hold at most " + longest, null);
        }
        byte[] unpacked = new byte[length];
        boolean filled;
        try {
            filled = known.decompress(payload, LENGTH, unpacked);
        } catch (RuntimeException damaged) {
            throw failure(payload, "they are damaged", damaged);
        }
        if (!filled) {
            throw failure(payload, "they hold something else than the " + length + " bytes that they claim to", null);
        }
        return unpacked;
    }

    private static CacheSerializationException failure(byte[] payload, String why, @Nullable Throwable cause) {
        return new CacheSerializationException(
                "Cannot decompress a payload of " + payload.length + " bytes: " + why
                        + ". Treat the record as missing.",
                cause);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Compression that && codec == that.codec && threshold == that.threshold;
    }

    @Override
    public int hashCode() {
        return 31 * (codec == null ? PackedPayload.NO_CODEC : codec.id()) + threshold;
    }

    @Override
    public String toString() {
        return codec == null ? name() : name() + " from " + threshold + " bytes on";
    }
}
