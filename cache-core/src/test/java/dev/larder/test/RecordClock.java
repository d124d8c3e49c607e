// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clock of a namespace, which stands in the map like everything else: a counter, and what it was when the namespace, or one of its
 * caches, was last cleared. A clock that was removed, or is smaller than it was, is made anew and acts as a clear.
 */
final class RecordClock {

    private static final short MAGIC = (short) 0xC114;

    private final RecordMap map;
    private final String text;
    private long known;

    RecordClock(RecordMap map, String namespace) {
        this.map = map;
        this.text = textOf(namespace);
    }

    static String textOf(String namespace) {
        return namespace + ":clock";
    }

    long counter() {
        return map.run(() -> read().counter);
    }

    long clearedAt(String cache) {
        return map.run(() -> {
            State state = read();
            return Math.max(state.clearedAt, state.caches.getOrDefault(cache, 0L));
        });
    }

    void clear(String cache) {
        map.run(() -> {
            State state = read();
            state.counter = next(state.counter);
            state.caches.put(cache, state.counter);
            return write(state);
        });
    }

    void clear() {
        map.run(() -> write(new State(next(read().counter))));
    }

    private long next(long counter) {
        return Math.max(counter + 1, map.now());
    }

    private State read() {
        byte[] bytes = map.get(text);
        State state = bytes == null ? new State(0) : decode(ByteBuffer.wrap(bytes));
        if (state.counter < Math.max(1, known)) {
            return write(new State(next(known)));
        }
        known = state.counter;
        return state;
    }

    private State write(State state) {
        known = state.counter;
        map.set(text, encode(state), RecordMap.NEVER);
        return state;
    }

    private static byte[] encode(State state) {
        int names = state.caches.keySet().stream()
                .mapToInt(name -> Short.BYTES + name.getBytes(UTF_8).length + Long.BYTES)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + 2 * Long.BYTES + names)
                .putShort(MAGIC)
                .putLong(state.counter)
                .putLong(state.clearedAt);
        state.caches.forEach((cache, clearedAt) -> {
            byte[] name = cache.getBytes(UTF_8);
            bytes.putShort((short) name.length).put(name).putLong(clearedAt);
        });
        return bytes.array();
    }

    private static State decode(ByteBuffer bytes) {
        State state = new State(0);
        try {
            if (bytes.getShort() != MAGIC) {
                return state;
            }
            long counter = bytes.getLong();
            state.clearedAt = bytes.getLong();
            while (bytes.hasRemaining()) {
                byte[] name = new byte[Math.min(Short.toUnsignedInt(bytes.getShort()), bytes.remaining())];
                bytes.get(name);
                state.caches.put(new String(name, UTF_8), bytes.getLong());
            }
            state.counter = counter;
        } catch (BufferUnderflowException cut) {
            state.counter = 0;
        }
        return state;
    }

    private static final class State {

        private long counter;
        private long clearedAt;
        private final Map<String, Long> caches = new TreeMap<>();

        private State(long counter) {
            this.counter = counter;
            this.clearedAt = counter;
        }
    }
}
