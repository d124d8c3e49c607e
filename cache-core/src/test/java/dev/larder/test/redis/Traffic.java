// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to the bytes of one direction, in all connections of a proxy. */
final class Traffic {

    private static final int UNLIMITED = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Fate fate = Fate.PASSED;
    private Duration delay = Duration.ZERO;
    private boolean over;
    private int left = UNLIMITED;

    /** What becomes of bytes that come in. */
    enum Fate {
        PASSED,
        HELD_BACK,
        SWALLOWED
    }

    void become(Fate fate) {
        change(() -> this.fate = fate);
    }

    void delay(Duration delay) {
        change(() -> this.delay = delay);
    }

    /** Lets so many bytes pass, and then ends a connection. */
    void endAfter(int bytes) {
        change(() -> left = bytes);
    }

    /** Counts bytes that may go on; fewer are returned if the connection is to end behind them. */
    int count(int length) {
        lock.lock();
        try {
            if (left == UNLIMITED || length <= left) {
                left = left == UNLIMITED ? left : left - Math.max(0, length);
                return length;
            }
            int passed = left;
            left = UNLIMITED;
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing wait any longer. */
    void end() {
        change(() -> over = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until bytes may go on. Nothing but the test, or the end of the proxy, ends the wait of bytes held back.
     *
     * @param arrival the {@link System#nanoTime} at which they came in
     * @return {@code false} if they are lost
     */
    boolean awaitPassage(long arrival) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!over && fate != Fate.SWALLOWED) {
                long left = arrival + delay.toNanos() - System.nanoTime();
                if (fate == Fate.HELD_BACK) {
                    changed.await();
                } else if (left > 0) {
                    long unused = changed.awaitNanos(left);
                } else {
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}
