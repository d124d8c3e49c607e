// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Operation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which writers' marks stood when their origins took on what they wrote. */
final class Marks {

    private final Map<Object, List<Operation>> byToken = new HashMap<>();
    private final Map<Operation, List<Operation>> byWrite = new HashMap<>();

    Marks(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.kind() == Kind.MARK && operation.isConfirmed()) {
                byToken.computeIfAbsent(Objects.requireNonNull(operation.token()), token -> new ArrayList<>())
                        .add(operation);
                Operation write = operation.partOf();
                if (write != null) {
                    byWrite.computeIfAbsent(write, unmarked -> new ArrayList<>())
                            .add(operation);
                }
            }
        }
    }

    /** Whether the store had confirmed the mark before the commit began, and it stood until the commit had ended. */
    boolean stoodAt(Operation commit) {
        Operation write = commit.partOf();
        return write != null
                && commit.hasEnded()
                && byWrite.getOrDefault(write, List.of()).stream()
                        .filter(mark -> mark.key().equals(commit.key()) && mark.isBefore(commit))
                        .flatMap(mark -> byToken.getOrDefault(Objects.requireNonNull(mark.token()), List.of()).stream())
                        .anyMatch(mark -> mark.isBefore(commit) && commit.endMillis() < mark.holdsUntilMillis());
    }
}
