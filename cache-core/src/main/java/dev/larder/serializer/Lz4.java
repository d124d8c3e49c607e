// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks; a class of its own so that nobody needs the library who does not use it. */
final class Lz4 {

    // Plain Java: bytes of a store are not trusted, and neither native code nor Unsafe has to be allowed for it.
    private static final LZ4Compressor COMPRESSOR = LZ4Factory.safeInstance().fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR =
            LZ4Factory.safeInstance().safeDecompressor();

    private Lz4() {}

    static byte[] compress(byte[] bytes, int reserved) {
        byte[] packed = new byte[reserved + COMPRESSOR.maxCompressedLength(bytes.length)];
        int length = COMPRESSOR.compress(bytes, 0, bytes.length, packed, reserved);
        return Arrays.copyOf(packed, reserved + length);
    }

    static boolean decompress(byte[] packed, int offset, byte[] into) {
        return DECOMPRESSOR.decompress(packed, offset, packed.length - offset, into, 0) == into.length;
    }
}
