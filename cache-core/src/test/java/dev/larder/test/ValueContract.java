// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.AtHand;
import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class ValueContract extends StoreContractPart {

    ValueContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void findsNothingUnderAKeyThatWasNeverStored() {
        assertThat(get()).isEqualTo(Lookup.Nothing.NOTHING);
        assertThat(region.peek(key.object())).isNull();
    }

    @Test
    void keepsAStaleValueUntilItsHardLifeEnds() {
        put(value("1.20"));

        elapse(SOFT);
        assertHolds("1.20");
        assertThat(((StoredValue) get()).isFresh(store.now())).isFalse();

        elapse(HARD.minus(SOFT).minus(MOMENT));
        assertHolds("1.20");

        elapse(MOMENT);
        assertHoldsNoValue();
        assertThat(evict()).isEqualTo(EvictReply.NOTHING);
    }

    @Test
    void countsAValuesLifeFromItsCreationNotFromItsStoring() {
        Lease lease = leased();
        StoredValue loaded = value("1.20");
        elapse(Duration.ofSeconds(4));
        fill(lease, loaded);

        elapse(HARD.minusSeconds(4));

        assertHoldsNoValue();
    }

    @Test
    void peeksOnlyAtFreshValues() {
        StoredValue value = value("1.20");
        put(value);

        AtHand peeked = region.peek(key.object());
        assertThat(peeked == null || peeked.stored().fillId() == value.fillId()).isTrue();
        assertThat(peeked == null || peeked.payload() == peeked.stored().payload())
                .isTrue();

        elapse(SOFT);
        assertThat(region.peek(key.object())).isNull();
    }

    @Test
    void keepsThatTheOriginHasNoValue() {
        StoredValue something = value("something");
        StoredValue absent = new StoredValue(
                null, something.fillId(), store.now(), 30_000, 30_000, 0, region.clock(), something.encoding(), null);
        fill(leased(), absent);

        assertThat(get())
                .isInstanceOfSatisfying(
                        StoredValue.class, found -> assertThat(found.isAbsent()).isTrue());
        elapse(Duration.ofSeconds(30));
        assertHoldsNoValue();
    }

    @Test
    void keepsAnEmptyPayloadApartFromNone() {
        put(value(""));

        assertHolds("");
        assertThat(((StoredValue) get()).isAbsent()).isFalse();
    }

    @Test
    void refreshesTheValueThatWasRead() {
        StoredValue seen = value("old");
        put(seen);

        assertThat(answer(region.refresh(key, seen.fillId(), value("new")))).isTrue();
        assertHolds("new");
    }

    @Test
    void refusesASecondRefreshOfOneValue() {
        StoredValue seen = value("old");
        put(seen);
        answer(region.refresh(key, seen.fillId(), value("first")));

        assertThat(answer(region.refresh(key, seen.fillId(), value("second")))).isFalse();
        assertHolds("first");
    }

    @Test
    void refusesARefreshOfWhatIsNoLongerThere() {
        StoredValue seen = value("old");
        put(seen);
        evict();
        assertThat(answer(region.refresh(key, seen.fillId(), value("new")))).isFalse();

        Lease lease = leased();
        assertThat(answer(region.refresh(key, seen.fillId(), value("new")))).isFalse();
        answer(region.release(key, lease));

        WriteIntent intent = begun();
        assertThat(answer(region.refresh(key, seen.fillId(), value("new")))).isFalse();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void refusesARefreshOfAValueThatHasEnded() {
        StoredValue seen = value("old");
        put(seen);
        elapse(HARD);

        assertThat(answer(region.refresh(key, seen.fillId(), value("new")))).isFalse();
        assertHoldsNoValue();
    }

    @Test
    void touchGivesNewLivesFromNowOn() {
        StoredValue value = value("1.20");
        put(value);
        elapse(Duration.ofSeconds(90));

        assertThat(touch(value)).isTrue();

        elapse(SOFT.minus(MOMENT));
        assertThat(((StoredValue) get()).isFresh(store.now())).isTrue();
        elapse(MOMENT);
        assertThat(((StoredValue) get()).isFresh(store.now())).isFalse();
        elapse(HARD.minus(SOFT));
        assertHoldsNoValue();
    }

    @Test
    void touchMayShortenALife() {
        StoredValue value = value("1.20");
        put(value);

        assertThat(answer(region.touch(key, value.fillId(), Duration.ofSeconds(1), Duration.ofSeconds(2))))
                .isTrue();

        elapse(Duration.ofSeconds(2));
        assertHoldsNoValue();
    }

    @Test
    void touchKeepsAllElse() {
        StoredValue value = value("1.20");
        put(value);
        elapse(Duration.ofSeconds(90));
        touch(value);

        assertHolds("1.20");
        assertThat(get())
                .usingRecursiveComparison()
                .ignoringFields("payload", "softMillis", "hardMillis")
                .isEqualTo(value);
    }

    @Test
    void touchesOnlyTheValueThatWasRead() {
        StoredValue seen = value("old");
        put(seen);
        put(value("new"));
        assertThat(touch(seen)).isFalse();

        evict();
        assertThat(touch(seen)).isFalse();
        leased();
        assertThat(touch(seen)).isFalse();
        elapse(LEASE);
        assertFree();
    }

    @Test
    void doesNotTouchAValueThatHasEnded() {
        StoredValue value = value("1.20");
        put(value);
        elapse(HARD);

        assertThat(touch(value)).isFalse();
        assertHoldsNoValue();
    }

    private boolean touch(StoredValue value) {
        return answer(region.touch(key, value.fillId(), SOFT, HARD));
    }
}
