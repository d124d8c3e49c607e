// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Lookup.Reason;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the store of records does about bytes that only somebody else can have put there, or taken away. */
class RecordMapRecordsTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Encoding ENCODING = new Encoding(1, 2, 3, 0);
    private static final StoreKey KEY = StoreKey.of("chat:v1:conversation:7");

    private final TestTime time = new TestTime();
    private final RecordMapStore store = new RecordMapStore(time.sources());
    private final StoreRegion region = store.open(RegionSpec.ofSize("chat", 1, "conversation", 10));
    private long tokens;

    @Test
    void aStrangersDeleteRevokesALease() {
        Lease lease = granted(null);

        store.delete(KEY.text());

        assertThat(fill(lease, value(1))).isFalse();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void foreignBytesAreSupersededIfTheyAreStillTheSame() {
        store.putRaw(KEY.text(), "hello".getBytes(UTF_8));
        Lookup.Unusable seen = (Lookup.Unusable) get();
        assertThat(seen).isEqualTo(new Lookup.Unusable(Reason.FOREIGN, Supersede.ByBytes.of("hello".getBytes(UTF_8))));

        assertThat(lease(null)).isEqualTo(new LeaseReply.Found(seen));
        store.putRaw(KEY.text(), "hullo".getBytes(UTF_8));
        assertThat(lease(seen.supersede())).isInstanceOf(LeaseReply.Found.class);
        assertThat(putIfAbsent(seen.supersede())).isInstanceOf(PutIfAbsentReply.Found.class);
        store.putRaw(KEY.text(), "hello".getBytes(UTF_8));
        assertThat(lease(seen.supersede())).isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void anUnknownKindIsLeftAloneButEvicted() {
        store.putRaw(KEY.text(), GoldenRecord.bytes("unusable-kind"), MINUTE);

        assertThat(get()).isEqualTo(new Lookup.Unusable(Reason.UNKNOWN_FORMAT, null));
        assertThat(lease(null)).isEqualTo(LeaseReply.Bypass.BYPASS);
        assertThat(putIfAbsent(null)).isEqualTo(PutIfAbsentReply.Outcome.WITHHELD);
        assertThat(evict(Duration.ZERO)).isEqualTo(EvictReply.REMOVED);
        assertThat(store.raw(KEY.text())).isNull();
    }

    @Test
    void aLeaseOrTombstoneWithoutAnEndIsNothing() {
        for (String name : List.of("lease", "lease-cut", "tombstone", "tombstone-versioned", "intent-two-bytes")) {
            store.putRaw(KEY.text(), GoldenRecord.bytes(name));

            assertThat(get()).isEqualTo(Lookup.Nothing.NOTHING);
            assertThat(lease(null)).as(name).isInstanceOf(LeaseReply.Granted.class);
        }
    }

    @Test
    void aLeaseThatIsNotWholeStandsUntilItsTimeIsOver() {
        store.putRaw(KEY.text(), GoldenRecord.bytes("lease-cut"), MINUTE);

        assertThat(lease(null)).isEqualTo(new LeaseReply.Busy(MINUTE));
        time.advance(MINUTE);
        assertThat(lease(null)).isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void aValueWhoseLifeIsOverInItsHeadIsSuperseded() {
        store.putRaw(KEY.text(), RecordFormat.encode(value(5)));
        time.advance(MINUTE);

        Lookup.Unusable seen = (Lookup.Unusable) get();
        assertThat(seen).isEqualTo(new Lookup.Unusable(Reason.EXPIRED, new Supersede.ByFillId(5)));
        assertThat(lease(null)).isEqualTo(new LeaseReply.Found(seen));
        assertThat(lease(seen.supersede())).isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void aClearLeavesTheRecordsAndMakesThemUnusable() {
        store(value(5));
        join(region.clear());

        Lookup.Unusable seen = (Lookup.Unusable) get();
        assertThat(seen).isEqualTo(new Lookup.Unusable(Reason.CLEARED, new Supersede.ByFillId(5)));
        assertThat(store.keys()).containsExactly(KEY.text());
        assertThat(putIfAbsent(seen.supersede())).isEqualTo(PutIfAbsentReply.Outcome.STORED);
        assertThat(get()).isInstanceOf(StoredValue.class);
    }

    @Test
    void aLoadThatBeganBeforeAClearIsNotStoredAndFreesTheKey() {
        Lease lease = granted(null);
        StoredValue loadedBefore = value(5);
        join(region.clear());

        assertThat(fill(lease, loadedBefore)).isFalse();
        assertThat(lease(null)).isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void aRefreshThatBeganBeforeAClearIsNotStored() {
        store(value(5));
        StoredValue loadedBefore = value(6);
        join(store.clear("chat"));

        assertThat(join(region.refresh(KEY, 5, loadedBefore))).isFalse();
        assertThat(join(region.refresh(KEY, 5, value(7)))).isTrue();
    }

    @Test
    void aMergedValueOlderThanAClearIsNotKept() {
        store(value(5));
        BeginReply.Begun begun = (BeginReply.Begun) begin(new Token(9, 1));
        StoredValue base = (StoredValue) begun.replaced();
        join(region.clear());

        assertThat(finish(begun.intent(), base)).isEqualTo(FinishReply.EMPTY);
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aClockThatIsLostOrDamagedActsAsAClear() {
        long before = region.clock();
        for (byte[] damaged : List.of(new byte[0], new byte[] {(byte) 0xC1}, new byte[18], "hello".getBytes(UTF_8))) {
            store(value(5));
            store.putRaw("chat:clock", damaged);

            assertThat(region.clock()).isGreaterThan(before);
            assertThat(get()).isEqualTo(new Lookup.Unusable(Reason.CLEARED, new Supersede.ByFillId(5)));
            before = region.clock();
        }
        store(value(5));
        store.delete("chat:clock");
        assertThat(get()).isInstanceOf(Lookup.Unusable.class);
        assertThat(region.clock()).isGreaterThan(before);
    }

    @Test
    void aClockThatWasPutBackIsRepairedAndActsAsAClear() {
        byte[] old = clockBytes();
        join(region.clear());
        long before = region.clock();
        store(value(5));
        store.putRaw("chat:clock", old);

        assertThat(region.clock()).isGreaterThan(before);
        assertThat(get()).isInstanceOf(Lookup.Unusable.class);
    }

    @Test
    void aTouchChangesHeadAndEndTogether() {
        store(value(5));
        time.advance(Duration.ofSeconds(30));

        assertThat(join(region.touch(KEY, 6, MINUTE, MINUTE))).isFalse();
        assertThat(join(region.touch(KEY, 5, Duration.ofSeconds(45), MINUTE))).isTrue();

        StoredValue touched = (StoredValue) get();
        assertThat(touched.softMillis()).isEqualTo(75_000);
        assertThat(touched.hardMillis()).isEqualTo(90_000);
        time.advance(MINUTE.minusMillis(1));
        assertThat(get()).isInstanceOf(StoredValue.class);
        time.advance(Duration.ofMillis(1));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aRecordOfALaterBuildIsReadWithTheCodecThatNobodyReads() {
        byte[] tagged = RecordFormat.encode(value(5));
        tagged[2] = 4;
        store.putRaw(KEY.text(), tagged, MINUTE);

        StoredValue found = (StoredValue) get();

        assertThat(found.encoding().codec()).isEqualTo(RecordFormat.UNKNOWN_CODEC);
        assertThat(lease(new Supersede.ByFillId(5))).isInstanceOf(LeaseReply.Granted.class);
    }

    private byte[] clockBytes() {
        region.clock();
        return store.raw("chat:clock");
    }

    private StoredValue value(long fillId) {
        return new StoredValue(new byte[] {1}, fillId, store.now(), 60_000, 60_000, 0, region.clock(), ENCODING, null);
    }

    private void store(StoredValue value) {
        assertThat(join(region.put(KEY, value, Long.MAX_VALUE))).isEqualTo(PutReply.STORED);
    }

    private Lookup get() {
        return join(region.get(KEY));
    }

    private LeaseReply lease(Supersede supersede) {
        Token token = new Token(1, ++tokens);
        return join(region.lease(List.of(new LeaseRequest(KEY, token, MINUTE, Long.MAX_VALUE, supersede))))
                .get(0);
    }

    private Lease granted(Supersede supersede) {
        return ((LeaseReply.Granted) lease(supersede)).lease();
    }

    private boolean fill(Lease lease, StoredValue value) {
        return join(region.fill(List.of(new Fill(KEY, lease, value)))).get(0);
    }

    private PutIfAbsentReply putIfAbsent(Supersede supersede) {
        return join(region.putIfAbsent(KEY, value(99), Long.MAX_VALUE, supersede));
    }

    private EvictReply evict(Duration holdOff) {
        return join(region.evict(List.of(KEY), holdOff)).get(0);
    }

    private BeginReply begin(Token token) {
        return join(region.beginWrite(List.of(new BeginRequest(KEY, token, MINUTE, Long.MAX_VALUE))))
                .get(0);
    }

    private FinishReply finish(WriteIntent intent, StoredValue value) {
        FinishRequest request = new FinishRequest(KEY, intent.token(), intent.stamp(), value, Duration.ZERO, null);
        return join(region.finishWrite(List.of(request))).get(0);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
