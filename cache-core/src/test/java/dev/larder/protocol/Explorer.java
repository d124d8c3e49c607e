// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits every state that a configuration can reach, breadth first, so that the first violation found has a shortest
 * trace. States that differ only in the names of readers or writers count as one.
 */
final class Explorer {

    private final Configuration configuration;
    private final Set<Invariant> invariants;
    private final List<Renaming> renamings;
    private final Vocabulary vocabulary;
    private final ProtocolModel model;
    private final StateSet states = new StateSet();

    private char[] smallest = new char[64];
    private char[] candidate = new char[64];

    private @Nullable Invariant violated;
    private int violator;

    private Explorer(Configuration configuration, Set<Invariant> invariants) {
        this.configuration = configuration;
        this.invariants = invariants;
        renamings = Renaming.allOf(configuration.cast());
        vocabulary = new Vocabulary(renamings);
        model = new ProtocolModel(configuration, vocabulary);
    }

    /**
     * What was found.
     *
     * @param states how many different states were visited
     * @param violated the invariant that some state violates, null if all hold in all states
     * @param trace a shortest way to that state, empty if there is none
     */
    record Result(int states, @Nullable Invariant violated, List<TracedStep> trace) {}

    static Result explore(Configuration configuration, Set<Invariant> invariants) {
        return new Explorer(configuration, invariants).explore();
    }

    private Result explore() {
        model.starts().forEach(start -> visit(start, -1));
        for (int number = 0; number < states.size() && violated == null; number++) {
            int parent = number;
            model.successors(state(states.get(number)), (action, who, next) -> visit(next, parent));
        }
        return new Result(states.size(), violated, violated == null ? List.of() : trace());
    }

    private void visit(ProtocolState state, int parent) {
        if (violated == null && states.add(canonical(state), state.words().length, parent)) {
            for (Invariant invariant : invariants) {
                if (!invariant.holds(configuration, state)) {
                    violated = invariant;
                    violator = states.size() - 1;
                    return;
                }
            }
        }
    }

    /** Of all renamings of a state the one with the smallest words; the result is overwritten by the next call. */
    private char[] canonical(ProtocolState state) {
        char[] words = state.words();
        int length = words.length;
        if (length > smallest.length) {
            smallest = new char[2 * length];
            candidate = new char[2 * length];
        }
        System.arraycopy(words, 0, smallest, 0, length);
        for (int number = 0; number < renamings.size(); number++) {
            state.renamed(renamings.get(number), number, candidate);
            if (Arrays.compare(candidate, 0, length, smallest, 0, length) < 0) {
                char[] swap = smallest;
                smallest = candidate;
                candidate = swap;
            }
        }
        return smallest;
    }

    private ProtocolState state(char[] words) {
        return new ProtocolState(vocabulary, ProtocolState.head(configuration.cast()), words);
    }

    /** The states of the set are renamed ones; here the way is gone again from its start, with the names it had. */
    private List<TracedStep> trace() {
        Deque<Integer> way = new ArrayDeque<>();
        for (int number = violator; number >= 0; number = states.parent(number)) {
            way.push(number);
        }
        Tracer tracer = new Tracer(configuration, vocabulary, model);
        for (int number : way) {
            char[] wanted = states.get(number);
            tracer.goOn(next -> next.words().length == wanted.length
                    && Arrays.equals(Arrays.copyOf(canonical(next), wanted.length), wanted));
        }
        return tracer.trace();
    }
}
