// SPDX-License-Identifier: Apache-2.0
package dev.larder.virtualthreads;

import static java.util.function.Function.identity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheLoader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten thousand virtual threads that ask two nodes for cold keys: one load a key, and nobody keeps a carrier while he waits. */
class ColdKeysTests {

    private static final int CALLERS = 10_000;
    private static final int KEYS = 1_000;

    /** The virtual machine itself pins threads that meet while a class is loaded, linked or initialized for the first time. */
    @BeforeAll
    static void loadClasses() throws ExecutionException, InterruptedException {
        assertOneLoadPerKey(KEYS, ColdKeysTests::tenOf);
    }

    @Test
    void tenThousandThreadsThatAskForOneColdKeyRunOneLoad()
            throws ExecutionException, IOException, InterruptedException {
        assertOneLoadPerKeyAndNobodyPinned(1, caller -> List.of(0));
    }

    @Test
    void tenThousandThreadsThatAskForAThousandColdKeysRunAThousandLoads()
            throws ExecutionException, IOException, InterruptedException {
        assertOneLoadPerKeyAndNobodyPinned(KEYS, caller -> List.of(caller % KEYS));
    }

    @Test
    void tenThousandThreadsWhoseBulksOverlapRunAThousandLoads()
            throws ExecutionException, IOException, InterruptedException {
        assertOneLoadPerKeyAndNobodyPinned(KEYS, ColdKeysTests::tenOf);
    }

    private static List<Integer> tenOf(int caller) {
        return IntStream.range(0, 10)
                .mapToObj(i -> (caller + i * KEYS / 10) % KEYS)
                .toList();
    }

    private static void assertOneLoadPerKeyAndNobodyPinned(int keys, IntFunction<List<Integer>> wanted)
            throws ExecutionException, IOException, InterruptedException {
        try (PinnedThreadRecording recording = new PinnedThreadRecording()) {
            assertOneLoadPerKey(keys, wanted);
            assertThat(recording.stop()).isEmpty();
        }
    }

    private static void assertOneLoadPerKey(int keys, IntFunction<List<Integer>> wanted)
            throws ExecutionException, InterruptedException {
        Crowd crowd = new Crowd(CALLERS);
        SlowOrigin origin = new SlowOrigin(keys, crowd);
        try (TwoNodes nodes = new TwoNodes()) {
            List<Map<Integer, String>> answers =
                    crowd.ask(caller -> call(caller, nodes.cache(caller / keys), wanted.apply(caller), origin));

            for (int caller = 0; caller < CALLERS; caller++) {
                assertThat(answers.get(caller)).isEqualTo(SlowOrigin.valuesOf(wanted.apply(caller)));
            }
            assertThat(origin.loads()).hasSize(keys).containsOnly(1);
        }
    }

    /** Callers take turns: in bulk, by a future on which their thread waits, and one key after the other. */
    private static Callable<Map<Integer, String>> call(
            int caller, Cache<Integer, String> cache, List<Integer> keys, SlowOrigin origin) {
        return switch (caller % 3) {
            case 0 -> () -> cache.getAllOrLoad(keys, origin);
            case 1 -> () -> cache.async().getAllOrLoad(keys, origin).get();
            default -> () -> keys.stream().collect(Collectors.toMap(identity(), key -> cache.getOrLoad(key, origin)));
        };
    }

    /** An origin that answers nobody before everybody has asked. */
    private record SlowOrigin(AtomicIntegerArray loadsByKey, Crowd crowd) implements CacheLoader<Integer, String> {

        SlowOrigin(int keys, Crowd crowd) {
            this(new AtomicIntegerArray(keys), crowd);
        }

        @Override
        public String load(Integer key) throws InterruptedException {
            return loadAll(List.of(key)).get(key);
        }

        @Override
        public Map<Integer, String> loadAll(Collection<Integer> keys) throws InterruptedException {
            keys.forEach(loadsByKey::incrementAndGet);
            crowd.awaitAll();
            return valuesOf(keys);
        }

        static Map<Integer, String> valuesOf(Collection<Integer> keys) {
            return keys.stream().collect(Collectors.toMap(identity(), key -> "value of " + key));
        }

        List<Integer> loads() {
            return IntStream.range(0, loadsByKey.length())
                    .mapToObj(loadsByKey::get)
                    .toList();
        }
    }
}
