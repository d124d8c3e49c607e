// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place where a history breaks an invariant.
 *
 * @param invariant which
 * @param key the key that it is about
 * @param why what should not have been
 * @param operations what shows it, in the order in which it began
 */
public record Violation(Invariant invariant, String key, String why, List<Operation> operations) {

    static Violation of(Invariant invariant, String key, String why, @Nullable Operation... operations) {
        return new Violation(
                invariant,
                key,
                why,
                Stream.of(operations)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted(Comparator.comparingLong(Operation::begin))
                        .toList());
    }

    @Override
    public String toString() {
        return operations.stream()
                .map(operation -> "\n    " + operation)
                .collect(Collectors.joining("", "%s of %s: %s".formatted(invariant, key, why), ""));
    }
}
