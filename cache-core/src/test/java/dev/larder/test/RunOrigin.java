// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a {@link HistoryRun}. A value tells its key, which change of the key it is, and a digest of all changes before it, so
 * that one which was made of anything but its predecessor is no value of this origin.
 */
final class RunOrigin {

    private static final class Row {

        private long version;
        private @Nullable String value;
    }

    private final History history;
    private final Random random;
    private final Map<String, Row> rows = new HashMap<>();
    private long changes;
    private boolean isWell;

    RunOrigin(History history, Random random) {
        this.history = history;
        this.random = random;
    }

    /** Ends all failures. */
    void recover() {
        isWell = true;
    }

    /** Whether a call fails, which one of so many does. */
    boolean failsNow(int oneOf) {
        return !isWell && random.nextInt(oneOf) == 0;
    }

    @Nullable
    String value(String key) {
        return row(key).value;
    }

    /** What no other change is. */
    long nextChange() {
        return ++changes;
    }

    /** What the origin would hold after a change. */
    String after(String key, long change) {
        return Chain.grown(key, row(key).value, change);
    }

    /** Takes on a value that a write has made, or nothing. */
    void commit(Operation write, String key, @Nullable String value) {
        Row row = row(key);
        Operation commit = history.commit(write, key, row.version + 1);
        row.version++;
        row.value = value;
        commit.end(value, true);
    }

    /** Changes by itself, as by somebody who evicts afterwards. */
    void change(String node, String key) {
        Row row = row(key);
        String value = after(key, nextChange());
        Operation commit = history.commit(node, key, row.version + 1);
        row.version++;
        row.value = value;
        commit.end(value, true);
    }

    private Row row(String key) {
        return rows.computeIfAbsent(key, unknown -> new Row());
    }
}
