// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import dev.larder.test.RandomHistories.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

abstract class ClearBarrierContract extends StoreContractPart {

    ClearBarrierContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void whatWasLoadedBeforeAClearIsNotServedHoweverItIsStoredAfterIt() {
        Lease lease = leased();
        StoredValue old = value("old");
        answer(region.clear());

        fill(lease, old);
        assertHoldsNoValue();

        put(old);
        assertHoldsNoValue();

        evict();
        answer(region.putIfAbsent(key, old, inTime(), null));
        assertHoldsNoValue();

        evict();
        answer(region.putVersioned(key, old.withVersion(1)));
        assertHoldsNoValue();
    }

    @Test
    void whatWasWrittenBeforeAClearIsNotServedAfterIt() {
        WriteIntent intent = begun();
        StoredValue written = value("written before the clear");
        answer(region.clear());

        finish(intent, written);

        assertHoldsNoValue();
    }

    @Test
    void aRefreshThatBeganBeforeAClearIsNotServedAfterIt() {
        StoredValue seen = value("stale");
        put(seen);
        StoredValue loaded = value("loaded before the clear");
        answer(region.clear());

        answer(region.refresh(key, seen.fillId(), loaded));

        assertHoldsNoValue();
    }

    @Test
    void aTouchDoesNotBringAClearedValueBack() {
        StoredValue cleared = value("old");
        put(cleared);
        answer(region.clear());

        answer(region.touch(key, cleared.fillId(), SOFT, HARD));

        assertHoldsNoValue();
    }

    @Test
    void theClearOfANamespaceIsABarrierInAllItsCaches() {
        Lease lease = leased();
        StoredValue old = value("old");
        answer(store.clear("shop"));

        assertThat(fill(lease, old)).isFalse();
        put(old);
        assertHoldsNoValue();
    }

    @Test
    void noRandomHistoryServesWhatWasLoadedBeforeAClear() {
        new RandomHistories(this, Event.CLEAR, Event.WRITE, Event.REFRESH, Event.TIME).run();
    }

    @Test
    void threadsThatLoadAndClearNeverReadWhatWasLoadedBeforeAClear() {
        AtomicLong origin = new AtomicLong();
        AtomicLong floor = new AtomicLong();
        AtomicLong served = new AtomicLong();
        try (Race race = new Race()) {
            Runnable reader = () -> {
                // Until something was served, too: who has the lease may have been off the processor all the while.
                for (int i = 0; i < 4_000 || (served.get() == 0 && i < 10_000_000); i++) {
                    readOrLoad(origin, floor, served);
                }
            };
            race.run(List.of(reader, reader, reader, () -> {
                for (int i = 0; i < 500; i++) {
                    long changed = origin.incrementAndGet();
                    answer(region.clear());
                    floor.set(changed);
                    readOrLoad(origin, floor, served);
                }
            }));
        }
        assertThat(served).hasPositiveValue();
    }

    private void readOrLoad(AtomicLong origin, AtomicLong floor, AtomicLong served) {
        long atLeast = floor.get();
        Lookup found = get();
        if (found instanceof StoredValue) {
            served.incrementAndGet();
            assertThat(Long.parseLong(text(found))).isGreaterThanOrEqualTo(atLeast);
            return;
        }
        long clock = region.clock();
        if (leaseWhateverIsCleared() instanceof LeaseReply.Granted granted
                && !fill(granted.lease(), value(Long.toString(origin.get()), clock))) {
            answer(region.release(key, granted.lease()));
        }
    }
}
