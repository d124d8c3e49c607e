// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks that no right to load was granted while another stood, for all that could be seen. */
final class LeaseCheck {

    /** The right to load, with what prolonged it. */
    private static final class Right {

        private final Operation grant;
        private final List<Operation> confirmed = new ArrayList<>();
        private long givenBack = Operation.OPEN;

        private Right(Operation grant) {
            this.grant = grant;
        }

        private boolean mayHaveEndedBy(Operation later) {
            return givenBack < later.end()
                    || confirmed.stream()
                            .filter(lease -> lease.isBefore(later))
                            .noneMatch(lease -> later.endMillis() < lease.holdsUntilMillis());
        }
    }

    private final Map<String, Map<Object, Right>> rights = new LinkedHashMap<>();
    private final Map<String, Peaks> revocations = new HashMap<>();
    private final Peaks revocationsOfAll = new Peaks();

    LeaseCheck(List<Operation> operations) {
        operations.forEach(this::add);
    }

    private void add(Operation operation) {
        switch (operation.kind()) {
            case LEASE -> {
                if (operation.isConfirmed()) {
                    Right right = rights.computeIfAbsent(operation.key(), key -> new LinkedHashMap<>())
                            .computeIfAbsent(token(operation), granted -> new Right(operation));
                    right.confirmed.add(operation);
                }
            }
            case LEASE_END -> {
                Right right = rights.getOrDefault(operation.key(), Map.of()).get(token(operation));
                if (right != null) {
                    right.givenBack = Math.min(right.givenBack, operation.begin());
                }
            }
            case REVOKE -> {
                String key = operation.keyOrAll();
                Peaks peaks = key == null ? revocationsOfAll : revocations.computeIfAbsent(key, revoked -> new Peaks());
                peaks.add(operation.begin(), operation.end(), operation);
            }
            default -> {}
        }
    }

    private static Object token(Operation operation) {
        return Objects.requireNonNull(operation.token());
    }

    void check(Consumer<Violation> violations) {
        rights.forEach((key, byToken) -> {
            List<Right> standing = new ArrayList<>();
            for (Right right : byToken.values()) {
                standing.removeIf(earlier -> earlier.mayHaveEndedBy(right.grant));
                for (Right earlier : standing) {
                    if (earlier.grant.isBefore(right.grant) && !mayBeRevoked(key, earlier.grant, right.grant)) {
                        violations.accept(Violation.of(
                                Invariant.ONE_LOAD,
                                key,
                                "the right to load was granted while another had it",
                                earlier.grant,
                                right.grant));
                    }
                }
                standing.add(right);
            }
        });
    }

    private boolean mayBeRevoked(String key, Operation from, Operation to) {
        return isBetween(revocationsOfAll.before(to.end()), from)
                || isBetween(revocations.getOrDefault(key, new Peaks()).before(to.end()), from);
    }

    private static boolean isBetween(Peaks.@Nullable Peak latestEnd, Operation from) {
        return latestEnd != null && latestEnd.height() > from.begin();
    }
}
