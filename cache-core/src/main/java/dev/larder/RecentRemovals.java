// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The removals that the store confirmed a moment ago. A store that changed its primary may have lost them since. With too many of them the
 * oldest are forgotten.
 */
final class RecentRemovals {

    /** Longer than a failover takes. */
    private static final Duration MEMORY = Duration.ofSeconds(30);

    private record Confirmed(Removal removal, long tick) {}

    private final int maximum;
    private final Ticker ticker;
    private final Deque<Confirmed> recent = new ArrayDeque<>(); // guarded by this

    RecentRemovals(int maximum, Ticker ticker) {
        this.maximum = maximum;
        this.ticker = ticker;
    }

    synchronized void add(Removal removal) {
        forgetOld();
        if (recent.size() == maximum) {
            recent.removeFirst();
        }
        recent.addLast(new Confirmed(removal, ticker.read()));
    }

    /** Takes them all, the oldest first. */
    synchronized List<Removal> take() {
        forgetOld();
        List<Removal> taken = recent.stream().map(Confirmed::removal).toList();
        recent.clear();
        return taken;
    }

    private void forgetOld() {
        long now = ticker.read();
        while (!recent.isEmpty() && now - recent.getFirst().tick() > MEMORY.toNanos()) {
            recent.removeFirst();
        }
    }
}
