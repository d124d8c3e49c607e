// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.CacheManager;
import dev.larder.CacheManagerBuilder;
import dev.larder.CacheStats;
import dev.larder.GuardStatus;
import dev.larder.store.CacheStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A random history of nodes over one store, step by step: calls of all kinds, commands on their way to the store and answers on their
 * way back, loads and writes in the origin, each taken up when chance says so, with pauses, crashes and faults in between. In the end
 * faults are over, everything comes to rest, and each node looks at each key.
 *
 * <p>Everything happens on the thread of the test, and time stands still unless the run moves it. A seed comes so close to a history
 * that what it finds it finds again; only pauses that nodes spread at random are not in its hand.
 */
public final class HistoryRun {

    /**
     * What a run was made of, and what it showed.
     *
     * @param seed what decided by chance
     * @param history what nodes did and saw
     * @param violations where that breaks an invariant
     * @param stats the counts of each node's cache
     * @param crashes how many nodes stopped in the middle
     * @param opened after how many steps a node's breaker was open
     */
    public record Result(
            long seed, History history, List<Violation> violations, List<CacheStats> stats, int crashes, int opened) {

        /**
         * Says what was wrong, and how to see it again.
         *
         * @return the violations, and the seed
         */
        public String report() {
            StringBuilder text = new StringBuilder("seed %d of %d operations"
                    .formatted(seed, history.operations().size()));
            violations.forEach(violation -> text.append('\n').append(violation));
            return text.toString();
        }
    }

    private static final int STEPS = 240;
    private static final Duration RECOVERY = Duration.ofMinutes(11);
    private static final List<String> KEYS = List.of("a", "b", "m");

    /** Changes only under a mark: what merges make of a key that changes without one may be what no origin ever held. */
    private static final String MERGED = "m";

    private static final List<Fault> DELAYS = List.of(Fault.STALL, Fault.LOSE_REPLY);
    private static final List<Fault> REPETITIONS = List.of(Fault.STALL, Fault.LOSE_REPLY, Fault.REPEAT);
    private static final List<Fault> OUTAGES = List.of(Fault.STALL, Fault.FAIL);
    private static final List<Fault> FAULTS =
            List.of(Fault.STALL, Fault.LOSE_REPLY, Fault.REPEAT, Fault.FAIL, Fault.FAIL_AFTERWARDS);

    /** What a node can be asked to do. */
    public enum Call {
        /** Read a key, and load it if need be. */
        READ,
        /** Read keys in bulk, and load them if need be. */
        READ_ALL,
        /** Look for a key in the cache. */
        LOOKUP,
        /** Load a key anew. */
        REFRESH,
        /** Write a key through the cache. */
        WRITE,
        /** Write a key and merge the change into what is cached. */
        MERGE,
        /** Write keys in bulk. */
        WRITE_ALL,
        /** Remove a key from the origin, then from the cache. */
        REMOVE,
        /** Change a key in the origin, then evict it. */
        EVICT,
        /** Change keys in the origin, then evict them. */
        EVICT_ALL,
        /** Change keys in the origin, then clear the cache. */
        CLEAR
    }

    /** How a run goes. */
    public static final class Setup {

        private final Function<TimeSources, CacheStore> store;
        private final UnaryOperator<CacheManagerBuilder> inSteps;
        private UnaryOperator<CacheStore> sender = way -> way;
        private UnaryOperator<CacheStore> receiver = way -> way;
        private List<Call> only = List.of();
        private boolean faulty;
        private boolean commitsLate;

        private Setup(Function<TimeSources, CacheStore> store, UnaryOperator<CacheManagerBuilder> inSteps) {
            this.store = store;
            this.inSteps = inSteps;
        }

        /**
         * Lets nodes crash, and the ways to the store fail, lose, delay and repeat what goes over them.
         *
         * @return this setup
         */
        public Setup faulty() {
            faulty = true;
            return this;
        }

        /**
         * Reads one key, and makes no calls but these besides.
         *
         * @param calls the other calls
         * @return this setup
         */
        public Setup only(Call... calls) {
            this.only = List.of(calls);
            return this;
        }

        /**
         * Puts something in front of each node's way to the store, such as a mistake that the run is to find.
         *
         * @param sender what to put there
         * @return this setup
         */
        public Setup sendingThrough(UnaryOperator<CacheStore> sender) {
            this.sender = sender;
            return this;
        }

        /**
         * Puts something at the end of each node's way to the store, where commands come late, twice or never.
         *
         * @param receiver what to put there
         * @return this setup
         */
        public Setup receivingThrough(UnaryOperator<CacheStore> receiver) {
            this.receiver = receiver;
            return this;
        }

        /**
         * Lets origin writes return before they have committed, which they must not.
         *
         * @return this setup
         */
        public Setup committingLate() {
            commitsLate = true;
            return this;
        }

