// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.store.Supersede;
import dev.larder.store.Token;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How keys and arguments look on the wire. */
final class Bytes {

    static final byte[] NONE = {};

    private Bytes() {}

    static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    /** Where a key's claim stands; in braces, so that a cluster keeps it where it keeps the key. */
    static byte[] claimKey(String text) {
        return ("{" + text + "}:r").getBytes(UTF_8);
    }

    static byte[] number(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    static byte[] millis(Duration duration) {
        return number(duration.toMillis());
    }

    /** What a server accepts as the life of a key. */
    static byte[] life(Duration life) {
        return number(Math.max(1, life.toMillis()));
    }

    static byte[] eight(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static byte[] token(Token token) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(token.high())
                .putLong(token.low())
                .array();
    }

    static byte[] stamped(Token token, long stamp) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(token.high())
                .putLong(token.low())
                .putLong(stamp)
                .array();
    }

    static byte[] fillId(@Nullable Supersede named) {
        return named instanceof Supersede.ByFillId by ? eight(by.fillId()) : NONE;
    }

    static byte[] size(@Nullable Supersede named) {
        return named instanceof Supersede.ByBytes by ? number(by.length()) : NONE;
    }

    static byte[] head(@Nullable Supersede named) {
        return named instanceof Supersede.ByBytes by ? by.head() : NONE;
    }
}
