// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Spreads durations at random. */
final class Jitter {

    private Jitter() {}

    /** Shortens the life by up to the share. */
    static long shorten(long millis, double share) {
        return share == 0 ? millis : Math.max(1, Math.round(millis * (1 - share * random())));
    }

    /** Spreads the delay by up to half of it to either side. */
    static Duration spread(Duration delay) {
        return Duration.ofNanos(Math.round(delay.toNanos() * (0.5 + random())));
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
