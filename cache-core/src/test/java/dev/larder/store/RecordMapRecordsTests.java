// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Lookup.Reason;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
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
    void aTouchGivesNoLongerLivesThanTheHeadCanHold() {
        Duration longest = Duration.ofMillis(42_949_672_950L);
        for (Duration life : List.of(longest, longest.multipliedBy(2), Duration.ofMillis(Long.MAX_VALUE))) {
            store(value(5));
            time.advance(Duration.ofSeconds(30));

            assertThat(join(region.touch(KEY, 5, life, life))).isTrue();

            StoredValue touched = (StoredValue) get();
            assertThat(touched.softMillis()).isEqualTo(longest.toMillis());
            assertThat(touched.hardMillis()).isEqualTo(longest.toMillis());
            time.advance(longest.minusSeconds(30).minusMillis(1));
            assertThat(get()).isInstanceOf(StoredValue.class);
            time.advance(Duration.ofMillis(1));
            assertThat(get()).isNotInstanceOf(StoredValue.class);
        }
    }

    @Test
    void aTouchRoundsTheShortestLifeUp() {
        store(value(5));

        assertThat(join(region.touch(KEY, 5, Duration.ofMillis(1), Duration.ofMillis(9))))
                .isTrue();

        assertThat(((StoredValue) get()).softMillis()).isEqualTo(10);
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

    @Test
    void anExpiryChangesOnlyFillIdAndLivesAlsoInARecordOfALaterBuild() {
        byte[] tagged = RecordFormat.encode(value(5));
        tagged[2] = 4;
        store.putRaw(KEY.text(), tagged, MINUTE);
        time.advance(Duration.ofSeconds(10));

        assertThat(expire(Duration.ofSeconds(20))).isEqualTo(EvictReply.REMOVED);

        byte[] expected = tagged.clone();
        ByteBuffer.wrap(expected).putLong(5, 5 + 43).putInt(19, 0).putInt(23, 3_000);
        assertThat(store.raw(KEY.text())).isEqualTo(expected);
        time.advance(Duration.ofSeconds(20));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void anExpiryRemovesWhatIsNoValueOfOurs() {
        for (String name : List.of("unusable-foreign", "unusable-kind", "unusable-head-cut")) {
            store.putRaw(KEY.text(), GoldenRecord.bytes(name), MINUTE);

            assertThat(expire(MINUTE)).as(name).isEqualTo(EvictReply.REMOVED);
            assertThat(store.keys()).isEmpty();
        }
    }

    @Test
    void aClaimIsARecordBesideTheKeyThatEndsWithIt() {
        Token token = new Token(7, 8);
        claim(token);

        byte[] bytes = store.raw("{" + KEY.text() + "}:r");
        assertThat(RecordFormat.decode(bytes))
                .isEqualTo(new StoredRecord.Claim(0, store.now() + MINUTE.toMillis(), token));
        assertThat(store.keys()).isEmpty();
        time.advance(MINUTE);
        assertThat(store.raw("{" + KEY.text() + "}:r")).isNull();
    }

    @Test
    void whatIsNoClaimWhereOneShouldStandIsNothing() {
        for (String name : List.of("claim-cut", "back-off-cut", "value", "unusable-foreign")) {
            store.putRaw("{" + KEY.text() + "}:r", GoldenRecord.bytes(name), MINUTE);

            assertThat(join(region.backOffs(List.of(KEY)))).as(name).containsExactly(BackOff.NONE);
            assertThat(claim(new Token(7, 8))).as(name).isEqualTo(new ClaimReply.Granted(0));
        }
        store.putRaw("{" + KEY.text() + "}:r", GoldenRecord.bytes("back-off"));
        assertThat(claim(new Token(7, 8))).isEqualTo(new ClaimReply.Granted(0));
    }

    @Test
    void listenersAreNotToldOfClaims() {
        List<String> heard = new ArrayList<>();
        store.subscribe(new StoreListener() {
            @Override
            public void evicted(String key) {
                heard.add(key);
            }

            @Override
            public void cleared(String namespace, String cache) {}

            @Override
            public void gap() {}
        });

        claim(new Token(7, 8));
        evict(Duration.ZERO);

        assertThat(heard).isEmpty();
    }

    private ClaimReply claim(Token token) {
        return join(region.claim(List.of(new ClaimRequest(KEY, token, MINUTE)))).get(0);
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

    private EvictReply expire(Duration keep) {
        return join(region.expire(List.of(KEY), 42, keep)).get(0);
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