        /**
         * Runs one history.
         *
         * @param seed what decides by chance
         * @return what it showed
         */
        public Result run(long seed) {
            HistoryRun run = new HistoryRun(this, seed);
            try {
                return run.run();
            } finally {
                run.close();
            }
        }
    }

    private final Setup setup;
    private final long seed;
    private final Random random;
    private final TestTime time = new TestTime();
    private final History history = new History(time);
    private final RunOrigin origin;
    private final CacheStore store;
    private final List<RunNode> all = new ArrayList<>();
    private final List<RunNode> live = new ArrayList<>();
    private final List<Ghost> ghosts = new ArrayList<>();
    private final boolean isPatient;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> unmarked = new ArrayList<>();
    private int outage;
    private int opened;

    /** What a node that crashed had sent. */
    private static final class Ghost {

        private final ChaosStore chaos;
        private int sent;

        private Ghost(ChaosStore chaos) {
            this.chaos = chaos;
            this.sent = chaos.stalled();
        }
    }

    private HistoryRun(Setup setup, long seed) {
        this.setup = setup;
        this.seed = seed;
        // Random begins alike for seeds that are near each other.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.origin = new RunOrigin(history, random);
        this.store = history.recordedRevocations("any", SettledStore.of(setup.store.apply(time.sources())));
        // A store in this process has no reason to be late.
        this.isPatient = setup.only.contains(Call.MERGE) || store.keepsReferences() || random.nextBoolean();
        choose();
    }

    /**
     * Sets up runs.
     *
     * @param store makes an empty store, or connects to one and empties it; it is closed after the run
     * @param inSteps makes the managers of nodes do their own steps on the thread where they come up
     * @return a setup without faults
     */
    public static Setup over(Function<TimeSources, CacheStore> store, UnaryOperator<CacheManagerBuilder> inSteps) {
        return new Setup(store, inSteps);
    }

    /** Few kinds of calls on few keys meet more often than all of them do. */
    private void choose() {
        if (!setup.only.isEmpty()) {
            keys.add(setup.only.contains(Call.MERGE) ? MERGED : KEYS.get(0));
            calls.addAll(setup.only);
            calls.addAll(Collections.nCopies(2 * calls.size(), Call.READ));
            unmarked.addAll(keys);
            return;
        }
        List<String> all = new ArrayList<>(KEYS);
        Collections.shuffle(all, random);
        keys.addAll(all.subList(0, 1 + random.nextInt(all.size())));
        unmarked.addAll(keys);
        unmarked.remove(MERGED);
        for (Call call : Call.values()) {
            int weight = call == Call.READ ? 8 : random.nextInt(2) * random.nextInt(4);
            if (isPossible(call)) {
                calls.addAll(Collections.nCopies(weight, call));
            }
        }
    }

    private boolean isPossible(Call call) {
        return switch (call) {
            case MERGE -> isPatient && keys.contains(MERGED);
            case EVICT, EVICT_ALL, CLEAR -> !unmarked.isEmpty();
            default -> true;
        };
    }

    private Result run() {
        for (int nodes = 2 + random.nextInt(2); nodes > 0; nodes--) {
            start();
        }
        KEYS.forEach(live.get(0)::putBystander);
        for (int step = 0; step < STEPS; step++) {
            step(pick(live));
        }
        recover();
        probe();
        return new Result(
                seed, history, violations(), all.stream().map(RunNode::stats).toList(), ghosts.size(), opened);
    }

    private List<Violation> violations() {
        List<Violation> violations = new ArrayList<>(new HistoryChecker().check(history));
        for (RunNode node : live) {
            int waiting = node.manager.guard().map(GuardStatus::journal).orElse(0);
            if (waiting > 0) {
                violations.add(Violation.of(
                        Invariant.RECOVERS,
                        "all keys",
                        "when all was quiet, %d evictions of node %s were not confirmed"
                                .formatted(waiting, node.name)));
            }
        }
        return violations;
    }

    private void start() {
        String name = "n" + (all.size() + 1);
        ChaosStore chaos = new ChaosStore(setup.receiver.apply(store));
        List<Runnable> steps = new ArrayList<>();
        CacheManagerBuilder builder = CacheManager.builder()
                .store(history.recorded(name, setup.sender.apply(chaos)))
                .time(time.sources())
                .executor(steps::add)
                .journalSize(random.nextBoolean() ? 2 : 100);
        RunNode node = new RunNode(
                name,
                chaos,
                steps,
                setup.inSteps.apply(builder).build(),
                history,
                origin,
                random,
                isPatient ? RunNode.PATIENT_OPTIONS : RunNode.OPTIONS,
                setup.commitsLate);
        all.add(node);
        live.add(node);
    }

