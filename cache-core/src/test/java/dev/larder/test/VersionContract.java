// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.EvictReply;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.PutReply;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class VersionContract extends StoreContractPart {

    /** Longer than any store keeps the version of an evicted value. */
    private static final Duration LONG = Duration.ofHours(1);

    VersionContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void aNewerVersionReplacesAnOlderOne() {
        assertThat(put(7)).isEqualTo(PutReply.STORED);
        assertThat(put(8)).isEqualTo(PutReply.STORED);

        assertHolds("8");
    }

    @Test
    void neitherAnOlderNorTheSameVersionReplacesAValue() {
        put(7);

        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
        assertThat(put(6)).isEqualTo(PutReply.NOT_NEWER);
        assertHolds("7");
    }

    @Test
    void comparesAll64BitsOfAVersionAndTakesItForUnsigned() {
        // Neighbours that a double cannot tell apart, the largest signed number, then the ones that look negative.
        List<Long> growing = List.of(
                0L, 1L, 1L << 32, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L);
        for (int i = 0; i < growing.size(); i++) {
            assertThat(put(growing.get(i)))
                    .as("version %s", Long.toUnsignedString(growing.get(i)))
                    .isEqualTo(PutReply.STORED);
            for (long older : growing.subList(0, i + 1)) {
                assertThat(put(older))
                        .as("version %s after %s", Long.toUnsignedString(older), Long.toUnsignedString(growing.get(i)))
                        .isEqualTo(PutReply.NOT_NEWER);
            }
        }
        assertHolds("-1");
    }

    @Test
    void keepsTheVersionWithTheValue() {
        put(Long.MIN_VALUE);

        assertThat(get()).extracting("version").isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void anyVersionReplacesAValueThatHasNone() {
        put(value("without"));

        assertThat(put(1)).isEqualTo(PutReply.STORED);
        assertHolds("1");
    }

    @Test
    void theVersionOfAClearedValueKeepsNothingOut() {
        put(7);
        answer(region.clear());

        assertThat(put(7)).isEqualTo(PutReply.STORED);
        assertHolds("7");
    }

    @Test
    void aVersionedPutRevokesTheLease() {
        Lease lease = leased();

        assertThat(put(1)).isEqualTo(PutReply.STORED);
        assertThat(fill(lease, value("loaded"))).isFalse();
        assertHolds("1");
    }

    @Test
    void aVersionedPutDuringAWriteStoresNothingAndLeavesTheKeyWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(put(1)).isEqualTo(PutReply.WRITERS_AT_WORK);
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void aVersionedPutDuringAHoldOffStoresNothing() {
        evict(HOLD_OFF);

        assertThat(put(1)).isEqualTo(PutReply.HELD_OFF);
        assertHoldsNoValue();
        elapse(HOLD_OFF);
        assertThat(put(1)).isEqualTo(PutReply.STORED);
    }

    @Test
    void anEvictedVersionKeepsOlderOnesOutForAShortTime() {
        put(7);
        assertThat(evict()).isEqualTo(EvictReply.REMOVED);
        assertHoldsNoValue();

        assertThat(put(6)).isEqualTo(PutReply.NOT_NEWER);
        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
        assertThat(put(8)).isEqualTo(PutReply.STORED);
        assertHolds("8");
    }

    @Test
    void noLoadIsStoredWhileAnEvictedVersionIsKept() {
        put(7);
        evict();

        assertLoadsAreNotStored();
        elapse(LONG);
        assertFree();
    }

    @Test
    void aSecondEvictionKeepsTheVersion() {
        put(7);
        evict();
        evict();

        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
    }

    @Test
    void aHoldOffLongerThanTheVersionIsKeptKeepsBoth() {
        put(7);
        evict(LONG);

        elapse(LONG.minus(MOMENT));

        assertLoadsAreNotStored();
        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void aWriteMayStoreAValueWithItsVersion() {
        WriteIntent intent = begun();
        FinishRequest request = new FinishRequest(
                key, intent.token(), intent.stamp(), value("7").withVersion(7), Duration.ZERO, 7L);

        assertThat(finish(request)).isEqualTo(FinishReply.STORED);
        assertHolds("7");
        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
    }

    @Test
    void aVersionThatIsFinishedBesideAnotherWriterKeepsOlderOnesOut() {
        WriteIntent first = begun();
        WriteIntent second = joined();

        assertThat(finishWithVersion(first, 7)).isEqualTo(FinishReply.OTHERS_AT_WORK);
        assertThat(finish(FinishRequest.withNothing(key, second.token(), Duration.ZERO)))
                .isEqualTo(FinishReply.EMPTY);
        assertThat(put(6)).isNotEqualTo(PutReply.STORED);
    }

    @Test
    void aWriteThatFinishesWithNothingLeavesItsVersion() {
        WriteIntent intent = begun();

        assertThat(finishWithVersion(intent, 7)).isEqualTo(FinishReply.EMPTY);
        assertThat(put(7)).isEqualTo(PutReply.NOT_NEWER);
        assertThat(put(8)).isEqualTo(PutReply.STORED);
    }

    @Test
    void aWriteWhoseMarkIsGoneLeavesTheNewerOfItsVersionAndTheStoredOne() {
        WriteIntent lapsed = begun();
        elapse(INTENT);
        put(9);

        assertThat(finishWithVersion(lapsed, 7)).isEqualTo(FinishReply.LOST);
        assertHoldsNoValue();
        assertThat(put(9)).isEqualTo(PutReply.NOT_NEWER);
        assertThat(put(10)).isEqualTo(PutReply.STORED);

        assertThat(finishWithVersion(lapsed, Long.MIN_VALUE)).isEqualTo(FinishReply.LOST);
        assertThat(put(11)).isEqualTo(PutReply.NOT_NEWER);
    }

    private PutReply put(long version) {
        return answer(region.putVersioned(key, value(Long.toString(version)).withVersion(version)));
    }

    private FinishReply finishWithVersion(WriteIntent intent, long version) {
        return finish(new FinishRequest(key, intent.token(), intent.stamp(), null, Duration.ZERO, version));
    }
}
