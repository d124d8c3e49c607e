// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryBoundTests {

    private static final Duration LONG = Duration.ofHours(1);

    private final TestTime time = new TestTime();
    private final MemoryCacheStore store = new MemoryCacheStore(time.sources());

    @Test
    void keepsAtMostTheMaximumNumberOfValues() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 100));

        putNumbers(region, 1_000);

        assertThat(held(region, 1_000)).hasSizeBetween(1, 100);
        StoreStatistics statistics = region.statistics().toCompletableFuture().join();
        assertThat(statistics.keys()).hasValue(held(region, 1_000).size());
        assertThat(statistics.evictions()).hasValue(1_000 - held(region, 1_000).size());
    }

    @Test
    void keepsWhatIsReadAgainAndAgain() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 100));
        put(region, key(-1), "read");
        put(region, key(-2), "not read");

        for (int i = 0; i < 1_000; i++) {
            time.advance(Duration.ofMillis(10));
            assertThat(region.peek(key(-1).object())).isNotNull();
            put(region, key(i), "new");
        }

        assertThat(region.peek(key(-2).object())).isNull();
    }

    @Test
    void readsOfAValueWithinFiftyMillisecondsCountOnce() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 100));
        MemoryRecord.ValueRecord stored = new MemoryRecord.ValueRecord("text", value(region, "read"), 1);

        assertThat(stored.counts(1_000)).isTrue();
        assertThat(stored.counts(1_049)).isFalse();
        assertThat(stored.counts(1_050)).isTrue();
        assertThat(stored.counts(1_099)).isFalse();
    }

    @Test
    void keepsAtMostTheMaximumWeight() {
        StoreRegion region = weighed(100, (key, payload) -> ((String) payload).length());

        IntStream.range(0, 200).forEach(i -> put(region, key(i), "x".repeat(1 + i % 17)));

        List<StoredValue> held = held(region, 200);
        assertThat(held).isNotEmpty();
        assertThat(held.stream()
                        .mapToInt(value -> ((String) value.payload()).length())
                        .sum())
                .isLessThanOrEqualTo(100);
    }

    @Test
    void doesNotKeepAValueHeavierThanTheMaximum() {
        StoreRegion region = weighed(100, (key, payload) -> ((String) payload).length());

        assertThat(put(region, key(1), "x".repeat(101))).isCompletedWithValue(PutReply.STORED);

        assertThat(held(region, 2)).isEmpty();
    }

    @Test
    void wantOfRoomTakesNeitherLeasesNorIntentsNorHoldOffs() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 10));
        StoreKey leased = StoreKey.of("leased");
        StoreKey written = StoreKey.of("written");
        StoreKey heldOff = StoreKey.of("held off");
        Lease lease = ((LeaseReply.Granted) lease(region, leased)).lease();
        Token writer = new Token(1, 2);
        BeginRequest begin = new BeginRequest(written, writer, LONG, Long.MAX_VALUE);
        WriteIntent intent = ((BeginReply.Begun) region.beginWrite(List.of(begin))
                        .toCompletableFuture()
                        .join()
                        .get(0))
                .intent();
        region.evict(List.of(heldOff), LONG);

        putNumbers(region, 10_000);

        assertThat(lease(region, heldOff)).isEqualTo(LeaseReply.Bypass.BYPASS);
        assertThat(region.fill(List.of(new Fill(leased, lease, value(region, "loaded"))))
                        .toCompletableFuture())
                .isCompletedWithValue(List.of(true));
        FinishRequest finish =
                new FinishRequest(written, writer, intent.stamp(), value(region, "written"), Duration.ZERO, null);
        assertThat(region.finishWrite(List.of(finish)).toCompletableFuture())
                .isCompletedWithValue(List.of(FinishReply.STORED));
    }

    @Test
    void valuesThatWeighNothingStay() {
        StoreRegion region = weighed(1, (key, payload) -> 0);

        putNumbers(region, 1_000);

        assertThat(held(region, 1_000)).hasSize(1_000);
    }

    @Test
    void weighsEachStoredValueOnceAndOutsideAnyLock() {
        List<Object> asked = new ArrayList<>();
        List<StoreRegion> opened = new ArrayList<>();
        StoreRegion region = weighed(100, (key, payload) -> {
            asked.add(key + "=" + payload);
            // Under the key's lock this would be a recursive update of the map.
            opened.forEach(each -> each.evict(List.of(StoreKey.of((String) key)), Duration.ZERO));
            return 1;
        });
        opened.add(region);

        put(region, key(1), "one");
        put(region, key(1), "uno");
        region.get(key(1));
        region.touch(key(1), held(region, 2).get(0).fillId(), LONG, LONG);

        assertThat(asked).containsExactly("1=one", "1=uno");
        assertThat(held(region, 2)).extracting(StoredValue::payload).containsExactly("uno");
    }

    @Test
    void refusesAWeightBelowZeroAndLeavesTheKeyAsItWas() {
        StoreRegion region = weighed(100, (key, payload) -> payload.equals("bad") ? -1 : 1);
        put(region, key(1), "good");

        assertThat(put(region, key(1), "bad"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContainingAll("weigher", "'prices'", "-1");
        assertThat(held(region, 2)).extracting(StoredValue::payload).containsExactly("good");
    }

    @Test
    void doesNotAskTheWeigherForTheWeightOfNothing() {
        StoreRegion region = weighed(10, (key, payload) -> payload.hashCode());
        StoredValue some = value(region, "some");
        StoredValue absent = new StoredValue(null, 1, store.now(), 1_000, 1_000, 0, 0, some.encoding(), null);

        assertThat(region.put(key(1), absent, Long.MAX_VALUE)).isCompletedWithValue(PutReply.STORED);

        assertThat(held(region, 2)).containsExactly(absent);
    }

    @Test
    void valuesThatEndAreNotCountedAsEvictions() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 100));
        putNumbers(region, 50);

        time.advance(LONG);

        StoreStatistics statistics = region.statistics().toCompletableFuture().join();
        assertThat(statistics.keys()).hasValue(0);
        assertThat(statistics.evictions()).hasValue(0);
    }

    @Test
    void aRegionKeepsTheBoundsItWasFirstOpenedWith() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 10));

        StoreRegion again = store.open(RegionSpec.ofSize("shop", 1, "prices", 1_000_000));

        putNumbers(again, 1_000);
        assertThat(held(region, 1_000)).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void keepsABoundedNumberOfClaims() {
        StoreRegion region = store.open(RegionSpec.ofSize("shop", 1, "prices", 10));

        claim(region, new Token(1, 1));

        List<ClaimReply> ofAnother = claim(region, new Token(1, 2));
        assertThat(ofAnother).filteredOn(ClaimReply.Busy.class::isInstance).hasSizeBetween(1, 10_000);
    }

    private static List<ClaimReply> claim(StoreRegion region, Token token) {
        List<ClaimRequest> requests = IntStream.range(0, 20_000)
                .mapToObj(i -> new ClaimRequest(key(i), token, LONG))
                .toList();
        return region.claim(requests).toCompletableFuture().join();
    }

    private StoreRegion weighed(long maximum, ToIntBiFunction<Object, Object> weigher) {
        return store.open(new RegionSpec("shop", 1, "prices", maximum, 10, text -> true, weigher));
    }

    private void putNumbers(StoreRegion region, int count) {
        IntStream.range(0, count).forEach(i -> put(region, key(i), "value " + i));
    }

    private CompletionStage<PutReply> put(StoreRegion region, StoreKey key, String payload) {
        return region.put(key, value(region, payload), Long.MAX_VALUE);
    }

    private static LeaseReply lease(StoreRegion region, StoreKey key) {
        LeaseRequest request = new LeaseRequest(key, new Token(1, 1), LONG, Long.MAX_VALUE, null);
        return region.lease(List.of(request)).toCompletableFuture().join().get(0);
    }

    private static List<StoredValue> held(StoreRegion region, int count) {
        List<StoredValue> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (region.get(key(i)).toCompletableFuture().join() instanceof StoredValue value) {
                held.add(value);
            }
        }
        return held;
    }

    private StoredValue value(StoreRegion region, String payload) {
        return new StoredValue(
                payload,
                payload.hashCode(),
                store.now(),
                LONG.toMillis(),
                LONG.toMillis(),
                0,
                region.clock(),
                new Encoding(0, 0, 0, 0),
                null);
    }

    private static StoreKey key(int number) {
        return StoreKey.of(Integer.toString(number));
    }
}
