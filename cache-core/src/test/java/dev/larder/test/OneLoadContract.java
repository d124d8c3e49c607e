// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

abstract class OneLoadContract extends StoreContractPart {

    OneLoadContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void manyThreadsThatAskForOneMissingKeyGetOneLease() {
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        Runnable asks = () -> {
            LeaseReply reply = lease();
            (reply instanceof LeaseReply.Granted ? granted : busy).incrementAndGet();
            assertThat(reply).isInstanceOfAny(LeaseReply.Granted.class, LeaseReply.Busy.class);
        };
        try (Race race = new Race()) {
            race.run(Collections.nCopies(50, asks));
        }

        assertThat(granted).hasValue(1);
        assertThat(busy).hasValue(49);
    }

    @Test
    void noTwoThreadsHoldTheLeaseAtOneTime() {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger loads = new AtomicInteger();
        Runnable loader = () -> {
            for (int i = 0; i < 2_000; i++) {
                if (lease() instanceof LeaseReply.Granted granted) {
                    assertThat(holders.incrementAndGet()).isEqualTo(1);
                    loads.incrementAndGet();
                    holders.decrementAndGet();
                    assertThat(answer(region.release(key, granted.lease()))).isTrue();
                }
            }
        };
        try (Race race = new Race()) {
            race.run(Collections.nCopies(4, loader));
        }

        assertThat(loads.get()).isGreaterThan(4);
        assertFree();
    }

    @Test
    void aDeadLoadersKeyIsFreeAfterItsLeaseForOneOther() {
        leased();
        elapse(LEASE.minus(MOMENT));
        assertThat(lease()).isInstanceOf(LeaseReply.Busy.class);

        elapse(MOMENT);

        leased();
        assertThat(lease()).isInstanceOf(LeaseReply.Busy.class);
    }

    @Test
    void aLoaderThatLivesKeepsTheKeyByRenewing() {
        Lease lease = leased();
        for (int i = 0; i < 10; i++) {
            elapse(LEASE.dividedBy(2));
            assertThat(answer(region.renewLease(key, lease, LEASE))).isTrue();
            assertThat(lease()).isInstanceOf(LeaseReply.Busy.class);
        }

        assertThat(fill(lease, value("loaded at length"))).isTrue();
    }

    @Test
    void oneLoadPerKeyIsGrantedInBulkToo() {
        answer(region.lease(List.of(
                new LeaseRequest(key("a"), token(), LEASE, inTime(), null),
                new LeaseRequest(key("b"), token(), LEASE, inTime(), null))));

        assertThat(answer(region.lease(List.of(
                        new LeaseRequest(key("b"), token(), LEASE, inTime(), null),
                        new LeaseRequest(key("c"), token(), LEASE, inTime(), null)))))
                .satisfiesExactly(
                        b -> assertThat(b)
                                .isInstanceOfSatisfying(
                                        LeaseReply.Busy.class,
                                        busy -> assertThat(busy.left()).isGreaterThan(Duration.ZERO)),
                        c -> assertThat(c).isInstanceOf(LeaseReply.Granted.class));
    }
}
