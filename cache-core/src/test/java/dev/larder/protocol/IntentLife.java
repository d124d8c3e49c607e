// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a dead writer's entry stays in an intent that others keep joining and leaving: {@code
 * docs/protocol/IntentLife.tla}. Time is a number of ticks that are left, so there are few states and they go on for
 * ever.
 */
final class IntentLife {

    private static final int LIFE = 3;
    private static final int DEAD = 0;
    private static final int WRITERS = 3;

    private final boolean timePerWriter;
    private final Map<State, List<Step>> steps = new LinkedHashMap<>();

    /**
     * @param timePerWriter whether each entry has a time of its own; if not, the record has one that every begin
     *     starts anew
     */
    IntentLife(boolean timePerWriter) {
        this.timePerWriter = timePerWriter;
        Deque<State> open = new ArrayDeque<>(List.of(new State(List.of(LIFE, 0, 0), LIFE)));
        while (!open.isEmpty()) {
            State state = open.remove();
            if (!steps.containsKey(state)) {
                steps.put(state, stepsFrom(state));
                steps.get(state).forEach(step -> open.add(step.to()));
            }
        }
    }

    int states() {
        return steps.size();
    }

    /** A shortest loop in which time passes and the dead writer's entry stays; empty if there is none. */
    List<String> loopThatKeepsTheDead() {
        List<String> shortest = List.of();
        for (State state : steps.keySet()) {
            State later = tick(state);
            if (state.keepsTheDead() && later.keepsTheDead()) {
                List<String> loop = wayBack(later, state);
                if (!loop.isEmpty() && (shortest.isEmpty() || loop.size() < shortest.size())) {
                    shortest = loop;
                }
            }
        }
        return shortest;
    }

    /** A tick and then the shortest way from its end to its start through states that keep the dead writer's entry. */
    private List<String> wayBack(State from, State to) {
        Map<State, Step> cameBy = new HashMap<>();
        Map<State, State> cameFrom = new HashMap<>();
        Deque<State> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !cameFrom.containsKey(to)) {
            State state = open.remove();
            for (Step step : steps.getOrDefault(state, List.of())) {
                if (step.to().keepsTheDead()
                        && !step.to().equals(from)
                        && cameFrom.putIfAbsent(step.to(), state) == null) {
                    cameBy.put(step.to(), step);
                    open.add(step.to());
                }
            }
        }
        if (!cameFrom.containsKey(to)) {
            return List.of();
        }
        List<String> way = new ArrayList<>();
        for (State state = to; !state.equals(from); state = cameFrom.get(state)) {
            way.add(cameBy.get(state).action());
        }
        way.add("tick");
        Collections.reverse(way);
        return way;
    }

    private List<Step> stepsFrom(State state) {
        List<Step> next = new ArrayList<>();
        next.add(new Step("tick", tick(state)));
        for (int writer = DEAD + 1; writer < WRITERS; writer++) {
            next.add(
                    state.left().get(writer) == 0
                            ? new Step("begin", new State(state.with(writer, LIFE), LIFE))
                            : new Step("finish", new State(state.with(writer, 0), state.record())));
        }
        return next;
    }

    private State tick(State state) {
        if (timePerWriter) {
            List<Integer> less =
                    state.left().stream().map(ticks -> Math.max(0, ticks - 1)).toList();
            return new State(less, state.record());
        }
        int less = Math.max(0, state.record() - 1);
        return new State(less == 0 ? Collections.nCopies(WRITERS, 0) : state.left(), less);
    }

    /**
     * @param left the ticks that each writer's entry has left, 0 if it is not in the intent
     * @param record the ticks that the record has left
     */
    private record State(List<Integer> left, int record) {

        boolean keepsTheDead() {
            return left.get(DEAD) > 0;
        }

        List<Integer> with(int writer, int ticks) {
            List<Integer> changed = new ArrayList<>(left);
            changed.set(writer, ticks);
            return List.copyOf(changed);
        }
    }

    private record Step(String action, State to) {}
}
