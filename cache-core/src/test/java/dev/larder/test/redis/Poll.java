// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process does and can only be asked about. */
final class Poll {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Poll() {}

    /**
     * Asks until the answer is yes; a server that cannot be reached, or loads what its primary has, has not said so yet.
     *
     * @throws IllegalStateException if it is not after half a minute, or when interrupted; the flag is set again then
     */
    static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        RuntimeException last = null;
        while (System.nanoTime() - start < LIMIT.toNanos()) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
                last = null;
            } catch (UncheckedIOException | RespConnection.ErrorReply notYet) {
                last = notYet;
            }
            pause(what);
        }
        throw new IllegalStateException("waited %d seconds until %s".formatted(LIMIT.toSeconds(), what), last);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting until " + what, interrupted);
        }
    }
}
