// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads durations at random. */
final class Jitter {

    private Jitter() {}

    /** What is left of a life of 1 when up to a share of it is taken off. */
    static double share(double mostTakenOff) {
        return mostTakenOff == 0 ? 1 : 1 - mostTakenOff * random();
    }

    /** Spreads the delay by up to half of it to either side. */
    static Duration spread(Duration delay) {
        return Duration.ofNanos(Math.round(delay.toNanos() * (0.5 + random())));
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
