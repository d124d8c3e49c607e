// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.redis.OriginServer.Doom;
import dev.larder.test.History;
import dev.larder.test.HistoryChecker;
import dev.larder.test.Operation.Kind;
import dev.larder.test.Violation;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * JVMs over one server and one origin, in rounds: in each of them they make calls on keys of its own while the network breaks and some are
 * killed; then faults are over, everything comes to rest, each looks at each key, and the history is judged and forgotten.
 */
final class JvmsHistoryRun implements AutoCloseable {

    private static final int JVMS = 3;

    /** Of the calls of a JVM that is killed its successor makes this part. */
    private static final int SUCCESSORS_PART = 3;

    /** Of so many calls one is a write that reaches the origin, whatever the network does to the JVM, with a wide margin. */
    private static final int CALLS_FOR_A_WRITE = 30;

    private final Path directory;
    private final Random random;
    private final RedisServer server = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(server);
    private final History history;
    private final OriginServer origin;
    private final BrokenNetwork network;
    private final List<Place> places = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(JVMS);
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final long start = System.nanoTime();
    private List<Path> files = new ArrayList<>(); // guarded by this
    private List<String> killed = new ArrayList<>(); // guarded by this
    private int jvms; // guarded by this
    private int rounds;

    JvmsHistoryRun(Path directory, long seed) {
        this.directory = directory;
        this.random = new Random(seed);
        this.history = History.ofProcess("origin", newFile("origin"));
        this.origin = new OriginServer(history, new Random(random.nextLong()));
        this.network = new BrokenNetwork(proxy, new Random(random.nextLong()));
        for (int i = 0; i < JVMS; i++) {
            places.add(new Place(i == 0 ? proxy.uri() : server.uri(), random.nextLong()));
        }
        places.forEach(place -> place.jvm.expect("started"));
    }

    /** The place of a JVM, which another one takes when it is killed. */
    private final class Place {

        private final String uri;
        private final Random seeds;
        private String name;
        private OtherJvm jvm;

        Place(String uri, long seed) {
            this.uri = uri;
            this.seeds = new Random(seed);
            this.name = nextName();
            this.jvm = newJvm();
        }

        private OtherJvm newJvm() {
            return new OtherJvm(
                    HistoryProcess.class,
                    name,
                    uri,
                    Integer.toString(origin.port()),
                    newFile(name).toString(),
                    Long.toString(seeds.nextLong()));
        }

        void call(int calls) {
            jvm.order("round %d %s %d".formatted(rounds, newFile(name), calls));
            if (jvm.nextIfAlive() == null) {
                if (!jvm.isKilled()) {
                    jvm.expect("done");
                }
                jvm.close();
                buried(name);
                name = nextName();
                jvm = newJvm();
                jvm.expect("started");
                call(calls / SUCCESSORS_PART);
            }
        }
    }

    private synchronized String nextName() {
        jvms++;
        return "n" + jvms;
    }

    private synchronized void buried(String name) {
        killed.add(name);
    }

    private synchronized Path newFile(String name) {
        Path file = directory.resolve("%d-%s-%d".formatted(rounds, name, files.size()));
        files.add(file);
        return file;
    }

    /**
     * Lets JVMs make so many calls, and judges what they did and saw.
     *
     * @return where that breaks an invariant
     */
    List<Violation> round(int calls) throws InterruptedException {
        rounds++;
        files = new ArrayList<>();
        killed = new ArrayList<>();
        history.writeTo(newFile("origin"));
        network.start();
        Place victim = places.get(random.nextInt(JVMS));
        origin.doom(
                victim.name,
                victim.jvm,
                random.nextInt(4) == 0 ? Doom.BEFORE_COMMIT : Doom.AFTER_COMMIT,
                random.nextInt(calls / JVMS / CALLS_FOR_A_WRITE));
        List<Future<?>> running = new ArrayList<>();
        places.forEach(place -> running.add(threads.submit(() -> place.call(calls / JVMS))));
        for (Future<?> each : running) {
            await(each);
        }
        origin.spare();
        network.heal();
        comeToRest();
        all("probe", "probed");
        History whole = History.merged(files);
        for (Kind kind : Kind.values()) {
            counts.merge(kind, whole.count(kind), Long::sum);
        }
        List<Violation> violations = new HistoryChecker().check(whole);
        files.forEach(JvmsHistoryRun::delete);
        return violations;
    }

    private static void await(Future<?> running) throws InterruptedException {
        try {
            running.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a JVM could not be driven", failed.getCause());
        }
    }

    private void comeToRest() {
        all("settle", "settled");
        if (!killed.isEmpty()) {
            History whole = History.merged(files);
            for (String name : killed) {
                HistoryChecker.leftBehind(whole, name).forEach(this::evict);
            }
        }
        all("recover", "recovered");
        history.quiet();
    }

    private void all(String order, String answer) {
        places.forEach(place -> place.jvm.order(order));
        places.forEach(place -> place.jvm.expect(answer));
    }

    private void evict(String key) {
        OtherJvm any = places.get(random.nextInt(JVMS)).jvm;
        any.order("evict " + key);
        any.expect("evicted");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not delete what was judged", problem);
        }
    }

    /** How many reads, writes and evictions were recorded. */
    long operations() {
        return Stream.of(Kind.READ, Kind.LOOKUP, Kind.WRITE, Kind.EVICT)
                .mapToLong(this::count)
                .sum();
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    int faults() {
        return network.faults();
    }

    int rounds() {
        return rounds;
    }

    @Override
    public String toString() {
        return "%,d reads and writes of %d JVMs in %d rounds: %,d commits, %,d rollbacks, %d JVMs killed, %,d faults of the network, %d s"
                .formatted(
                        operations(),
                        JVMS,
                        rounds,
                        count(Kind.COMMIT),
                        count(Kind.ROLLBACK),
                        count(Kind.CRASH),
                        faults(),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        places.forEach(place -> place.jvm.kill());
        origin.close();
        proxy.close();
        server.close();
    }
}