    private void step(RunNode node) {
        shake(node);
        if (random.nextInt(3) == 0) {
            call(node);
        }
        for (int more = random.nextInt(4); more >= 0; more--) {
            goOn(node);
        }
        if (random.nextInt(10) == 0) {
            time.advance(pause());
        }
        if (setup.faulty) {
            trouble(node);
        }
        if (node.manager.guard().map(GuardStatus::worst).orElse(GuardStatus.Breaker.CLOSED)
                == GuardStatus.Breaker.OPEN) {
            opened++;
        }
    }

    /** Decides what becomes of the commands that the node sends next. */
    private void shake(RunNode node) {
        List<Fault> faults = isPatient ? REPETITIONS : FAULTS;
        node.chaos.heal();
        if (outage > 0) {
            outage--;
            node.chaos.inject(pick(OUTAGES));
            return;
        }
        for (Verb verb : Verb.values()) {
            if (random.nextBoolean()) {
                node.chaos.inject(pick(setup.faulty && random.nextInt(3) == 0 ? faults : DELAYS), verb);
            }
        }
    }

    private void call(RunNode node) {
        String key = pick(keys);
        switch (pick(calls)) {
            case READ -> node.read(key);
            case READ_ALL -> node.readAll(keys);
            case LOOKUP -> node.lookup(key);
            case REFRESH -> node.refresh(key);
            case WRITE -> node.write(key);
            case MERGE -> node.merge(MERGED);
            case WRITE_ALL -> node.writeAll(keys);
            case REMOVE -> node.remove(key);
            case EVICT -> node.changeAndEvict(List.of(pick(unmarked)));
            case EVICT_ALL -> node.changeAndEvict(unmarked);
            case CLEAR -> node.changeAndClear(unmarked);
        }
    }

    /** Takes up something that is under way: on a node, on its way, or of one that is gone. */
    private void goOn(RunNode node) {
        int stalled = node.chaos.stalled();
        int under = stalled + node.steps.size();
        if (!ghosts.isEmpty() && random.nextInt(4) == 0) {
            haunt(pick(ghosts));
        } else if (under > 0) {
            // What is old has waited long enough, half the time.
            int next = random.nextBoolean() ? random.nextInt(under) : 0;
            if (next < stalled) {
                node.chaos.resume(next);
            } else {
                node.steps.remove(next - stalled).run();
            }
        }
    }

    private void haunt(Ghost ghost) {
        if (ghost.sent > 0) {
            ghost.chaos.resume(random.nextInt(ghost.sent));
            ghost.sent--;
        }
    }

    /** Mostly short; at times long enough for a lease to lapse, or a writer's mark. */
    private Duration pause() {
        return switch (random.nextInt(20)) {
            case 0 -> Duration.ofSeconds(31);
            case 1, 2 -> Duration.ofMillis(5_100);
            default -> Duration.ofMillis(random.nextInt(400));
        };
    }

    private void trouble(RunNode node) {
        switch (random.nextInt(100)) {
            case 0 -> crash(node);
            case 1, 2, 3 -> {
                if (!isPatient && node.chaos.stalled() > 0) {
                    node.chaos.forget(random.nextInt(node.chaos.stalled()));
                }
            }
            case 4 -> node.chaos.tellGap();
            case 5 -> {
                if (!isPatient) {
                    outage = 10 + random.nextInt(40);
                }
            }
            default -> {}
        }
    }

    private void crash(RunNode node) {
        history.crashed(node.name);
        live.remove(node);
        ghosts.add(new Ghost(node.chaos));
        node.steps.clear();
        // What it would go on with stays behind what it had sent, and goes nowhere.
        node.chaos.inject(Fault.STALL);
        start();
    }

    private void recover() {
        origin.recover();
        for (Ghost ghost : ghosts) {
            while (random.nextInt(4) > 0 && ghost.sent > 0) {
                haunt(ghost);
            }
            ghost.sent = 0;
        }
        for (RunNode node : live) {
            node.chaos.heal();
            if (setup.faulty && !isPatient && random.nextBoolean()) {
                node.chaos.forget();
            }
        }
        for (int moment = 0; moment < 100; moment++) {
            settle();
            time.advance(RECOVERY.dividedBy(100));
        }
        settle();
        for (RunNode gone : all) {
            if (!live.contains(gone)) {
                HistoryChecker.leftBehind(history, gone.name).forEach(live.get(0)::evict);
            }
        }
        settle();
        history.quiet();
    }

    private void settle() {
        for (RunNode node : live) {
            node.chaos.resume();
            while (!node.steps.isEmpty()) {
                node.steps.remove(0).run();
                node.chaos.resume();
            }
        }
    }

    private void probe() {
        List<RunNode> nodes = new ArrayList<>(live);
        Collections.shuffle(nodes, random);
        for (RunNode node : nodes) {
            for (String key : KEYS) {
                node.lookup(key);
            }
        }
        for (RunNode node : nodes) {
            for (String key : KEYS) {
                node.read(key);
                settle();
                node.lookup(key);
                node.lookAtBystander(key);
            }
        }
    }

    private void close() {
        all.forEach(node -> node.manager.close());
        store.close();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
