// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.nio.charset.StandardCharsets;

/** The slot of a key in a cluster: CRC-16/XMODEM of the key, or of what stands between its first braces. */
final class HashSlot {

    static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;

    private HashSlot() {}

    static int of(String key) {
        return crc16(hashed(key).getBytes(StandardCharsets.UTF_8)) % COUNT;
    }

    private static String hashed(String key) {
        int open = key.indexOf('{');
        int close = key.indexOf('}', open + 1);
        return open >= 0 && close > open + 1 ? key.substring(open + 1, close) : key;
    }

    private static int crc16(byte[] bytes) {
        int crc = 0;
        for (byte next : bytes) {
            crc ^= (next & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            crc &= 0xFFFF;
        }
        return crc;
    }
}
