// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.RandomHistories.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

abstract class NoOlderWriterContract extends StoreContractPart {

    NoOlderWriterContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void theWriterThatCommittedFirstDoesNotLeaveItsValueByFinishingLast() {
        WriteIntent first = begun();
        WriteIntent second = joined();
        finish(second, value("committed last"));

        assertThat(finish(first, value("committed first"))).isEqualTo(FinishReply.EMPTY);
        assertHoldsNoValue();
    }

    @Test
    void aWriterThatBeginsWhileAnotherFinishesDoesNotSeeItsValueSurvive() {
        WriteIntent first = begun();
        WriteIntent second = joined();
        finish(first, value("first"));

        assertHoldsNoValue();
        assertThat(finish(second, value("second"))).isEqualTo(FinishReply.EMPTY);
    }

    @Test
    void aLoadFromBeforeTheWriteIsNotStoredAfterIt() {
        Lease lease = leased();
        WriteIntent intent = begun();
        finish(intent, value("written"));

        assertThat(fill(lease, value("loaded before"))).isFalse();
        assertHolds("written");
    }

    @Test
    void aRefreshFromBeforeTheWriteIsNotStoredAfterIt() {
        StoredValue seen = value("stale");
        put(seen);
        finish(begun(), value("written"));

        assertThat(answer(region.refresh(key, seen.fillId(), value("loaded before"))))
                .isFalse();
        assertHolds("written");
    }

    @Test
    void noRandomHistoryServesAnythingOlderThanAFinishedWrite() {
        new RandomHistories(this, Event.WRITE, Event.EVICT, Event.REFRESH).run();
    }

    @Test
    void threadsThatWriteLeaveTheLastCommitOrNothing() {
        AtomicLong origin = new AtomicLong();
        AtomicLong kept = new AtomicLong();
        Runnable writer = () -> {
            Token token = token();
            BeginReply reply = begin(token, INTENT);
            long stamp = reply instanceof BeginReply.Begun begun
                    ? begun.intent().stamp()
                    : ((BeginReply.Joined) reply).intent().stamp();
            StoredValue written = value(Long.toString(origin.incrementAndGet()));
            finish(new FinishRequest(key, token, stamp, written, Duration.ZERO, null));
        };
        Runnable loader = () -> {
            if (lease() instanceof LeaseReply.Granted granted) {
                fill(granted.lease(), value(Long.toString(origin.get())));
            }
        };
        try (Race race = new Race()) {
            for (int round = 0; round < 500; round++) {
                race.run(round % 2 == 0 ? List.of(writer, writer, loader) : List.of(writer, loader, loader));
                Lookup left = get();
                if (left instanceof StoredValue) {
                    kept.incrementAndGet();
                    assertThat(text(left)).isEqualTo(Long.toString(origin.get()));
                }
            }
        }
        assertThat(kept).as("rounds that left a value").hasPositiveValue();
    }
}
