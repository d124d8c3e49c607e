// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MemoryRegionTests {

    private static final StoreKey KEY = new StoreKey("shop:v1:prices:7", 7L);

    private final TestTime time = new TestTime();
    private final MemoryCacheStore store = new MemoryCacheStore(time.sources());
    private final StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 100));

    @Test
    void keepsTheVeryObject() {
        Object payload = new Object();
        put(region, value(payload, 1_000, 1_000));

        assertThat(store.keepsReferences()).isTrue();
        assertThat(((StoredValue) region.get(KEY).toCompletableFuture().join()).payload())
                .isSameAs(payload);
        assertThat(region.peek(7L)).extracting(AtHand::payload).isSameAs(payload);
    }

    @Test
    void findsAValueByTheKeyObjectWithoutItsText() {
        put(region, value("1.20", 1_000, 1_000));

        assertThat(region.peek(Long.valueOf(7))).isNotNull();
        assertThat(region.peek(7)).isNull();
        assertThat(region.peek(KEY.text())).isNull();
    }

    @Test
    void peeksAtNoLeaseIntentOrTombstone() {
        LeaseRequest lease = new LeaseRequest(KEY, new Token(1, 1), Duration.ofSeconds(1), Long.MAX_VALUE, null);
        region.lease(List.of(lease));
        assertThat(region.peek(7L)).isNull();

        region.beginWrite(List.of(new BeginRequest(KEY, new Token(1, 2), Duration.ofSeconds(1), Long.MAX_VALUE)));
        assertThat(region.peek(7L)).isNull();

        time.advance(Duration.ofSeconds(1));
        region.evict(List.of(KEY), Duration.ofSeconds(1));
        assertThat(region.peek(7L)).isNull();
    }

    @Test
    void peeksAtNoValueThatIsStaleOrCleared() {
        put(region, value("1.20", 1_000, 2_000));
        time.advance(Duration.ofMillis(999));
        assertThat(region.peek(7L)).isNotNull();
        time.advance(Duration.ofMillis(1));
        assertThat(region.peek(7L)).isNull();

        StoredValue loadedBefore = value("1.30", 1_000, 1_000);
        region.clear();
        put(region, loadedBefore);
        assertThat(region.peek(7L)).isNull();
    }

    @Test
    void peeksAtNoValueThatWasExpiredThoughItsCreationIsAhead() {
        put(region, new StoredValue("1.20", 1, store.now() + 100, 1_000, 2_000, 0, 0, new Encoding(0, 0, 0, 0), null));

        region.expire(List.of(KEY), 42, Duration.ofMillis(500));

        assertThat(region.peek(7L)).isNull();
        assertThat(region.get(KEY).toCompletableFuture().join()).isInstanceOf(StoredValue.class);
        time.advance(Duration.ofMillis(500));
        assertThat(region.get(KEY).toCompletableFuture()).isCompletedWithValue(Lookup.Nothing.NOTHING);
    }

    @Test
    void removesAnExpiredValueThatWouldEndBeforeItsCreation() {
        put(region, new StoredValue("1.20", 1, store.now() + 100, 1_000, 2_000, 0, 0, new Encoding(0, 0, 0, 0), null));

        region.expire(List.of(KEY), 42, Duration.ofMillis(100));

        assertThat(region.get(KEY).toCompletableFuture()).isCompletedWithValue(Lookup.Nothing.NOTHING);
    }

    @Test
    void peekReadsTheTickerOnce() {
        AtomicInteger reads = new AtomicInteger();
        MemoryCacheStore counting = new MemoryCacheStore(new TimeSources(
                time,
                () -> {
                    reads.incrementAndGet();
                    return time.read();
                },
                time));
        StoreRegion counted = counting.open(RegionSpec.ofSize("shop", 1, "prices", 100));
        put(counted, value("stale before its end", 1_000, 2_000));

        reads.set(0);
        counted.peek(7L);

        assertThat(reads).hasValue(1);
    }

    @Test
    void aValueIsOverAtItsEndWheneverTheTimeWasAskedForLast() {
        time.advance(Duration.ofNanos(500_000));
        put(region, value("1.20", 2, 2));
        time.advance(Duration.ofMillis(1));
        assertThat(region.peek(7L)).isNotNull();
        time.advance(Duration.ofNanos(500_000));

        assertThat(region.peek(7L)).isNull();
        assertThat(region.get(KEY).toCompletableFuture()).isCompletedWithValue(Lookup.Nothing.NOTHING);
    }

    @Test
    void peekAllocatesNothing() {
        put(region, value("1.20", 1_000, 2_000));
        Object key = 7L;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        // Until it is compiled, which takes as long as the machine is busy, it may allocate.
        for (int round = 0; round < 100 && fewest > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            peekOften(key);
            fewest = Math.min(fewest, (threads.getCurrentThreadAllocatedBytes() - before) / 20_000);
        }

        assertThat(fewest).as("bytes per peek").isZero();
    }

    @Test
    void followsTheTickerAndNotTheDate() {
        long start = store.now();
        put(region, value("1.20", 1_000, 1_000));

        time.setDate(Instant.parse("2099-01-01T00:00:00Z"));
        assertThat(store.now()).isEqualTo(start);
        assertThat(region.peek(7L)).isNotNull();

        time.setDate(Instant.EPOCH);
        time.advance(Duration.ofSeconds(1));
        assertThat(store.now()).isEqualTo(start + 1_000);
        assertThat(region.peek(7L)).isNull();
    }

    @Test
    void keepsAValueWhoseLifeHasNoEnd() {
        put(region, value("for ever", Long.MAX_VALUE, Long.MAX_VALUE));

        time.advance(Duration.ofDays(36_500));

        assertThat(region.peek(7L)).isNotNull();
    }

    @Test
    void aTouchForEverHasNoEnd() {
        put(region, value("1.20", 1_000, 1_000));
        time.advance(Duration.ofMillis(500));

        Duration forEver = Duration.ofMillis(Long.MAX_VALUE);
        assertThat(region.touch(KEY, 1, forEver, forEver).toCompletableFuture()).isCompletedWithValue(true);

        time.advance(Duration.ofDays(36_500));
        assertThat(region.peek(7L)).isNotNull();
    }

    @Test
    void storesDoNotShareAnything() {
        put(region, value("1.20", 1_000, 1_000));

        StoreRegion ofAnother = new MemoryCacheStore(time.sources()).open(RegionSpec.ofSize("shop", 1, "prices", 100));

        assertThat(ofAnother.peek(7L)).isNull();
    }

    @Test
    void aVersionedPutWithoutAVersionFails() {
        assertThat(region.putVersioned(KEY, value("1.20", 1_000, 1_000)).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining(KEY.text());
    }

    @Test
    void verbsFailAfterClose() {
        StoredValue value = value("1.20", 1_000, 1_000);
        put(region, value);
        store.close();

        List<Supplier<CompletionStage<?>>> verbs = List.of(
                () -> region.get(KEY),
                () -> region.getAll(List.of(KEY)),
                () -> region.put(KEY, value, Long.MAX_VALUE),
                () -> region.evict(List.of(KEY), Duration.ZERO),
                () -> region.evictByText(KEY.text(), Duration.ZERO),
                () -> region.evictMatching(text -> true),
                () -> region.release(KEY, new Lease(new Token(1, 1), 1)),
                region::clear,
                region::statistics,
                () -> store.clear("shop"),
                store::health);
        assertThat(verbs)
                .allSatisfy(verb -> assertThat(verb.get().toCompletableFuture())
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(IllegalStateException.class)
                        .withMessageContaining("closed"));
        assertThat(region.peek(7L)).isNull();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.open(RegionSpec.ofSize("shop", 1, "stock", 100)));
    }

    private void peekOften(Object key) {
        for (int i = 0; i < 20_000; i++) {
            region.peek(key);
        }
    }

    private void put(StoreRegion into, StoredValue value) {
        assertThat(into.put(KEY, value, Long.MAX_VALUE).toCompletableFuture()).isCompletedWithValue(PutReply.STORED);
    }

    private StoredValue value(Object payload, long soft, long hard) {
        return new StoredValue(payload, 1, store.now(), soft, hard, 0, region.clock(), new Encoding(0, 0, 0, 0), null);
    }
}
