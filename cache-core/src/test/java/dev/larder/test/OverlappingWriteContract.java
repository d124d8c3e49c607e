// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class OverlappingWriteContract extends StoreContractPart {

    private static final Duration BRIEF = Duration.ofSeconds(2);

    OverlappingWriteContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void noValueIsKeptWhicheverWriterFinishesLast() {
        WriteIntent first = begun();
        WriteIntent second = joined();

        assertThat(finish(first, value("first"))).isEqualTo(FinishReply.OTHERS_AT_WORK);
        assertHoldsNoValue();
        assertLoadsAreNotStored();
        assertThat(finish(second, value("second"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void noValueIsKeptIfTheFirstWriterFinishesLast() {
        WriteIntent first = begun();
        WriteIntent second = joined();

        finish(second, value("second"));

        assertThat(finish(first, value("first"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void everyWriterHasAStampOfItsOwn() {
        assertThat(begun().stamp()).isNotEqualTo(joined().stamp());
    }

    @Test
    void theKeyIsCleanAgainOnceAllHaveFinished() {
        WriteIntent first = begun();
        finish(joined(), null);
        finish(first, null);

        assertThat(finish(begun(), value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void oneWriterIsNotFinishedByAnothersSecondFinish() {
        WriteIntent first = begun();
        WriteIntent second = joined();
        finish(first, null);

        assertThat(finish(first, null)).isEqualTo(FinishReply.LOST);
        assertLoadsAreNotStored();
        assertThat(finish(second, value("second"))).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void aForeignFinishDirtiesTheIntentOfWhoeverIsAtWork() {
        WriteIntent intent = begun();

        assertThat(finish(FinishRequest.withNothing(key, token(), Duration.ZERO)))
                .isEqualTo(FinishReply.LOST);
        assertLoadsAreNotStored();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void aWriterThatLapsedDoesNotKeepTheKeyFromTheOthers() {
        begun(BRIEF);
        WriteIntent living = joined();
        elapse(BRIEF);

        assertThat(finish(living, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void aWriterThatLapsedHasLeftTheIntentDirty() {
        WriteIntent living = begun();
        begin(token(), BRIEF);
        elapse(BRIEF);

        assertThat(finish(living, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertHoldsNoValue();
    }

    @Test
    void aWriterThatLapsedIsToldSoAndDirtiesTheOthersIntent() {
        WriteIntent lapsed = begun(BRIEF);
        elapse(BRIEF);
        WriteIntent next = begun();

        assertThat(finish(lapsed, value("late"))).isEqualTo(FinishReply.LOST);
        assertLoadsAreNotStored();
        assertThat(finish(next, value("written"))).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void renewingOneWriterDoesNotKeepAnotherAlive() {
        WriteIntent lapsing = begun(BRIEF);
        WriteIntent living = joined();
        elapse(BRIEF.minus(MOMENT));
        answer(region.renewWrite(key, living, INTENT));
        elapse(MOMENT);

        assertThat(answer(region.renewWrite(key, lapsing, INTENT))).isFalse();
        assertThat(finish(living, null)).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void theIntentStandsAsLongAsItsLongestWriter() {
        begun(INTENT);
        begin(token(), BRIEF);

        elapse(INTENT.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void anIntentTakesAHoldOffOverAndKeepsNoValueWhileItIsDue() {
        evict(HOLD_OFF);
        WriteIntent intent = begun();

        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertHoldsNoValue();

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void anIntentThatOutlivesTheHoldOffKeepsItsValue() {
        evict(Duration.ofSeconds(1));
        WriteIntent intent = begun();
        elapse(Duration.ofSeconds(1));

        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
    }

    @Test
    void aHoldOffOutlivesAnIntentThatLapses() {
        evict(HOLD_OFF);
        begun();
        elapse(INTENT);

        assertLoadsAreNotStored();
        assertThat(answer(region.putIfAbsent(key, value("put"), inTime(), null)))
                .isEqualTo(PutIfAbsentReply.Outcome.WITHHELD);
        assertThat(answer(region.putVersioned(key, value("put").withVersion(1))))
                .isEqualTo(PutReply.HELD_OFF);
        elapse(HOLD_OFF.minus(INTENT));
        assertFree();
    }

    @Test
    void aHoldOffAskedForByOneWriterIsKeptForTheLast() {
        WriteIntent first = begun();
        WriteIntent second = joined();
        finish(first, null, HOLD_OFF);

        assertThat(finish(second, null)).isEqualTo(FinishReply.EMPTY);
        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void aHoldOffIsKeptByAFinishWhoseMarkIsGone() {
        WriteIntent lapsed = begun();
        elapse(INTENT);
        evict(HOLD_OFF);

        assertThat(finish(lapsed, null)).isEqualTo(FinishReply.LOST);
        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void everyVerbOverlooksWritersThatLapsed() {
        leaveALapsedIntent();
        assertThat(evict()).isEqualTo(EvictReply.NOTHING);
        leaveALapsedIntent();
        assertThat(put(value("put"))).isEqualTo(PutReply.STORED);
        leaveALapsedIntent();
        assertThat(answer(region.putVersioned(key, value("put").withVersion(1))))
                .isEqualTo(PutReply.STORED);
        leaveALapsedIntent();
        assertThat(answer(region.putIfAbsent(key, value("put"), inTime(), null)))
                .isEqualTo(PutIfAbsentReply.Outcome.STORED);
        leaveALapsedIntent();
        assertThat(begin(token(), INTENT)).isInstanceOf(BeginReply.Begun.class);
        leaveALapsedIntent();
        assertFree();
    }

    /** Two writers, of which one joined, so that the intent is dirty; a hold-off that ends before them. */
    private void leaveALapsedIntent() {
        elapse(INTENT);
        evict(BRIEF);
        begin(token(), INTENT);
        begin(token(), BRIEF);
        elapse(INTENT);
    }
}
