// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Operation.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds where a {@link History} breaks an {@link Invariant}. It knows what the origin held, when, and since when nothing older than what
 * may be served: by evictions and clears that were acknowledged, by writes whose mark stood when they committed, and on the node of a
 * change by any that has returned. So each read is judged by itself, in whatever order reads were seen.
 *
 * <p>It claims nothing that was not seen: what was not acknowledged protects nobody, and what never ended may still come to pass. A key
 * whose origin changed without a mark and without an acknowledged eviction after it may stay out of date, and has to be evicted before
 * {@link History#quiet}.
 */
public final class HistoryChecker {

    private final Duration near;
    private final Duration clear;

    /** Makes a checker for nodes without near caches, whose clears hold everywhere at once. */
    public HistoryChecker() {
        this(Duration.ZERO, Duration.ZERO);
    }

    /**
     * Makes a checker that allows for a delay between nodes.
     *
     * @param near how much later a change may be seen on other nodes
     * @param clear how much later a clear may be seen on other nodes
     */
    public HistoryChecker(Duration near, Duration clear) {
        this.near = near;
        this.clear = clear;
    }

    /**
     * Checks a history.
     *
     * @param history the history; whoever may still add to it adds what is not looked at
     * @return where it breaks an invariant; empty if nowhere
     */
    public List<Violation> check(History history) {
        return new HistoryCheck(history.operations(), near, clear).run();
    }

    /**
     * Tells which keys nobody promises to keep up to date when a node stops for good: their origin was changed there and neither
     * was the change marked nor an eviction of it acknowledged.
     *
     * @param history the history
     * @param node the node that stopped
     * @return the keys, which somebody has to evict
     */
    public static Set<String> leftBehind(History history, String node) {
        List<Operation> operations = history.operations();
        Marks marks = new Marks(operations);
        Set<String> keys = new HashSet<>();
        for (Operation operation : operations) {
            if (operation.kind() == Kind.COMMIT && operation.node().equals(node) && !marks.stoodAt(operation)) {
                keys.add(operation.key());
            }
        }
        return keys;
    }
}
