// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What one comparison came to, round by round. */
final class Results {

    static final String HEAD = """
            | what | with Larder | beside | values, threads | throughput | goal | CPU time | B per call | beside |
            | --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |""";

    private record Round(Score ours, Score theirs) {

        double throughput() {
            return ours.throughput() / theirs.throughput();
        }

        double cpuTime() {
            return ours.cpuNanos() / theirs.cpuNanos();
        }
    }

    private final Comparison comparison;
    private final List<Round> rounds = new ArrayList<>();

    Results(Comparison comparison) {
        this.comparison = comparison;
    }

    void add(Score ours, Score theirs) {
        rounds.add(new Round(ours, theirs));
    }

    /** A line of a table in Markdown. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | `%s` | `%s` | %s | %s | %.2f | %s | %.0f | %.0f |",
                comparison.what(),
                comparison.ours().method(),
                comparison.theirs().method(),
                comparison.ours().circumstances(),
                median(Round::throughput),
                comparison.goal(),
                median(Round::cpuTime),
                median(round -> round.ours.bytes()).value(),
                median(round -> round.theirs.bytes()).value());
    }

    private Median median(Function<Round, Double> number) {
        return Median.of(rounds.stream().map(number).toList());
    }
}
