// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTests {

    private final Results results = new Results(new Comparison(
            "hit",
            new Run(Remote.class, "larderHit", 8, Size.SMALL),
            new Run(Remote.class, "lettuceHit", 8, Size.SMALL),
            1));

    @Test
    void theRatioIsOfThroughputsOfTheSameRound() {
        results.add(new Score(10, 30, 5), new Score(20, 10, 1));
        results.add(new Score(300, 20, 7), new Score(200, 10, 3));
        results.add(new Score(20, 10, 6), new Score(20, 10, 2));

        assertThat(results.line())
                .isEqualTo("| hit | `larderHit` | `lettuceHit` | small, 8 threads | 1.00 (0.50–1.50) | 1.00 "
                        + "| 2.00 (1.00–3.00) | 6 | 2 |");
    }

    @Test
    void anEvenNumberOfRoundsHasItsMedianBetweenTheTwoInTheMiddle() {
        results.add(new Score(10, 10, 0), new Score(20, 10, 0));
        results.add(new Score(20, 10, 0), new Score(20, 10, 0));

        assertThat(results.line()).contains("| 0.75 (0.50–1.00) |");
    }
}
