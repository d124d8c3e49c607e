// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/** Zstandard frames; a class of its own so that nobody needs the library who does not use it. */
final class Zstandard {

    private static final int LEVEL = 3;

    private Zstandard() {}

    static byte[] compress(byte[] bytes, int reserved) {
        byte[] packed = new byte[Math.toIntExact(reserved + Zstd.compressBound(bytes.length))];
        long length = Zstd.compressByteArray(packed, reserved, packed.length - reserved, bytes, 0, bytes.length, LEVEL);
        return Arrays.copyOf(packed, reserved + requireSuccess(length));
    }

    static boolean decompress(byte[] packed, int offset, byte[] into) {
        int length = packed.length - offset;
        // One frame and nothing behind it: the library would also take several, and skip frames that hold no data.
        if (Zstd.findFrameCompressedSize(packed, offset, length) != length) {
            return false;
        }
        long decompressed = Zstd.decompressByteArray(into, 0, into.length, packed, offset, length);
        return requireSuccess(decompressed) == into.length;
    }

    private static int requireSuccess(long result) {
        if (Zstd.isError(result)) {
            throw new ZstdException(result);
        }
        return Math.toIntExact(result);
    }
}
