// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Commits.State;
import dev.larder.test.Operation.Kind;
import dev.larder.test.Peaks.Peak;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through one history twice: to learn what may be served from when on, and to judge what was. */
final class HistoryCheck {

    private final List<Operation> operations;
    private final Duration near;
    private final Duration clear;
    private final List<Violation> violations = new ArrayList<>();
    private final Commits commits;
    private final Marks marks;
    private final Map<Invariant, Floors> floors = new EnumMap<>(Invariant.class);
    private final Floors loads = new Floors();
    private final Map<List<String>, Operation> lastLoads = new HashMap<>();
    private final Map<String, Operation> puts = new HashMap<>();
    private final Set<String> crashed = new HashSet<>();
    private final Set<String> readWhenQuiet = new HashSet<>();
    private long quiet = Operation.OPEN;

    HistoryCheck(List<Operation> operations, Duration near, Duration clear) {
        this.operations = operations;
        this.near = near;
        this.clear = clear;
        this.commits = new Commits(operations);
        this.marks = new Marks(operations);
        for (Invariant invariant : Invariant.values()) {
            floors.put(invariant, new Floors());
        }
    }

    List<Violation> run() {
        operations.forEach(this::learn);
        operations.forEach(this::learnFound);
        operations.forEach(this::judge);
        new LeaseCheck(operations).check(violations::add);
        return violations;
    }

    private void learn(Operation operation) {
        switch (operation.kind()) {
            case LOAD -> {
                loads.add(on(operation), operation.begin(), operation.end(), operation);
                if (operation.hasEnded()) {
                    lastLoads.put(List.of(operation.key(), String.valueOf(operation.value())), operation);
                }
            }
            case EVICT -> evicts(operation, operation.key(), Invariant.FENCED_FILL, near);
            case CLEAR -> commits.keys().forEach(key -> evicts(operation, key, Invariant.CLEAR_BARRIER, clear));
            case WRITE -> commits.partOf(operation).forEach(commit -> writes(operation, commit));
            case PUT -> {
                if (operation.isConfirmed()) {
                    puts.put(operation.key(), operation);
                }
            }
            case CRASH -> crashed.add(operation.node());
            case QUIET -> quiet = Math.min(quiet, operation.end());
            default -> {}
        }
    }

    private void evicts(Operation operation, String key, Invariant invariant, Duration delay) {
        Peak held = commits.at(key, operation.begin());
        if (held == null || !operation.hasEnded()) {
            return;
        }
        floorsOf(Invariant.READ_YOUR_WRITES)
                .add(List.of(operation.node(), key), operation.end(), held.height(), operation);
        if (operation.isConfirmed()) {
            floorsOf(invariant).add(List.of(key), placeOf(operation, delay), held.height(), operation);
        }
    }

    private void writes(Operation write, Operation commit) {
        if (write.hasEnded()) {
            floorsOf(Invariant.READ_YOUR_WRITES).add(on(commit), write.end(), commit.version(), commit);
        }
        if (marks.stoodAt(commit)) {
            floorsOf(write.hasEnded() ? Invariant.NO_OLDER_WRITER : Invariant.CRASH_SAFE)
                    .add(List.of(commit.key()), placeOf(commit, near), commit.version(), commit);
        }
    }

    /** What was found without a load of its own node, which need not have been stored. */
    private void learnFound(Operation read) {
        if ((read.kind() == Kind.READ || read.kind() == Kind.LOOKUP) && isFound(read)) {
            commits.states(read.key(), read.value()).stream()
                    .mapToLong(State::version)
                    .min()
                    .ifPresent(version -> floorsOf(Invariant.MONOTONIC).add(on(read), read.end(), version, read));
        }
    }

    private boolean isFound(Operation read) {
        Peak load = loads.at(on(read), read.end());
        return read.isConfirmed() && (load == null || load.height() < read.begin());
    }

    private void judge(Operation operation) {
        switch (operation.kind()) {
            case READ, LOOKUP -> {
                if (puts.containsKey(operation.key())) {
                    judgePut(operation, Objects.requireNonNull(puts.get(operation.key())));
                } else {
                    judgeRead(operation);
                }
                judgeEnd(operation);
            }
            case WRITE -> {
                judgeWrite(operation);
                judgeEnd(operation);
            }
            case EVICT, CLEAR -> judgeEnd(operation);
            default -> {}
        }
    }

    private void judgeEnd(Operation call) {
        if (!call.hasEnded() && call.begin() < quiet && quiet != Operation.OPEN && !crashed.contains(call.node())) {
            violations.add(
                    Violation.of(Invariant.BOUNDED, keyOf(call), "a call had not ended when all was quiet", call));
        }
    }

    /** What has been read once is to be found from then on. */
    private void judgeRecovery(Operation read) {
        if (read.begin() < quiet) {
            return;
        }
        if (read.kind() == Kind.READ) {
            readWhenQuiet.add(read.key());
        } else if (readWhenQuiet.contains(read.key()) && !read.isConfirmed()) {
            violations.add(Violation.of(
                    Invariant.RECOVERS, read.key(), "when all was quiet, what had been read was not cached", read));
        }
    }

