// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the reply of a script off the wire. */
final class ScriptReplyOutput extends CommandOutput<byte[], byte[], ScriptReply> {

    private final long[] numbers = new long[4];
    private int count;
    private byte @Nullable [] first;
    private byte @Nullable [] second;

    ScriptReplyOutput() {
        super(ByteArrayCodec.INSTANCE, ScriptReply.NONE);
    }

    /** A reply begins; one that broke off, of a command that a client then sent again, is forgotten. */
    @Override
    public void multi(int size) {
        count = 0;
        first = null;
        second = null;
    }

    @Override
    public void set(long number) {
        if (count < numbers.length) {
            numbers[count++] = number;
        }
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        byte[] copy = bytes == null ? Bytes.NONE : new byte[bytes.remaining()];
        if (bytes != null) {
            bytes.get(copy);
        }
        if (first == null) {
            first = copy;
        } else {
            second = copy;
        }
    }

    @Override
    public void complete(int depth) {
        if (depth == 0) {
            output = new ScriptReply((int) numbers[0], numbers[1], first, second, numbers[2], numbers[3]);
        }
    }
}
