// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class WriteIntentContract extends StoreContractPart {

    WriteIntentContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void removesTheValueAndReturnsItAsTheBaseOfAMerge() {
        StoredValue base = value("base");
        put(base);

        BeginReply reply = begin(token(), INTENT);

        assertThat(reply).isInstanceOfSatisfying(BeginReply.Begun.class, begun -> {
            assertThat(text(begun.replaced())).isEqualTo("base");
            assertThat(begun.replaced())
                    .usingRecursiveComparison()
                    .ignoringFields("payload")
                    .isEqualTo(base);
        });
        assertHoldsNoValue();
    }

    @Test
    void hasNoBaseWhereNoValueStood() {
        assertThat(begin(token(), INTENT))
                .isInstanceOfSatisfying(
                        BeginReply.Begun.class,
                        begun -> assertThat(begun.replaced()).isEqualTo(Lookup.Nothing.NOTHING));
    }

    @Test
    void hasNoBaseWhereALeaseStoodAndRevokesIt() {
        Lease lease = leased();

        assertThat(begin(token(), INTENT))
                .isInstanceOfSatisfying(
                        BeginReply.Begun.class,
                        begun -> assertThat(begun.replaced()).isNotInstanceOf(StoredValue.class));
        assertThat(fill(lease, value("old"))).isFalse();
        assertThat(answer(region.release(key, lease))).isFalse();
        assertLoadsAreNotStored();
    }

    @Test
    void keepsLoadsOutWhileTheWriterIsAtWork() {
        begun();

        assertLoadsAreNotStored();
        elapse(INTENT.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void lapsesWithItsWriter() {
        begun();

        elapse(INTENT);

        assertFree();
        assertThat(evict()).isEqualTo(EvictReply.NOTHING);
    }

    @Test
    void keepsTheValueOfTheOnlyWriter() {
        WriteIntent intent = begun();
        StoredValue written = value("written");

        assertThat(finish(intent, written)).isEqualTo(FinishReply.STORED);
        assertHolds("written");
        assertThat(get()).usingRecursiveComparison().ignoringFields("payload").isEqualTo(written);
    }

    @Test
    void endsWithoutAValueIfTheWriterKeepsNothing() {
        put(value("old"));
        WriteIntent intent = begun();

        assertThat(finish(intent, null)).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void endsWithoutAValueIfBeginWasNotAcknowledged() {
        Token token = token();
        begin(token, INTENT);

        assertThat(finish(FinishRequest.withNothing(key, token, Duration.ZERO))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void endsWithoutAValueIfTheMarkHasAnotherStamp() {
        Token token = token();
        WriteIntent first = ((BeginReply.Begun) begin(token, INTENT)).intent();
        finish(first, null);
        BeginReply replayed = begin(token, INTENT);

        assertThat(replayed)
                .isInstanceOfSatisfying(
                        BeginReply.Begun.class,
                        begun -> assertThat(begun.intent()).isNotEqualTo(first));
        assertThat(finish(first, value("written before the replay"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void aSecondFinishEmptiesTheKey() {
        WriteIntent intent = begun();
        StoredValue written = value("written");
        finish(intent, written);

        assertThat(finish(intent, written)).isEqualTo(FinishReply.LOST);
        assertFree();
    }

    @Test
    void aSecondBeginWithOneTokenReturnsTheSameMark() {
        Token token = token();
        WriteIntent first = ((BeginReply.Begun) begin(token, INTENT)).intent();

        BeginReply second = begin(token, INTENT);

        assertThat(second).isEqualTo(new BeginReply.Joined(first));
        assertThat(finish(first, value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void aSecondBeginProlongsTheMarkAndNeverShortensIt() {
        Token token = token();
        begin(token, INTENT);
        elapse(INTENT.minus(MOMENT));
        begin(token, INTENT);
        begin(token, MOMENT);

        elapse(INTENT.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void doesNothingForABeginThatComesTooLate() {
        put(value("kept"));
        BeginRequest late = new BeginRequest(key, token(), INTENT, store.now() - 1);

        assertThat(answer(region.beginWrite(List.of(late)))).containsExactly(BeginReply.TooLate.TOO_LATE);
        assertHolds("kept");
    }

    @Test
    void doesNotJoinWhenItComesTooLate() {
        WriteIntent intent = begun();

        answer(region.beginWrite(List.of(new BeginRequest(key, token(), INTENT, store.now() - 1))));

        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void renewsAMarkFromNowOn() {
        WriteIntent intent = begun();
        elapse(INTENT.minus(MOMENT));

        assertThat(answer(region.renewWrite(key, intent, INTENT))).isTrue();

        elapse(INTENT.minus(MOMENT));
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void neverShortensAMark() {
        WriteIntent intent = begun();

        assertThat(answer(region.renewWrite(key, intent, MOMENT))).isTrue();

        elapse(INTENT.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void neverMakesAMarkAgain() {
        WriteIntent lapsed = begun();
        elapse(INTENT);
        assertThat(answer(region.renewWrite(key, lapsed, INTENT))).isFalse();
        assertFree();

        WriteIntent finished = begun();
        finish(finished, value("written"));
        assertThat(answer(region.renewWrite(key, finished, INTENT))).isFalse();
        assertHolds("written");
    }

    @Test
    void renewsOnlyTheVeryMark() {
        WriteIntent intent = begun();

        assertThat(answer(region.renewWrite(key, new WriteIntent(token(), intent.stamp()), HARD)))
                .isFalse();
        assertThat(answer(region.renewWrite(key, new WriteIntent(intent.token(), intent.stamp() + 1), HARD)))
                .isFalse();
        elapse(INTENT);
        assertFree();
    }

    @Test
    void aFinishWhoseMarkIsGoneEmptiesTheKey() {
        WriteIntent lapsed = begun();
        elapse(INTENT);
        put(value("stored since"));

        assertThat(finish(lapsed, value("written"))).isEqualTo(FinishReply.LOST);
        assertFree();
    }

    @Test
    void aFinishWhoseMarkIsGoneRevokesALease() {
        WriteIntent lapsed = begun();
        elapse(INTENT);
        Lease lease = leased();

        assertThat(finish(lapsed, null)).isEqualTo(FinishReply.LOST);
        assertThat(fill(lease, value("old"))).isFalse();
    }

    @Test
    void aFinishMayHoldLoadsOff() {
        WriteIntent intent = begun();

        assertThat(finish(intent, null, HOLD_OFF)).isEqualTo(FinishReply.EMPTY);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void aFinishThatHoldsLoadsOffKeepsNoValue() {
        WriteIntent intent = begun();

        assertThat(finish(intent, value("written"), HOLD_OFF)).isEqualTo(FinishReply.EMPTY);
        assertHoldsNoValue();
        assertLoadsAreNotStored();
    }
}
