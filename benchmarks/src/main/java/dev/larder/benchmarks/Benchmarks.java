// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs comparisons and prints a table of them.
 *
 * <p>What is compared runs one right after the other, and in every other round the other way round, so that whatever else the machine
 * does meets both.
 */
public final class Benchmarks {

    private static final int ROUNDS = 3;

    private Benchmarks() {}

    /**
     * Runs those that tell most, or all whose description contains a pattern.
     *
     * @param args the pattern; nothing, or an empty one, for those that tell most
     */
    public static void main(String[] args) {
        List<Comparison> comparisons = args.length == 0 || args[0].isEmpty()
                ? Comparison.all().filter(Comparison::isTelling).toList()
                : matching(args[0]);
        Map<Comparison, Results> results = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            // Once a round is enough for a run that is part of several comparisons.
            Map<Run, Score> scores = new HashMap<>();
            for (Comparison comparison : comparisons) {
                System.err.printf("round %d of %d: %s%n", round, ROUNDS, comparison);
                if (round % 2 == 0) {
                    scores.computeIfAbsent(comparison.theirs(), Fork::measure);
                }
                results.computeIfAbsent(comparison, Results::new)
                        .add(
                                scores.computeIfAbsent(comparison.ours(), Fork::measure),
                                scores.computeIfAbsent(comparison.theirs(), Fork::measure));
            }
        }
        System.out.println(Results.HEAD);
        results.values().forEach(each -> System.out.println(each.line()));
    }

    private static List<Comparison> matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        List<Comparison> matching = Comparison.all()
                .filter(comparison -> pattern.matcher(comparison.toString()).find())
                .toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("no comparison matches '%s'; there are:%n%s"
                    .formatted(
                            regex,
                            Comparison.all()
                                    .map(Comparison::toString)
                                    .collect(Collectors.joining(System.lineSeparator()))));
        }
        return matching;
    }
}
