// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.WriteIntent;
import dev.larder.test.RandomHistories.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class CrashSafeContract extends StoreContractPart {

    CrashSafeContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void aWriterThatDiesBeforeItsFinishLeavesNoValue() {
        put(value("old"));
        begun();

        assertHoldsNoValue();
        elapse(INTENT);
        assertFree();
    }

    @Test
    void theIntentOfADeadWriterKeepsFillsOutUntilItLapses() {
        Lease lease = leased();
        begun();

        assertThat(fill(lease, value("old"))).isFalse();
        elapse(INTENT.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        fill(leased(), value("new"));
        assertHolds("new");
    }

    @Test
    void aDeadWriterLapsesAlsoWhileOthersGoOnWriting() {
        begun();
        for (int i = 0; i < 5; i++) {
            elapse(Duration.ofSeconds(4));
            WriteIntent other = answerOf(begin(token(), INTENT));
            finish(other, value("written beside the dead one"));
        }

        assertThat(finish(begun(), value("written"))).isEqualTo(FinishReply.STORED);
        assertHolds("written");
    }

    @Test
    void noValueIsKeptWhileADeadWritersMarkStands() {
        begun();
        WriteIntent living = joined();

        assertThat(finish(living, value("read before the dead one committed"))).isEqualTo(FinishReply.OTHERS_AT_WORK);
        assertHoldsNoValue();
        assertLoadsAreNotStored();
    }

    @Test
    void aWriterThatWakesAfterItsMarkLapsedLeavesNothingStale() {
        WriteIntent paused = begun();
        elapse(INTENT);
        fill(leased(), value("loaded before it commits"));

        assertThat(finish(paused, value("written"))).isEqualTo(FinishReply.LOST);
        assertHoldsNoValue();
    }

    @Test
    void noRandomHistoryServesAnythingStaleThoughWritersDie() {
        new RandomHistories(this, Event.WRITE, Event.CRASH, Event.EVICT, Event.TIME).run();
    }

    private static WriteIntent answerOf(BeginReply reply) {
        return reply instanceof BeginReply.Begun begun ? begun.intent() : ((BeginReply.Joined) reply).intent();
    }
}
