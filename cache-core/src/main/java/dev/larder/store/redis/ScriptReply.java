// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered.
 *
 * @param code what became of it
 * @param now the server's time; 0 if it was not asked for
 * @param bytes the bytes that came with it
 * @param more the bytes that came after those
 * @param number the first number that came with it
 * @param second the second
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScriptReply(int code, long now, byte @Nullable [] bytes, byte @Nullable [] more, long number, long second) {

    /** Before the reply is read. */
    static final ScriptReply NONE = new ScriptReply(-1, 0, null, null, 0, 0);

    boolean isDone() {
        return code == 1;
    }

    /** The stamp of a lease or a mark. */
    long stamp() {
        if (bytes == null || bytes.length != Long.BYTES) {
            throw new IllegalStateException("the server answered without a stamp; is something between it and Larder?");
        }
        return ByteBuffer.wrap(bytes).getLong();
    }

    Duration left() {
        return Duration.ofMillis(Math.max(0, number));
    }

    /** Reads each reply with the request that it answers. */
    static <A, B> List<B> zip(List<A> requests, List<ScriptReply> replies, BiFunction<A, ScriptReply, B> read) {
        List<B> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            results.add(read.apply(requests.get(i), replies.get(i)));
        }
        return results;
    }
}
