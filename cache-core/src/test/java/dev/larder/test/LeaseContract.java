// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BackOff;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

abstract class LeaseContract extends StoreContractPart {

    LeaseContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void grantsAMissingKeyToOneCallerAndTellsOthersHowLongTheyMayWait() {
        leased();
        elapse(Duration.ofSeconds(1));

        LeaseReply other = lease();

        assertThat(other)
                .isInstanceOfSatisfying(
                        LeaseReply.Busy.class,
                        busy -> assertThat(busy.left()).isBetween(Duration.ofMillis(1), LEASE.minusSeconds(1)));
    }

    @Test
    void grantsTheSameLeaseToARepeatedRequest() {
        Token token = token();

        LeaseReply first = lease(token);
        LeaseReply second = lease(token);

        assertThat(first).isInstanceOf(LeaseReply.Granted.class);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aRepeatedRequestDoesNotProlongTheLease() {
        Token token = token();
        lease(token);
        elapse(LEASE.minusSeconds(1));
        lease(token);

        elapse(Duration.ofSeconds(1));

        assertThat(lease()).isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void doesNothingForARequestThatComesTooLate() {
        LeaseReply late = lease(new LeaseRequest(key, token(), LEASE, store.now() - 1, null));

        assertThat(late).isEqualTo(LeaseReply.TooLate.TOO_LATE);
        assertFree();
    }

    @Test
    void grantsARequestInItsLastMillisecond() {
        assertThat(lease(new LeaseRequest(key, token(), LEASE, store.now(), null)))
                .isInstanceOf(LeaseReply.Granted.class);
    }

    @Test
    void findsTheValueInsteadOfGrantingALease() {
        put(value("1.20"));

        assertThat(lease())
                .isInstanceOfSatisfying(
                        LeaseReply.Found.class,
                        found -> assertThat(text(found.found())).isEqualTo("1.20"));
        assertHolds("1.20");
    }

    @Test
    void aKeyUnderLeaseHoldsNoValue() {
        leased();

        assertHoldsNoValue();
    }

    @Test
    void storesWhatIsFilledUnderTheLeaseWithAllThatIsKnownOfIt() {
        StoredValue value = value("1.20");

        assertThat(fill(leased(), value)).isTrue();

        assertHolds("1.20");
        assertThat(get()).usingRecursiveComparison().ignoringFields("payload").isEqualTo(value);
    }

    @Test
    void refusesASecondFillUnderOneLease() {
        Lease lease = leased();
        fill(lease, value("first"));

        assertThat(fill(lease, value("second"))).isFalse();
        assertHolds("first");
    }

    @Test
    void refusesAFillUnderALeaseThatAnEvictionRevoked() {
        Lease lease = leased();
        evict();

        assertThat(fill(lease, value("old"))).isFalse();
        assertFree();
    }

    @Test
    void refusesAFillUnderAnotherToken() {
        Lease lease = leased();

        assertThat(fill(new Lease(token(), lease.stamp()), value("not mine"))).isFalse();
        assertThat(fill(lease, value("mine"))).isTrue();
    }

    @Test
    void refusesAFillUnderALeaseThatARepeatedRequestMadeAnew() {
        Token token = token();
        Lease first = ((LeaseReply.Granted) lease(token)).lease();
        evict();

        LeaseReply replayed = lease(token);

        assertThat(replayed)
                .isInstanceOf(LeaseReply.Granted.class)
                .isNotEqualTo(new LeaseReply.Granted(first, BackOff.NONE));
        assertThat(fill(first, value("loaded before the eviction"))).isFalse();
        assertHoldsNoValue();
    }

    @Test
    void refusesAFillAfterTheLeaseHasLapsed() {
        Lease lease = leased();
        elapse(LEASE);

        assertThat(fill(lease, value("late"))).isFalse();
        assertFree();
    }

    @Test
    void acceptsAFillInTheLastMomentOfTheLease() {
        Lease lease = leased();
        elapse(LEASE.minus(MOMENT));

        assertThat(fill(lease, value("in time"))).isTrue();
    }

    @Test
    void grantsALapsedLeaseToAnotherWhoseFillAloneIsAccepted() {
        Lease lapsed = leased();
        elapse(LEASE);
        Lease next = leased();

        assertThat(fill(lapsed, value("old"))).isFalse();
        assertThat(fill(next, value("new"))).isTrue();
        assertHolds("new");
    }

    @Test
    void releasesOnlyTheVeryLease() {
        Lease lease = leased();

        assertThat(answer(region.release(key, new Lease(token(), lease.stamp()))))
                .isFalse();
        assertThat(answer(region.release(key, new Lease(lease.token(), lease.stamp() + 1))))
                .isFalse();
        assertThat(lease()).isInstanceOf(LeaseReply.Busy.class);
        assertThat(answer(region.release(key, lease))).isTrue();
        assertThat(answer(region.release(key, lease))).isFalse();
        assertFree();
    }

    @Test
    void aReleaseDoesNotTouchTheValueThatWasFilled() {
        Lease lease = leased();
        fill(lease, value("1.20"));

        assertThat(answer(region.release(key, lease))).isFalse();
        assertHolds("1.20");
    }

    @Test
    void renewsALeaseFromNowOn() {
        Lease lease = leased();
        elapse(LEASE.minusSeconds(1));

        assertThat(answer(region.renewLease(key, lease, LEASE))).isTrue();

        elapse(LEASE.minusSeconds(1));
        assertThat(fill(lease, value("1.20"))).isTrue();
    }

    @Test
    void neverShortensALease() {
        Lease lease = leased();

        assertThat(answer(region.renewLease(key, lease, Duration.ofSeconds(1)))).isTrue();

        elapse(Duration.ofSeconds(2));
        assertThat(fill(lease, value("1.20"))).isTrue();
    }

    @Test
    void doesNotRenewWhatIsNotTheVeryLease() {
        Lease lease = leased();

        assertThat(answer(region.renewLease(key, new Lease(token(), lease.stamp()), HARD)))
                .isFalse();
        assertThat(answer(region.renewLease(key, new Lease(lease.token(), lease.stamp() + 1), HARD)))
                .isFalse();
        elapse(LEASE);
        assertThat(answer(region.renewLease(key, lease, LEASE))).isFalse();
        assertFree();
    }

    @Test
    void supersedesTheValueThatIsNamed() {
        StoredValue unusable = value("unusable");
        put(unusable);

        LeaseReply reply = lease(new LeaseRequest(key, token(), LEASE, inTime(), named(unusable)));

        assertThat(reply).isInstanceOf(LeaseReply.Granted.class);
        assertHoldsNoValue();
    }

    @Test
    void doesNotSupersedeAnotherValueThanTheOneThatIsNamed() {
        StoredValue seen = value("seen");
        put(value("another"));

        LeaseReply reply = lease(new LeaseRequest(key, token(), LEASE, inTime(), named(seen)));

        assertThat(reply).isInstanceOf(LeaseReply.Found.class);
        assertHolds("another");
    }

    @Test
    void supersedesNeitherALeaseNorAWriteIntent() {
        StoredValue seen = value("seen");
        Lease lease = leased();
        LeaseRequest superseding = new LeaseRequest(key, token(), LEASE, inTime(), named(seen));
        assertThat(lease(superseding)).isInstanceOf(LeaseReply.Busy.class);
        answer(region.release(key, lease));

        WriteIntent intent = begun();

        assertThat(lease(superseding)).isEqualTo(LeaseReply.Bypass.BYPASS);
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
    }
}
