// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.test.redis.TcpProxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes what goes through a proxy slow, late or lost at random, one fault after the other, with moments in between. */
final class BrokenNetwork {

    private enum Fault {
        BREAK_OFF,
        HOLD_REQUESTS,
        LOSE_REQUESTS,
        HOLD_REPLIES,
        LOSE_REPLIES,
        DELAY
    }

    private static final int LONGEST_CALM_MILLIS = 500;
    private static final int LONGEST_FAULT_MILLIS = 800;

    /** Longer than leases and writers' marks live. */
    private static final int LONG_FAULT_MILLIS = 2_000;

    private static final int LONG_ONE_OF = 10;

    private final TcpProxy proxy;
    private final Random random;
    private int faults;
    private @Nullable Thread thread;

    BrokenNetwork(TcpProxy proxy, Random random) {
        this.proxy = proxy;
        this.random = random;
    }

    void start() {
        thread = new Thread(this::run, "broken-network");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it; afterwards the network is as it should be. */
    void heal() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
            thread = null;
        }
    }

    int faults() {
        return faults;
    }

    private void run() {
        try {
            while (true) {
                Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                faults++;
                begin(fault);
                try {
                    TimeUnit.MILLISECONDS.sleep(
                            random.nextInt(LONG_ONE_OF) == 0
                                    ? LONG_FAULT_MILLIS
                                    : random.nextInt(LONGEST_FAULT_MILLIS));
                } finally {
                    end(fault);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_CALM_MILLIS));
            }
        } catch (InterruptedException healed) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Fault fault) {
        switch (fault) {
            case BREAK_OFF -> proxy.reset();
            case HOLD_REQUESTS, LOSE_REQUESTS -> proxy.freezeRequests();
            case HOLD_REPLIES -> proxy.freezeReplies();
            case LOSE_REPLIES -> proxy.swallowReplies();
            case DELAY -> proxy.delay(Duration.ofMillis(random.nextInt(LONGEST_FAULT_MILLIS / 4)));
        }
    }

    private void end(Fault fault) {
        if (fault == Fault.LOSE_REQUESTS || fault == Fault.LOSE_REPLIES) {
            // A connection loses nothing and goes on.
            proxy.reset();
        }
        proxy.delay(Duration.ZERO);
        proxy.thaw();
    }
}
