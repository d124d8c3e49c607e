// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.test.Operation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the origin held, by the commits of a history. */
final class Commits {

    /** What the origin held under one key from one of its changes on; from none, if it held nothing to begin with. */
    record State(long version, @Nullable Operation commit) {

        static final State INITIAL = new State(0, null);

        boolean isBegunBefore(long order) {
            return commit == null || commit.begin() < order;
        }
    }

    private static final class OfKey {

        private final Map<String, State> byValue = new HashMap<>();
        private final List<State> absent = new ArrayList<>(List.of(State.INITIAL));
        private final Peaks byEnd = new Peaks();
        private State last = State.INITIAL;
    }

    private final Map<String, OfKey> keys = new HashMap<>();
    private final Map<String, String> keyOfValue = new HashMap<>();
    private final Map<String, Operation> rolledBack = new HashMap<>();
    private final Map<Operation, List<Operation>> byWrite = new HashMap<>();

    Commits(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.kind() == Kind.COMMIT) {
                add(operation);
            } else if (operation.kind() == Kind.ROLLBACK && operation.value() != null) {
                rolledBack.put(operation.value(), operation);
            }
        }
    }

    private void add(Operation commit) {
        OfKey key = of(commit.key());
        State state = new State(commit.version(), commit);
        String value = commit.value();
        if (value == null) {
            key.absent.add(state);
        } else {
            key.byValue.put(value, state);
            keyOfValue.put(value, commit.key());
        }
        if (commit.hasEnded()) {
            key.byEnd.add(commit.end(), commit.version(), commit);
        }
        if (commit.version() > key.last.version()) {
            key.last = state;
        }
        Operation write = commit.partOf();
        if (write != null) {
            byWrite.computeIfAbsent(write, first -> new ArrayList<>()).add(commit);
        }
    }

    /** Where the origin held a value. */
    List<State> states(String key, @Nullable String value) {
        if (value == null) {
            return of(key).absent;
        }
        State state = of(key).byValue.get(value);
        return state == null ? List.of() : List.of(state);
    }

    @Nullable
    String keyOf(String value) {
        return keyOfValue.get(value);
    }

    @Nullable
    Operation rollbackOf(@Nullable String value) {
        return value == null ? null : rolledBack.get(value);
    }

    /** What the origin held for certain at a place in the order; null if that is its initial state. */
    Peaks.@Nullable Peak at(String key, long order) {
        return of(key).byEnd.before(order);
    }

    State last(String key) {
        return of(key).last;
    }

    List<Operation> partOf(Operation write) {
        return byWrite.getOrDefault(write, List.of());
    }

    Iterable<String> keys() {
        return List.copyOf(keys.keySet());
    }

    private OfKey of(String key) {
        return keys.computeIfAbsent(key, unknown -> new OfKey());
    }
}
