// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Seeded random histories of two nodes before a store that fails before and after it executes, stalls, loses replies and fails over.
 *
 * <p>The origin holds a number for each key, which every change raises. A read may return no less than the floor of its key on its node
 * when it began: the number that the last eviction or write there was about which has returned, confirmed or not, or that one on the
 * other node was about which was confirmed. Pauses are spread at random besides, so a seed comes close to a history and no nearer.
 */
class OutageHistoryTests {

    private static final int HISTORIES = 400;
    private static final int STEPS = 80;
    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final List<Fault> FAULTS = List.of(Fault.FAIL, Fault.FAIL_AFTERWARDS, Fault.STALL, Fault.LOSE_REPLY);

    private final Logger managers = (Logger) LoggerFactory.getLogger(CacheManager.class);
    private final long seed = Long.getLong("larder.test.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private int hits;
    private int journalled;
    private int overflows;
    private int opened;

    @BeforeEach
    void beQuiet() {
        managers.setLevel(Level.ERROR);
    }

    @AfterEach
    void beHeard() {
        managers.setLevel(null);
    }

    @Test
    void noReadReturnsAnythingOlderThanWhatWasEvictedOnItsNodeAndInTheEndTheStoreIsRight() {
        for (int history = 0; history < HISTORIES; history++) {
            UnaryOperator<CacheManagerBuilder> more = random.nextBoolean() ? with -> with.journalSize(2) : with -> with;
            try (Outage outage = new Outage(CacheOptions.named("outage-things"), more)) {
                new History(outage).run();
            }
        }
        assertThat(List.of(hits, journalled, overflows, opened))
                .as("hits, journalled evictions, overflows and open breakers with -Dlarder.test.seed=" + seed)
                .allMatch(count -> count > HISTORIES / 10);
    }

    private final class History {

        private final Outage outage;
        private final List<Outage.Member> nodes;
        private final Map<String, Integer> origin = new HashMap<>();
        private final Map<Outage.Member, Map<String, Integer>> floors = new HashMap<>();
        private final List<Runnable> loads = new ArrayList<>();
        private final List<CompletableFuture<?>> calls = new ArrayList<>();

        History(Outage outage) {
            this.outage = outage;
            this.nodes = List.of(outage.here, outage.there);
            nodes.forEach(node -> floors.put(node, new HashMap<>()));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step(pick(nodes), pick(KEYS));
            }
            recover();
            for (Outage.Member node : nodes) {
                CacheStats stats = node.cache.stats();
                hits += (int) stats.hits();
                journalled += (int) stats.journalled();
                overflows += (int) stats.journalOverflows();
            }
        }

        private void step(Outage.Member node, String key) {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> read(node, key);
                case 4, 5 -> load();
                case 6, 7 -> {
                    raise(key);
                    changes(node, List.of(key), node.evict(key));
                }
                case 8 -> writes(node, key);
                case 9 -> {
                    if (random.nextInt(4) == 0) {
                        clears(node);
                    }
                }
                case 10, 11 -> node.chaos.inject(pick(FAULTS), someVerbs());
                case 12 -> node.chaos.heal(someVerbs());
                case 13 -> arrive(node);
                case 14 -> outage.elapse(Duration.ofMillis(random.nextInt(600)));
                default -> {
                    if (random.nextInt(4) == 0) {
                        node.chaos.tellGap();
                    }
                }
            }
            if (node.guard().worst() == GuardStatus.Breaker.OPEN) {
                opened++;
            }
        }

        private Verb[] someVerbs() {
            return random.nextInt(3) == 0 ? new Verb[0] : new Verb[] {pick(List.of(Verb.values()))};
        }

        private void arrive(Outage.Member node) {
            if (node.chaos.stalled() > 0) {
                node.chaos.resumeNext();
            }
        }

        private void raise(String key) {
            origin.merge(key, 1, Integer::sum);
        }

        private int inOrigin(String key) {
            return origin.getOrDefault(key, 0);
        }

        private CompletableFuture<@Nullable String> start(Outage.Member node, String key) {
            return node.cache.async().getOrLoadAsync(key, missing -> {
                String loaded = String.valueOf(inOrigin(missing));
                CompletableFuture<@Nullable String> late = new CompletableFuture<>();
                loads.add(() -> late.complete(loaded));
                return late;
            });
        }

        private void read(Outage.Member node, String key) {
            int floor = floorOf(node, key);
            calls.add(start(node, key)
                    .thenAccept(value -> assertThat(Integer.parseInt(String.valueOf(value)))
                            .as("a read of %s, with -Dlarder.test.seed=%d", key, seed)
                            .isGreaterThanOrEqualTo(floor)));
        }

        private void load() {
            if (!loads.isEmpty()) {
                loads.remove(random.nextInt(loads.size())).run();
            }
        }

        private void loadAll() {
            while (!loads.isEmpty()) {
                load();
            }
        }

        private void writes(Outage.Member node, String key) {
            int[] written = new int[1];
            calls.add(node.cache
                    .async()
                    .write(key, () -> {
                        raise(key);
                        written[0] = inOrigin(key);
                        return String.valueOf(written[0]);
                    })
                    .thenAccept(value -> raiseFloor(node, key, written[0])));
        }

        private void clears(Outage.Member node) {
            KEYS.forEach(this::raise);
            Pipeline<String, String> pipeline = ((PipelineCache<String, String>) node.cache).pipeline();
            Changes<String, String> changes = pipeline.changes;
            changes(
                    node,
                    KEYS,
                    random.nextBoolean()
                            ? changes.clear(pipeline.background)
                            : changes.evictMatching(
                                    pipeline.keys.match(KeyGlob.of(KeyGlob.any())), pipeline.background));
        }

        private void changes(Outage.Member node, List<String> keys, CompletableFuture<Eviction> change) {
            Map<String, Integer> about = new HashMap<>();
            keys.forEach(key -> about.put(key, inOrigin(key)));
            calls.add(change.thenAccept(outcome -> about.forEach((key, number) -> {
                raiseFloor(node, key, number);
                if (outcome.isAcknowledged()) {
                    nodes.forEach(any -> raiseFloor(any, key, number));
                }
            })));
        }

        private int floorOf(Outage.Member node, String key) {
            return floors.get(node).getOrDefault(key, 0);
        }

        private void raiseFloor(Outage.Member node, String key, int number) {
            floors.get(node).merge(key, number, Math::max);
        }

        /** When the faults are over, the journals get empty, marks and leases lapse, and the store is right again. */
        private void recover() {
            for (Outage.Member node : nodes) {
                node.chaos.heal();
                if (random.nextBoolean()) {
                    node.chaos.forget();
                }
                node.chaos.resume();
            }
            for (int moment = 0; moment < 100; moment++) {
                outage.elapse(Duration.ofSeconds(1));
                loadAll();
            }
            for (CompletableFuture<?> call : calls) {
                assertThat(call).as("a call, with -Dlarder.test.seed=%d", seed).isCompleted();
            }
            for (Outage.Member node : nodes) {
                assertThat(node.guard().journal()).isZero();
            }
            for (Outage.Member node : nodes) {
                for (String key : KEYS) {
                    CompletableFuture<@Nullable String> read = start(node, key);
                    loadAll();
                    assertThat(read)
                            .as("the value of %s in the end, with -Dlarder.test.seed=%d", key, seed)
                            .isCompletedWithValue(String.valueOf(inOrigin(key)));
                    assertThat(node.cache.get(key))
                            .as("the entry of %s in the end, with -Dlarder.test.seed=%d", key, seed)
                            .isEqualTo(String.valueOf(inOrigin(key)));
                }
            }
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
