// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.RandomHistories.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class NothingLostContract extends StoreContractPart {

    NothingLostContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void aLoadThatRunsAgainDoesNotRollBackTheValue() {
        Token token = token();
        LeaseRequest request = new LeaseRequest(key, token, LEASE, inTime(), null);
        Lease lease = ((LeaseReply.Granted) lease(request)).lease();
        StoredValue loaded = value("older");
        fill(lease, loaded);
        finish(begun(), value("newer"));

        lease(request);
        assertThat(fill(lease, loaded)).isFalse();
        assertHolds("newer");

        evict();
        lease(request);
        assertThat(fill(lease, loaded)).isFalse();
        assertHoldsNoValue();
    }

    @Test
    void aWriteThatRunsAgainLeavesTheNewerValueOrNothing() {
        Token token = token();
        WriteIntent older = ((BeginReply.Begun) begin(token, INTENT)).intent();
        FinishRequest finish = new FinishRequest(key, token, older.stamp(), value("older"), Duration.ZERO, null);
        finish(finish);
        finish(begun(), value("newer"));

        begin(token, INTENT);
        assertThat(finish(finish)).isEqualTo(FinishReply.EMPTY);
        assertHoldsNoValue();

        finish(begun(), value("newest"));
        assertThat(finish(finish)).isEqualTo(FinishReply.LOST);
        assertHoldsNoValue();
    }

    @Test
    void aPutThatRunsLateDoesNotRollBackTheValue() {
        StoredValue older = value("older");
        long notAfter = store.now();
        put(value("newer"));
        elapse(MOMENT);

        assertThat(answer(region.put(key, older, notAfter))).isEqualTo(PutReply.TOO_LATE);
        assertThat(answer(region.putIfAbsent(key, older, notAfter, null))).isEqualTo(PutIfAbsentReply.Outcome.TOO_LATE);
        assertHolds("newer");
    }

    @Test
    void aRefreshThatRunsAgainDoesNotRollBackTheValue() {
        StoredValue seen = value("stale");
        put(seen);
        StoredValue older = value("older");
        answer(region.refresh(key, seen.fillId(), older));
        answer(region.refresh(key, older.fillId(), value("newer")));

        assertThat(answer(region.refresh(key, seen.fillId(), older))).isFalse();
        assertHolds("newer");
    }

    @Test
    void versionsThatArriveInAnyOrderEndWithTheNewest() {
        for (long version : new long[] {4, 9, 2, 9, 7, 1}) {
            answer(region.putVersioned(key, value(Long.toString(version)).withVersion(version)));
        }

        assertHolds("9");
    }

    @Test
    void aCommandThatComesBackAsAGhostKeepsTheKeyOnlyUntilItLapses() {
        begin(token(), INTENT);
        elapse(INTENT);
        assertFree();

        lease();
        elapse(LEASE);
        assertFree();
    }

    @Test
    void noRandomHistoryRollsAValueBackThoughCommandsRunTwiceAndLate() {
        new RandomHistories(
                        this,
                        Event.REPLAY,
                        Event.WRITE,
                        Event.EVICT,
                        Event.REFRESH,
                        Event.CLEAR,
                        Event.CRASH,
                        Event.TIME)
                .run();
    }
}
