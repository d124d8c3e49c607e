// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The middle of some numbers, and how far they are apart.
 *
 * @param value the middle one, or between the two in the middle
 * @param least the least
 * @param most the greatest
 */
record Median(double value, double least, double most) {

    static Median of(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int last = sorted.size() - 1;
        double value = (sorted.get(last / 2) + sorted.get(sorted.size() / 2)) / 2;
        return new Median(value, sorted.get(0), sorted.get(last));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value, least, most);
    }
}
