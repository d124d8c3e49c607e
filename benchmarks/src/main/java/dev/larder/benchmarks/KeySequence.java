// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** The keys that one thread reads, Zipf-distributed; each thread begins somewhere else. */
@State(Scope.Thread)
public class KeySequence {

    /** How many keys there are, from 0. */
    static final int KEYS = 10_000;

    private static final int LENGTH = 1 << 16; // a power of two, so that going round is cheap
    private static final int STEP = 7_919;
    private static final Long[] SEQUENCE = Zipf.sequence(KEYS, LENGTH);

    private int position;
    private long unread;

    /** All keys to fill a server with, in no order: what is read together was seldom written together. */
    static List<Long> shuffled() {
        List<Long> keys = new ArrayList<>(LongStream.range(0, KEYS).boxed().toList());
        Collections.shuffle(keys, new Random(1));
        return keys;
    }

    /** Sends each thread to a place of its own. */
    @Setup
    public void begin(ThreadParams thread) {
        position = thread.getThreadIndex() * STEP;
        unread = (thread.getThreadIndex() + 1L) << 32;
    }

    /** A key that has been filled. */
    Long next() {
        return SEQUENCE[position++ & (LENGTH - 1)];
    }

    /** Different keys that have been filled. */
    List<Long> next(int count) {
        List<Long> keys = new ArrayList<>(count);
        long first = next();
        for (int i = 0; i < count; i++) {
            keys.add((first + i) % KEYS);
        }
        return keys;
    }

    /** A key that nobody has read yet. */
    Long nextUnread() {
        return unread++;
    }
}
