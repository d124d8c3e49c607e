// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a server keeps: a text, some bytes, and when they end. One script runs at a time. */
final class RecordMap {

    /** The end of bytes that have none. */
    static final long NEVER = Long.MAX_VALUE;

    private final Map<String, Entry> entries = new TreeMap<>(); // guarded by lock
    private final List<String> changed = new ArrayList<>(); // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource dates;
    private final Consumer<String> listener;
    private long lastMicros; // guarded by lock

    /**
     * Makes an empty map.
     *
     * @param dates the server's clock
     * @param listener hears of texts whose bytes were set or removed, outside the lock
     */
    RecordMap(InstantSource dates, Consumer<String> listener) {
        this.dates = dates;
        this.listener = listener;
    }

    long now() {
        return dates.millis();
    }

    /** Runs something that no other script comes between; it may be part of something larger. */
    <T> T run(Supplier<T> script) {
        T result;
        List<String> replaced = List.of();
        lock.lock();
        try {
            result = script.get();
            if (lock.getHoldCount() == 1) {
                replaced = List.copyOf(changed);
                changed.clear();
            }
        } finally {
            lock.unlock();
        }
        replaced.forEach(listener);
        return result;
    }

    /** The server's time in seconds and microseconds; never the same twice, as on a server that does one thing at a time. */
    long stamp() {
        lastMicros = Math.max(lastMicros + 1, TimeUnit.MILLISECONDS.toMicros(now()));
        return ((lastMicros / 1_000_000) << Integer.SIZE) | (lastMicros % 1_000_000);
    }

    byte @Nullable [] get(String text) {
        Entry entry = standing(text);
        return entry == null ? null : entry.bytes;
    }

    /** How long the bytes still stand; negative if they have no end, or nothing stands there. */
    long left(String text) {
        Entry entry = standing(text);
        return entry == null || entry.end == NEVER ? -1 : entry.end - now();
    }

    void set(String text, byte[] bytes, long end) {
        changed.add(text);
        entries.put(text, new Entry(bytes, end));
    }

    void delete(String text) {
        if (standing(text) != null) {
            changed.add(text);
        }
        entries.remove(text);
    }

    List<String> texts() {
        return entries.keySet().stream().filter(text -> standing(text) != null).toList();
    }

    private @Nullable Entry standing(String text) {
        Entry entry = entries.get(text);
        return entry == null || entry.end <= now() ? null : entry;
    }

    private static final class Entry {

        private final byte[] bytes;
        private final long end;

        private Entry(byte[] bytes, long end) {
            this.bytes = bytes;
            this.end = end;
        }
    }
}
