// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.Invariant;
import dev.larder.test.Operation.Kind;
import dev.larder.test.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories of several JVMs over one server: their threads read and change few keys, one of them by a network that breaks again and again,
 * and in each round one is killed at a write that has committed, or is about to.
 */
class JvmsHistoryTests {

    /** As many as tell whether it works at all. */
    private static final int FEW = 6_000;

    private static final int MANY = Integer.getInteger("larder.test.operations", 1_000_000);
    private static final int CALLS_IN_A_ROUND = 40_000;

    private static final int SHOWN = 5;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void jvmsKeepTheInvariantsWhenOneIsKilledInTheMiddleOfAWrite() throws InterruptedException {
        run(FEW);
    }

    @Test
    @Tag("chaos")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void jvmsKeepTheInvariantsWhileTheNetworkBreaksAndOneAfterTheOtherIsKilled() throws InterruptedException {
        run(MANY);
    }

    private void run(int operations) throws InterruptedException {
        long seed = Long.getLong("larder.test.seed", new Random().nextLong());
        try (JvmsHistoryRun run = new JvmsHistoryRun(directory, seed)) {
            while (run.operations() < operations) {
                List<Violation> violations = run.round(Math.min(operations, CALLS_IN_A_ROUND));
                assertThat(violations.stream().limit(SHOWN))
                        .as(
                                "the first of %d violations in round %d, with seed %d: %s",
                                violations.size(), run.rounds(), seed, byInvariant(violations))
                        .isEmpty();
            }
            System.out.printf("%s; no violation%n", run);
            assertThat(run.count(Kind.CRASH)).isPositive();
            assertThat(run.faults()).isPositive();
        }
    }

    private static Map<Invariant, Long> byInvariant(List<Violation> violations) {
        return violations.stream().collect(Collectors.groupingBy(Violation::invariant, Collectors.counting()));
    }
}
