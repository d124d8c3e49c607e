// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * Two runs that do the same, and what the first should reach.
 *
 * @param what what both do
 * @param ours with Larder
 * @param theirs without
 * @param goal the least ratio of throughputs that is good enough
 */
record Comparison(String what, Run ours, Run theirs, double goal) {

    private static final List<Integer> THREADS = List.of(1, 8, 32);

    /** Larder takes at most 1.3 times as long as Caffeine. */
    private static final double IN_MEMORY = 1 / 1.3;

    static Stream<Comparison> all() {
        return Stream.concat(inMemory(), remote());
    }

    private static Stream<Comparison> inMemory() {
        return THREADS.stream()
                .flatMap(threads -> Stream.of("cacheAside", "base")
                        .flatMap(ours -> Stream.of("caffeineFixedExpiry", "caffeineVariableExpiry")
                                .map(theirs -> new Comparison(
                                        "in-memory hit",
                                        new Run(InMemoryHit.class, ours, threads, null),
                                        new Run(InMemoryHit.class, theirs, threads, null),
                                        IN_MEMORY))));
    }

    private static Stream<Comparison> remote() {
        return Stream.of(Size.values())
                .flatMap(size -> THREADS.stream()
                        .flatMap(threads -> Stream.of(
                                remote("hit", "Hit", threads, size, hitGoal(threads)),
                                remote("bulk of 100", "Bulk", threads, size, 1),
                                remote("put", "Put", threads, size, 0.9),
                                remote("miss, load and fill", "Miss", threads, size, 0.7))));
    }

    private static Comparison remote(String what, String method, int threads, Size size, double goal) {
        return new Comparison(
                "remote " + what,
                new Run(Remote.class, "larder" + method, threads, size),
                new Run(Remote.class, "lettuce" + method, threads, size),
                goal);
    }

    /** The more threads, the more is gained by writing together what they send. */
    private static double hitGoal(int threads) {
        return threads == 1 ? 0.95 : threads == 8 ? 1 : 1.3;
    }

    /** Whether it says what others do not; the rest takes minutes more. */
    boolean isTelling() {
        boolean isHit = what.endsWith("hit");
        if (ours.size() == Size.PAGE) {
            return isHit && ours.threads() == 8;
        }
        return isHit || ours.threads() <= 8;
    }

    @Override
    public String toString() {
        return "%s, %s beside %s, %s".formatted(what, ours.method(), theirs.method(), ours.circumstances());
    }
}
