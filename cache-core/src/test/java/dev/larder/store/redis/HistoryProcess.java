// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.Cache;
import dev.larder.CacheLoadException;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.CacheStoreUnavailableException;
import dev.larder.Eviction;
import dev.larder.GuardStatus;
import dev.larder.OnStoreFailure;
import dev.larder.test.Chain;
import dev.larder.test.History;
import dev.larder.test.Operation;
import dev.larder.test.Operation.Kind;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A node in a JVM of its own, whose threads read and change few keys and write down what they did and saw. It obeys these orders, and
 * ends with its input:
 *
 * <ul>
 *   <li>{@code round <number> <file> <calls>}: makes so many calls on the round's keys, written to the file: {@code done}
 *   <li>{@code settle}: waits until the store has confirmed everything: {@code settled}
 *   <li>{@code evict <key>}: evicts a key as histories name it: {@code evicted}, or {@code unconfirmed}
 *   <li>{@code recover}: reads until every key of the round is cached: {@code recovered}
 *   <li>{@code probe}: looks at each key, reads it, and looks again: {@code probed}
 * </ul>
 */
final class HistoryProcess {

    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration WRITE_INTENT = Duration.ofMillis(1_500);

    /** An origin that is told until when it may commit needs some time for it. */
    private static final Duration COMMIT = Duration.ofMillis(200);

    /** A round that has not ended by then never does. */
    private static final Duration ROUND = Duration.ofMinutes(3);

    private static final int FAILED_LOAD_ONE_OF = 50;
    private static final int THREADS = 8;
    private static final int KEYS = 6;
    private static final String NAMESPACE = "jvms";

    private static final CacheOptions COMMON = CacheOptions.named("defaults")
            .namespace(NAMESPACE)
            .timeToLive(Duration.ofHours(1))
            .lease(LEASE)
            .writeIntent(WRITE_INTENT);

    /** A call that changes a key, by a commit that the origin makes before the given time or never. */
    @FunctionalInterface
    private interface Write {

        void run(Operation write, long notAfter);
    }

    /** Written, removed, and changed by what evicts afterwards. */
    private final Keys things;

    /**
     * Written, removed, and appended to by merges. Such a key changes only under a mark: what merges make of one that changes without may
     * be what no origin ever held.
     */
    private final Keys chats;

