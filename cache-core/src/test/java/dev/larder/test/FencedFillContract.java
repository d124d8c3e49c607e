// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.test.RandomHistories.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

abstract class FencedFillContract extends StoreContractPart {

    FencedFillContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void aFillThatWasLoadedBeforeAnEvictionIsRefusedThoughAnotherLoadHasTheLease() {
        Lease before = leased();
        evict();
        Lease after = leased();

        assertThat(fill(before, value("old"))).isFalse();
        assertHoldsNoValue();
        assertThat(fill(after, value("new"))).isTrue();
        assertHolds("new");
    }

    @Test
    void aFillThatWasLoadedBeforeAnEvictionDoesNotReplaceWhatWasLoadedAfterIt() {
        Lease before = leased();
        evict();
        fill(leased(), value("new"));

        assertThat(fill(before, value("old"))).isFalse();
        assertHolds("new");
    }

    @Test
    void aRefreshThatWasLoadedBeforeAnEvictionDoesNotReplaceWhatWasLoadedAfterIt() {
        StoredValue seen = value("stale");
        put(seen);
        evict();
        fill(leased(), value("new"));

        assertThat(answer(region.refresh(key, seen.fillId(), value("old")))).isFalse();
        assertHolds("new");
    }

    @Test
    void noRandomHistoryServesWhatWasLoadedBeforeAnEviction() {
        new RandomHistories(this, Event.EVICT, Event.REFRESH, Event.TIME).run();
    }

    @Test
    void threadsThatLoadAndEvictNeverReadWhatWasLoadedBeforeAnEviction() {
        AtomicLong origin = new AtomicLong();
        AtomicLong floor = new AtomicLong();
        AtomicLong served = new AtomicLong();
        try (Race race = new Race()) {
            Runnable reader = () -> {
                for (int i = 0; i < 4_000; i++) {
                    readOrLoad(origin, floor, served);
                }
            };
            // Again, if whoever had the lease was not given the processor until the others had gone.
            for (int round = 0; round < 20 && served.get() == 0; round++) {
                race.run(List.of(reader, reader, reader, () -> {
                    for (int i = 0; i < 1_000; i++) {
                        long changed = origin.incrementAndGet();
                        evict();
                        floor.set(changed);
                        readOrLoad(origin, floor, served);
                    }
                }));
            }
        }
        assertThat(served).hasPositiveValue();
    }

    private void readOrLoad(AtomicLong origin, AtomicLong floor, AtomicLong served) {
        long atLeast = floor.get();
        Lookup found = get();
        if (found instanceof StoredValue) {
            served.incrementAndGet();
            assertThat(Long.parseLong(text(found))).isGreaterThanOrEqualTo(atLeast);
        } else if (lease() instanceof LeaseReply.Granted granted) {
            fill(granted.lease(), value(Long.toString(origin.get())));
        }
    }
}
