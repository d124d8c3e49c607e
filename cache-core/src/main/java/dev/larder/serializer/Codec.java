// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import org.jspecify.annotations.Nullable;

/** The ways to compress a payload. Their numbers stand in records, which outlive deployments, and never change. */
enum Codec {
    LZ4(1, 255, OptionalLibrary.LZ4) {
        @Override
        byte[] compress(byte[] bytes, int reserved) {
            return Lz4.compress(bytes, reserved);
        }

        @Override
        boolean decompress(byte[] packed, int offset, byte[] into) {
            return Lz4.decompress(packed, offset, into);
        }
    },

    /** A block of 128 KiB takes at least 4 bytes. */
    ZSTD(2, 32_768, OptionalLibrary.ZSTD) {
        @Override
        byte[] compress(byte[] bytes, int reserved) {
            return Zstandard.compress(bytes, reserved);
        }

        @Override
        boolean decompress(byte[] packed, int offset, byte[] into) {
            return Zstandard.decompress(packed, offset, into);
        }
    };

    private static final Codec[] ALL = values();

    private final int id;
    private final int largestRatio;
    private final OptionalLibrary library;

    Codec(int id, int largestRatio, OptionalLibrary library) {
        this.id = id;
        this.largestRatio = largestRatio;
        this.library = library;
    }

    /** Finds a codec that works here, or null. */
    static @Nullable Codec of(int id) {
        for (Codec codec : ALL) {
            if (codec.id == id) {
                return codec.library.isPresent() ? codec : null;
            }
        }
        return null;
    }

    int id() {
        return id;
    }

    OptionalLibrary library() {
        return library;
    }

    /** Says whether so many bytes can come of so many at all, whatever these are. */
    boolean canHold(int length, int packedLength) {
        return length <= (long) packedLength * largestRatio;
    }

    /** Compresses bytes, behind so many bytes of room. */
    abstract byte[] compress(byte[] bytes, int reserved);

    /**
     * Decompresses all bytes from an offset on.
     *
     * @return whether they filled the array exactly
     * @throws RuntimeException if they are damaged
     */
    abstract boolean decompress(byte[] packed, int offset, byte[] into);
}
