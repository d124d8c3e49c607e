// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.TestOrigin;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Known absences have a share of the room of their own. */
class MemoryAbsencesTests {

    private static final long LIFE = 60_000;

    private final TestTime time = new TestTime();
    private final MemoryCacheStore store = new MemoryCacheStore(time.sources());
    private final StoreRegion region =
            store.open(new RegionSpec("shop", 1, "prices", 100, 10, text -> true, (key, payload) -> 1));
    private final AtomicLong fillIds = new AtomicLong();

    @Test
    void manyAbsencesPushNoValueOutAndAreFewThemselves() {
        putValues(0, 100);

        putAbsences(100, 10_000);

        assertThat(held(0, 100)).isEqualTo(100);
        assertThat(held(100, 10_000)).isBetween(1, 10);
        StoreStatistics statistics = region.statistics().toCompletableFuture().join();
        assertThat(statistics.keys()).hasValue(100 + held(100, 10_000));
        assertThat(statistics.evictions()).hasValue(9_900 - held(100, 10_000));
    }

    @Test
    void manyValuesPushNoAbsenceOut() {
        putAbsences(0, 10);

        putValues(10, 10_000);

        assertThat(held(0, 10)).isEqualTo(10);
        assertThat(held(10, 10_000)).isBetween(1, 100);
    }

    @Test
    void anAbsenceThatIsReadOftenStaysBeforeOthers() {
        putAbsences(0, 10);
        readOften(3, 5);

        putAbsences(10, 1_000);

        assertThat(held(3, 5)).isEqualTo(2);
    }

    @Test
    void whatIsNoAbsenceAnyMoreTakesNoRoomOfTheirs() {
        List<Runnable> changes = List.of(
                () -> putValues(0, 10),
                () -> region.evict(keys(0, 10), Duration.ZERO),
                () -> region.evictMatching(text -> true),
                () -> region.expire(keys(0, 10), 42, Duration.ZERO),
                () -> region.beginWrite(keys(0, 10).stream()
                        .map(key -> new BeginRequest(key, new Token(1, 1), Duration.ofHours(1), Long.MAX_VALUE))
                        .toList()),
                region::clear,
                () -> store.clear("shop"),
                () -> time.advance(Duration.ofMillis(LIFE)));
        for (Runnable change : changes) {
            region.evict(keys(0, 20), Duration.ZERO);
            time.advance(Duration.ofHours(1));
            putAbsences(0, 10);
            readOften(0, 10);

            change.run();

            // Were one of them still counted, it would stay, since it was read so often,
            // and one of these would have to go.
            putAbsences(10, 20);
            assertThat(held(10, 20)).isEqualTo(10);
        }
    }

    @Test
    void anAbsenceThatIsReplacedByAnotherCountsOnce() {
        putAbsences(0, 10);
        putAbsences(0, 10);
        region.expire(keys(0, 10), 42, Duration.ofSeconds(30));

        assertThat(held(0, 10)).isEqualTo(10);
        putAbsences(10, 1_000);
        assertThat(held(0, 1_000)).isBetween(1, 10);
    }

    @Test
    void wantOfRoomNeverTakesTheValueThatReplacedAnAbsenceAtThatMoment()
            throws ExecutionException, InterruptedException {
        race(thread -> {
            for (int i = 0; i < 20_000; i++) {
                int mine = thread * 20 + i % 20;
                putAbsences(mine, mine + 1);
                putValues(mine, mine + 1);
                assertThat(region.peek(key(mine).object())).isNotNull();
            }
        });
    }

    @Test
    void threadsThatReplaceEachOthersAbsencesLeaveNoMoreThanThereIsRoomFor()
            throws ExecutionException, InterruptedException {
        AtomicInteger current = new AtomicInteger();
        race(thread -> {
            for (int key = 0; key < 20_000; key = current.get()) {
                putAbsences(key, key + 1);
                current.compareAndSet(key, key + 1);
            }
        });

        assertThat(held(0, 20_000)).isBetween(1, 10);
    }

    private static void race(IntConsumer task) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> tasks = IntStream.range(0, 4)
                    .mapToObj(thread -> Executors.callable(() -> task.accept(thread)))
                    .toList();
            for (Future<Object> each : threads.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCacheKeepsATenthOfItsBoundForAbsences() {
        try (CacheManager caches =
                CacheManager.builder().store(store).time(time.sources()).build()) {
            CacheOptions options = CacheOptions.named("things").maximumSize(100);
            Cache<Long, String> cache = caches.open(options, Long.class, String.class);
            TestOrigin<Long, String> origin = new TestOrigin<>();
            for (long i = 0; i < 1_000; i++) {
                cache.getOrLoad(i, origin);
            }

            assertThat(caches.statistics().get(0).store().keys().orElseThrow()).isBetween(1L, 10L);
        }
    }

    @Test
    void aCacheThatIsBoundedBySizeKeepsATenthOfItButOneAtLeast() {
        assertThat(RegionSpec.ofSize("shop", 1, "prices", 100).maximumAbsent()).isEqualTo(10);
        assertThat(RegionSpec.ofSize("shop", 1, "prices", 9).maximumAbsent()).isEqualTo(1);
    }

    @Test
    void refusesABoundBelowOne() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new RegionSpec("shop", 1, "prices", 1, 0, text -> true, (key, payload) -> 1))
                .withMessage("maximumAbsent must be at least 1, but was 0 (cache 'prices')");
    }

    private void putValues(int from, int to) {
        put(from, to, "value");
    }

    private void putAbsences(int from, int to) {
        put(from, to, null);
    }

    private void put(int from, int to, @Nullable Object payload) {
        Encoding encoding = new Encoding(0, 0, 0, 0);
        keys(from, to)
                .forEach(key -> region.put(
                        key,
                        new StoredValue(
                                payload,
                                fillIds.incrementAndGet(),
                                store.now(),
                                LIFE,
                                LIFE,
                                0,
                                region.clock(),
                                encoding,
                                null),
                        Long.MAX_VALUE));
    }

    private void readOften(int from, int to) {
        for (int i = 0; i < 10; i++) {
            keys(from, to).forEach(key -> region.peek(key.object()));
            region.getAll(keys(from, to));
        }
    }

    private int held(int from, int to) {
        return (int) keys(from, to).stream()
                .filter(key -> region.get(key).toCompletableFuture().join() instanceof StoredValue)
                .count();
    }

    private static List<StoreKey> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(MemoryAbsencesTests::key).toList();
    }

    private static StoreKey key(int number) {
        return StoreKey.of(Integer.toString(number));
    }
}
