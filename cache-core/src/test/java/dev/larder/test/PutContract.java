// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutIfAbsentReply.Outcome;
import dev.larder.store.PutReply;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.WriteIntent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class PutContract extends StoreContractPart {

    PutContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void theLastPutWins() {
        assertThat(put(value("first"))).isEqualTo(PutReply.STORED);
        assertThat(put(value("second"))).isEqualTo(PutReply.STORED);

        assertHolds("second");
    }

    @Test
    void aPutRevokesTheLease() {
        Lease lease = leased();
        put(value("put"));

        assertThat(fill(lease, value("loaded"))).isFalse();
        assertHolds("put");
    }

    @Test
    void aPutEndsAHoldOff() {
        evict(HOLD_OFF);

        assertThat(put(value("put"))).isEqualTo(PutReply.STORED);
        assertHolds("put");
    }

    @Test
    void aPutDuringAWriteStoresNothingAndLeavesTheKeyWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(put(value("put"))).isEqualTo(PutReply.WRITERS_AT_WORK);
        assertHoldsNoValue();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void aPutThatComesTooLateDoesNothing() {
        put(value("new"));

        assertThat(answer(region.put(key, value("old"), store.now() - 1))).isEqualTo(PutReply.TOO_LATE);
        assertHolds("new");
    }

    @Test
    void aPutIfAbsentThatComesTooLateDoesNothing() {
        assertThat(answer(region.putIfAbsent(key, value("old"), store.now() - 1, null)))
                .isEqualTo(Outcome.TOO_LATE);
        assertFree();
    }

    @Test
    void storesIfAbsentOnlyOnce() {
        assertThat(putIfAbsent("first", null)).isEqualTo(Outcome.STORED);

        assertThat(putIfAbsent("second", null))
                .isInstanceOfSatisfying(
                        PutIfAbsentReply.Found.class,
                        found -> assertThat(text(found.found())).isEqualTo("first"));
        assertHolds("first");
    }

    @Test
    void storesIfAbsentOverALeaseAndRevokesIt() {
        Lease lease = leased();

        assertThat(putIfAbsent("put", null)).isEqualTo(Outcome.STORED);
        assertThat(fill(lease, value("loaded"))).isFalse();
        assertHolds("put");
    }

    @Test
    void withholdsWhatIsPutIfAbsentDuringAWriteAndLetsTheWriterKeepItsValue() {
        WriteIntent intent = begun();

        assertThat(putIfAbsent("put", null)).isEqualTo(Outcome.WITHHELD);
        assertHoldsNoValue();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.STORED);
        assertHolds("written");
    }

    @Test
    void withholdsWhatIsPutIfAbsentDuringAHoldOff() {
        evict(HOLD_OFF);

        assertThat(putIfAbsent("put", null)).isEqualTo(Outcome.WITHHELD);
        elapse(HOLD_OFF);
        assertThat(putIfAbsent("put", null)).isEqualTo(Outcome.STORED);
    }

    @Test
    void putsIfAbsentOverTheUnusableValueThatIsNamedAndNoOther() {
        StoredValue unusable = value("unusable");
        put(unusable);

        assertThat(putIfAbsent("other", named(value("seen")))).isInstanceOf(PutIfAbsentReply.Found.class);
        assertThat(putIfAbsent("usable", named(unusable))).isEqualTo(Outcome.STORED);
        assertHolds("usable");
    }

    private PutIfAbsentReply putIfAbsent(String text, @Nullable Supersede supersede) {
        return answer(region.putIfAbsent(key, value(text), inTime(), supersede));
    }
}