    private void judgePut(Operation look, Operation put) {
        if (put.isBefore(look)
                && look.hasEnded()
                && !(look.isConfirmed() && Objects.equals(look.value(), put.value()))) {
            violations.add(Violation.of(
                    Invariant.NAMESPACE_ISOLATION,
                    look.key(),
                    "an entry changed that nobody changed in its namespace",
                    put,
                    look));
        }
    }

    private void judgeWrite(Operation write) {
        List<Operation> accepted = commits.partOf(write);
        if (write.hasEnded() && write.isConfirmed() == accepted.isEmpty()) {
            List<@Nullable Operation> shown = new ArrayList<>(accepted);
            shown.add(write);
            violations.add(Violation.of(
                    Invariant.NOTHING_LOST,
                    keyOf(write),
                    accepted.isEmpty()
                            ? "a write returned that the origin did not accept"
                            : "a write failed that the origin accepted",
                    shown.toArray(Operation[]::new)));
        }
    }

    private void judgeRead(Operation read) {
        judgeRecovery(read);
        if (!read.isConfirmed()) {
            return;
        }
        List<State> states = commits.states(read.key(), read.value());
        State newest = states.stream()
                .filter(state -> state.isBegunBefore(read.end()))
                .max(Comparator.comparingLong(State::version))
                .orElse(null);
        if (newest == null) {
            judgeUnknown(read, states);
            return;
        }
        floors.forEach((invariant, known) -> {
            if (invariant != Invariant.MONOTONIC || isFound(read)) {
                judge(invariant, known, read, newest);
            }
        });
        if (read.begin() > quiet && newest.version() < commits.last(read.key()).version()) {
            add(
                    isWritten(commits.last(read.key())) ? Invariant.NO_OLDER_WRITER : Invariant.RECOVERS,
                    read,
                    newest,
                    "when all was quiet this was not what the origin holds",
                    commits.last(read.key()).commit(),
                    null);
        }
    }

    private static boolean isWritten(State state) {
        return state.commit() != null && state.commit().partOf() != null;
    }

    private void judgeUnknown(Operation read, List<State> states) {
        String value = read.value();
        String other = value == null ? null : commits.keyOf(value);
        if (!states.isEmpty()) {
            violations.add(Violation.of(
                    Invariant.NOTHING_UNCOMMITTED,
                    read.key(),
                    "the read ended before what it returned was committed",
                    states.get(0).commit(),
                    read));
        } else if (other != null) {
            violations.add(Violation.of(
                    Invariant.NAMESPACE_ISOLATION, read.key(), "the read returned a value of " + other, read));
        } else {
            Operation rollback = commits.rollbackOf(value);
            violations.add(Violation.of(
                    Invariant.NOTHING_UNCOMMITTED,
                    read.key(),
                    rollback == null
                            ? "the read returned what the origin never held"
                            : "the read returned what was rolled back",
                    rollback,
                    read));
        }
    }

    private void judge(Invariant invariant, Floors known, Operation read, State newest) {
        boolean onItsNode = invariant == Invariant.READ_YOUR_WRITES || invariant == Invariant.MONOTONIC;
        Duration delay = invariant == Invariant.CLEAR_BARRIER ? clear : near;
        Peak floor = onItsNode
                ? known.at(on(read), read.begin())
                : known.at(List.of(read.key()), delay.isZero() ? read.begin() : read.beginMillis());
        if (floor != null && newest.version() < floor.height()) {
            add(
                    invariant,
                    read,
                    newest,
                    "version %d was served after nothing older than version %d could be"
                            .formatted(newest.version(), floor.height()),
                    floor.from(),
                    commitOf(read.key(), floor.height()));
        }
    }

    private void add(
            Invariant invariant,
            Operation read,
            State returned,
            String why,
            @Nullable Operation because,
            @Nullable Operation newer) {
        violations.add(Violation.of(
                invariant,
                read.key(),
                why,
                returned.commit(),
                newer,
                lastLoads.get(List.of(read.key(), String.valueOf(read.value()))),
                because,
                because == null ? null : because.partOf(),
                read));
    }

    private @Nullable Operation commitOf(String key, long version) {
        return operations.stream()
                .filter(operation -> operation.kind() == Kind.COMMIT
                        && operation.version() == version
                        && operation.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private Floors floorsOf(Invariant invariant) {
        return Objects.requireNonNull(floors.get(invariant));
    }

    private static List<String> on(Operation operation) {
        return List.of(operation.node(), operation.key());
    }

    private static String keyOf(Operation call) {
        String key = call.keyOrAll();
        return key == null ? "all keys" : key;
    }

    private static long placeOf(Operation operation, Duration delay) {
        return delay.isZero() ? operation.end() : operation.endMillis() + delay.toMillis();
    }
}