    private final String name;
    private final CacheManager manager;
    private final History history;
    private final OriginClient origin;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, HistoryProcess::daemon);
    private final Random seeds;

    private HistoryProcess(String name, CacheManager manager, History history, OriginClient origin, long seed) {
        this.name = name;
        this.manager = manager;
        this.history = history;
        this.origin = origin;
        this.seeds = new Random(seed);
        this.things = new Keys(CacheOptions.named("things").withDefaults(COMMON), false);
        this.chats = new Keys(
                CacheOptions.named("chats").onStoreFailure(OnStoreFailure.FAIL).withDefaults(COMMON), true);
    }

    /** Runs a node with the given name, address of the server, port of the origin, file of history and seed. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        String name = arguments[0];
        History history = History.ofProcess(name, Path.of(arguments[3]));
        RedisClient client = RedisClient.create(arguments[1]);
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
        RedisCacheStore store = RedisCacheStore.over(client).build();
        CacheManager manager = CacheManager.builder()
                .store(history.recorded(name, history.recordedRevocations(name, store)))
                .breakerWait(Duration.ofMillis(100))
                .build();
        OriginClient origin = new OriginClient(name, Integer.parseInt(arguments[2]));
        new HistoryProcess(name, manager, history, origin, Long.parseLong(arguments[4])).obey();
    }

    /** When a call fails unexpectedly, the process ends and says why. */
    private static Thread daemon(Runnable calls) {
        Thread thread = new Thread(calls);
        thread.setDaemon(true);
        return thread;
    }

    private void obey() throws IOException, InterruptedException, ExecutionException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OtherJvm.say("started");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            switch (words[0]) {
                case "round" -> {
                    things.startRound(words[1]);
                    chats.startRound(words[1]);
                    history.writeTo(Path.of(words[2]));
                    call(Integer.parseInt(words[3]));
                    OtherJvm.say("done");
                }
                case "settle" -> {
                    await("nothing to be unconfirmed", this::isSettled);
                    OtherJvm.say("settled");
                }
                case "evict" -> OtherJvm.say(evict(words[1]) ? "evicted" : "unconfirmed");
                case "recover" -> {
                    await("every key to be cached", () -> things.areCached() && chats.areCached());
                    OtherJvm.say("recovered");
                }
                case "probe" -> {
                    things.probe();
                    chats.probe();
                    OtherJvm.say("probed");
                }
                default -> throw new IllegalArgumentException("unknown order " + order);
            }
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Patience patience = new Patience(what);
        while (!condition.getAsBoolean()) {
            patience.check();
            Thread.sleep(50);
        }
    }

    private boolean isSettled() {
        // A breaker closes when a call is answered.
        things.areCached();
        GuardStatus status = manager.guard().orElseThrow();
        return status.journal() == 0 && status.worst() == GuardStatus.Breaker.CLOSED;
    }

    private boolean evict(String text) {
        return (things.has(text) ? things : chats).evict(text);
    }

    private void call(int calls) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seeds.nextLong());
            running.add(threads.submit(() -> {
                for (int call = 0; call < calls / THREADS; call++) {
                    call(random);
                }
            }));
        }
        for (Future<?> thread : running) {
            try {
                thread.get(ROUND.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException stuck) {
                StringBuilder stacks = new StringBuilder("a call does not end:");
                Thread.getAllStackTraces()
                        .forEach((each, stack) ->
                                stacks.append('\n').append(each.getName()).append(Arrays.toString(stack)));
                throw new IllegalStateException(stacks.toString(), stuck);
            }
        }
    }

    private void call(Random random) {
        Keys keys = random.nextBoolean() ? things : chats;
        String key = keys.any(random);
        int chance = random.nextInt(100);
        if (chance < 60) {
            keys.read(key);
        } else if (chance < 66) {
            keys.readAll(List.of(key, keys.any(random), keys.any(random)));
        } else if (chance < 72) {
            keys.lookup(key);
        } else if (chance < 75) {
            keys.refresh(key);
        } else if (chance < 84) {
            keys.write(key, random);
        } else if (chance < 87) {
            keys.remove(key, random);
        } else if (keys == chats) {
            keys.merge(key, random);
        } else {
            keys.changeAndEvict(key);
        }
    }

    /** Mostly none; at times so long that others get ahead. */
    private static void pause(Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> LockSupport.parkNanos(random.nextInt(2_000_000));
            case 2 -> LockSupport.parkNanos(random.nextInt(15_000_000));
            default -> {}
        }
    }

    /** The keys of one cache, of one round after the other. */
    private final class Keys {

        private final Cache<String, String> cache;
        private final boolean changeOnlyUnderAMark;
        private List<String> keys = List.of();

        Keys(CacheOptions options, boolean changeOnlyUnderAMark) {
            this.cache = manager.open(options, String.class, String.class);
            this.changeOnlyUnderAMark = changeOnlyUnderAMark;
        }

        void startRound(String round) {
            keys = IntStream.range(0, KEYS).mapToObj(key -> round + "-" + key).toList();
        }

        String any(Random random) {
            return keys.get(random.nextInt(keys.size()));
        }

        /** The key's text, by which histories and the origin know it. */
        private String text(String key) {
            return "%s:v1:%s:%s".formatted(NAMESPACE, cache.name(), key);
        }

        boolean has(String text) {
            return text.startsWith(text(""));
        }

        void read(String key) {
            reading(key, () -> cache.getOrLoad(key, this::load));
        }

        void refresh(String key) {
            reading(key, () -> cache.refresh(key, this::load));
        }

        private void reading(String key, Supplier<@Nullable String> call) {
            Operation read = history.begin(name, Kind.READ, text(key));
            try {
                read.end(call.get(), true);
            } catch (OriginClient.Failed | CacheLoadException failedOrHeldBack) {
                read.end(false);
            }
        }

        void readAll(List<String> some) {
            List<String> asked = some.stream().distinct().toList();
            List<Operation> reads = asked.stream()
                    .map(key -> history.begin(name, Kind.READ, text(key)))
                    .toList();
            try {
                Map<String, String> values = cache.getAllOrLoad(asked, this::load);
                for (int i = 0; i < asked.size(); i++) {
                    reads.get(i).end(values.get(asked.get(i)), true);
                }
            } catch (OriginClient.Failed | CacheLoadException failedOrHeldBack) {
                reads.forEach(read -> read.end(false));
            }
        }

        boolean lookup(String key) {
            Operation look = history.begin(name, Kind.LOOKUP, text(key));
            var entry = cache.lookup(key);
            look.end(entry == null ? null : entry.value(), entry != null);
            return entry != null;
        }

        private @Nullable String load(String key) {
            Random random = ThreadLocalRandom.current();
            Operation load = history.begin(name, Kind.LOAD, text(key));
            pause(random);
            String value = origin.read(text(key));
            pause(random);
            if (random.nextInt(FAILED_LOAD_ONE_OF) == 0) {
                throw new OriginClient.Failed("the load failed");
            }
            load.end(value, true);
            return value;
        }

        void write(String key, Random random) {
            changing(
                    key,
                    (write, notAfter) -> cache.write(
                            key, () -> appended(write, key, notAfter, random).value()));
        }

        void merge(String key, Random random) {
            changing(
                    key,
                    (write, notAfter) -> cache.write(
                            key,
                            () -> appended(write, key, notAfter, random),
                            (cached, change) -> Chain.grown(text(key), cached, change.number())));
        }

        void remove(String key, Random random) {
            changing(
                    key,
                    (write, notAfter) -> cache.remove(key, () -> {
                        pause(random);
                        origin.remove(write, text(key), notAfter);
                        pause(random);
                        return null;
                    }));
        }

        private OriginClient.Change appended(Operation write, String key, long notAfter, Random random) {
            pause(random);
            OriginClient.Change change = origin.append(write, text(key), notAfter);
            pause(random);
            return change;
        }

        private void changing(String key, Write code) {
            Operation write = history.begin(name, Kind.WRITE, text(key));
            long notAfter = changeOnlyUnderAMark
                    ? System.nanoTime() + WRITE_INTENT.minus(COMMIT).toNanos()
                    : Long.MAX_VALUE;
            boolean isDone = false;
            try {
                history.<@Nullable Void>during(write, () -> {
                    code.run(write, notAfter);
                    return null;
                });
                isDone = true;
            } catch (OriginClient.Failed | CacheStoreUnavailableException refused) {
                // The origin is as it was.
            } finally {
                write.end(isDone);
            }
        }

        void changeAndEvict(String key) {
            origin.change(text(key));
            evict(text(key));
        }

        boolean evict(String text) {
            Operation eviction = history.begin(name, Kind.EVICT, text);
            Eviction outcome = cache.evict(text.substring(text("").length()));
            eviction.end(outcome.isAcknowledged());
            return outcome.isAcknowledged();
        }

        /** Whether every key is found, now that each has been read. */
        boolean areCached() {
            keys.forEach(this::read);
            return keys.stream().filter(this::lookup).count() == keys.size();
        }

        void probe() {
            keys.forEach(this::lookup);
            keys.forEach(this::read);
            keys.forEach(this::lookup);
        }
    }
}
