// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.PutReply;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import dev.larder.test.RandomHistories.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ExpireContract extends StoreContractPart {

    private static final Duration KEEP = Duration.ofSeconds(30);

    ExpireContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void makesAValueStaleAtOnceAndHoldsItForAsLongAsAsked() {
        put(value("1.20"));

        assertThat(expire(KEEP)).isEqualTo(EvictReply.REMOVED);

        assertHolds("1.20");
        assertThat(found().isFresh(store.now())).isFalse();
        assertThat(found().softMillis()).isZero();
        assertThat(region.peek(key.object())).isNull();
        elapse(KEEP.minus(MOMENT));
        assertHolds("1.20");
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void keepsAllElseOfTheValue() {
        StoredValue value = value("1.20").withVersion(5);
        put(value);
        elapse(Duration.ofSeconds(20));

        expire(KEEP);

        assertHolds("1.20");
        assertThat(found())
                .usingRecursiveComparison()
                .ignoringFields("payload", "fillId", "softMillis", "hardMillis")
                .isEqualTo(value);
    }

    @Test
    void keepsThatTheOriginHasNoValue() {
        StoredValue value = value("");
        put(new StoredValue(
                null, value.fillId(), store.now(), 30_000, 60_000, 0, region.clock(), value.encoding(), null));

        expire(KEEP);

        assertThat(found().isAbsent()).isTrue();
        assertThat(found().isFresh(store.now())).isFalse();
    }

    @Test
    void prolongsNoLife() {
        put(value("1.20"));
        elapse(HARD.minusSeconds(5));
        expire(KEEP);

        elapse(Duration.ofSeconds(5));

        assertFree();
    }

    @Test
    void aRepeatedExpiryProlongsNoLife() {
        put(value("1.20"));
        expire(KEEP);
        elapse(KEEP.minus(MOMENT));
        assertThat(expire(KEEP)).isEqualTo(EvictReply.REMOVED);

        elapse(MOMENT);

        assertFree();
    }

    @Test
    void removesAValueOfWhichNothingIsToBeKept() {
        put(value("1.20"));

        assertThat(expire(Duration.ZERO)).isEqualTo(EvictReply.REMOVED);

        assertFree();
    }

    @Test
    void remembersTheVersionOfAValueOfWhichNothingIsToBeKept() {
        answer(region.putVersioned(key, value("fifth").withVersion(5)));

        expire(Duration.ZERO);

        assertThat(answer(region.putVersioned(key, value("fourth").withVersion(4))))
                .isEqualTo(PutReply.NOT_NEWER);
    }

    @Test
    void aStaleValueKeepsOlderVersionsOut() {
        answer(region.putVersioned(key, value("fifth").withVersion(5)));

        expire(KEEP);

        assertThat(answer(region.putVersioned(key, value("fourth").withVersion(4))))
                .isEqualTo(PutReply.NOT_NEWER);
        assertThat(answer(region.putVersioned(key, value("sixth").withVersion(6))))
                .isEqualTo(PutReply.STORED);
    }

    @Test
    void refusesARefreshThatSawTheValueBefore() {
        StoredValue seen = value("old");
        put(seen);
        expire(KEEP);

        assertThat(answer(region.refresh(key, seen.fillId(), value("loaded before"))))
                .isFalse();
        assertHolds("old");
        assertThat(found().softMillis()).isZero();
    }

    @Test
    void acceptsARefreshThatSawTheStaleValue() {
        put(value("old"));
        expire(KEEP);

        assertThat(answer(region.refresh(key, found().fillId(), value("loaded after"))))
                .isTrue();
        assertHolds("loaded after");
        assertThat(found().isFresh(store.now())).isTrue();
    }

    @Test
    void aCommandThatRunsAgainNeverBringsAFillIdBackThatSomebodySaw() {
        long fillId = 42;
        StoredValue first = value("old");
        put(first);
        expire(fillId, KEEP);
        long seen = found().fillId();
        expire(77, KEEP);

        expire(fillId, KEEP);

        assertThat(answer(region.refresh(key, seen, value("loaded before the second expiry"))))
                .isFalse();
        assertThat(answer(region.refresh(key, first.fillId(), value("loaded before both"))))
                .isFalse();
        assertHolds("old");
    }

    @Test
    void aStaleValueIsFoundByWhoAsksForTheLease() {
        put(value("1.20"));
        expire(KEEP);

        assertThat(lease())
                .isInstanceOfSatisfying(
                        LeaseReply.Found.class,
                        found -> assertThat(text(found.found())).isEqualTo("1.20"));
    }

    @Test
    void revokesALease() {
        Lease lease = leased();

        assertThat(expire(KEEP)).isEqualTo(EvictReply.REMOVED);

        assertThat(fill(lease, value("old"))).isFalse();
        assertFree();
    }

    @Test
    void leavesAWriteIntentThatThenEndsWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(expire(KEEP)).isEqualTo(EvictReply.WRITERS_AT_WORK);

        assertLoadsAreNotStored();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void leavesAHoldOffAsItIs() {
        evict(HOLD_OFF);

        assertThat(expire(KEEP)).isEqualTo(EvictReply.NOTHING);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void doesNothingWhereNothingStands() {
        assertThat(expire(KEEP)).isEqualTo(EvictReply.NOTHING);

        assertFree();
    }

    @Test
    void doesNotBringBackWhatWasCleared() {
        put(value("1.20"));
        answer(region.clear());

        expire(KEEP);

        assertHoldsNoValue();
    }

    @Test
    void answersInTheOrderOfTheKeys() {
        WriteIntent intent = begun();
        answer(region.put(key("pear"), value("0.80"), inTime()));
        List<StoreKey> keys = List.of(key("never"), key, key("pear"));

        assertThat(answer(region.expire(keys, 42, KEEP)))
                .containsExactly(EvictReply.NOTHING, EvictReply.WRITERS_AT_WORK, EvictReply.REMOVED);
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void noRandomHistoryServesOtherThanAsExpiredWhatWasLoadedBeforeAnExpiry() {
        new RandomHistories(this, Event.EXPIRE, Event.REFRESH, Event.TIME).run();
    }

    @Test
    void noRandomHistoryDoesSoAmongOtherChangesThatDieAndRunTwice() {
        new RandomHistories(
                        this,
                        Event.EXPIRE,
                        Event.EVICT,
                        Event.CLEAR,
                        Event.REFRESH,
                        Event.WRITE,
                        Event.CRASH,
                        Event.REPLAY,
                        Event.TIME)
                .run();
    }

    private StoredValue found() {
        return (StoredValue) get();
    }
}
