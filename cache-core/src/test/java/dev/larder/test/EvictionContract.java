// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.EvictReply;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class EvictionContract extends StoreContractPart {

    EvictionContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void removesAValueOnce() {
        put(value("1.20"));

        assertThat(evict()).isEqualTo(EvictReply.REMOVED);
        assertHoldsNoValue();
        assertThat(evict()).isEqualTo(EvictReply.NOTHING);
        assertFree();
    }

    @Test
    void revokesALease() {
        Lease lease = leased();

        assertThat(evict()).isEqualTo(EvictReply.REMOVED);
        assertThat(fill(lease, value("old"))).isFalse();
        assertThat(answer(region.renewLease(key, lease, LEASE))).isFalse();
        assertFree();
    }

    @Test
    void holdsLoadsOffForAsLongAsAsked() {
        put(value("old"));
        evict(HOLD_OFF);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        assertHoldsNoValue();

        elapse(MOMENT);
        assertFree();
    }

    @Test
    void holdsLoadsOffAlsoWhereNothingStood() {
        assertThat(evict(HOLD_OFF)).isEqualTo(EvictReply.NOTHING);

        assertLoadsAreNotStored();
    }

    @Test
    void neverShortensAHoldOff() {
        evict(HOLD_OFF);
        evict(Duration.ZERO);
        evict(Duration.ofSeconds(1));

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void prolongsAHoldOff() {
        evict(HOLD_OFF);
        elapse(HOLD_OFF.minus(MOMENT));
        evict(HOLD_OFF);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void leavesAWriteIntentThatThenEndsWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(evict()).isEqualTo(EvictReply.WRITERS_AT_WORK);
        assertLoadsAreNotStored();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void keepsAHoldOffForTheLastOfTheWritersAtWork() {
        WriteIntent intent = begun();
        evict(HOLD_OFF);
        evict(Duration.ZERO);

        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        elapse(MOMENT);
        assertFree();
    }

    @Test
    void keepsAHoldOffWhenAllWritersLapse() {
        begun();
        evict(HOLD_OFF);

        elapse(INTENT);
        assertLoadsAreNotStored();
        elapse(HOLD_OFF.minus(INTENT));
        assertFree();
    }

    @Test
    void byTextRemovesTheOneKeyThatHasIt() {
        StoreKey longer = key("apples");
        put(value("1.20"));
        answer(region.put(longer, value("2.40"), inTime()));

        assertThat(evictByText()).isEqualTo(EvictReply.REMOVED);
        assertHoldsNoValue();
        assertThat(text(answer(region.get(longer)))).isEqualTo("2.40");
        assertThat(evictByText()).isEqualTo(EvictReply.NOTHING);
        assertFree();
    }

    @Test
    void byTextRevokesALease() {
        Lease lease = leased();

        assertThat(evictByText()).isEqualTo(EvictReply.REMOVED);
        assertThat(fill(lease, value("old"))).isFalse();
        assertFree();
    }

    @Test
    void byTextLeavesAWriteIntentThatThenEndsWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(evictByText()).isEqualTo(EvictReply.WRITERS_AT_WORK);
        assertLoadsAreNotStored();
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
        assertFree();
    }

    @Test
    void byTextHoldsLoadsOffForAsLongAsAsked() {
        put(value("old"));
        evictByText(HOLD_OFF);

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
        assertHoldsNoValue();

        elapse(MOMENT);
        assertFree();
    }

    private EvictReply evictByText() {
        return evictByText(Duration.ZERO);
    }

    private EvictReply evictByText(Duration holdOff) {
        return answer(region.evictByText(key.text(), holdOff));
    }

    @Test
    void evictsTheKeysWhoseTextMatches() {
        List<StoreKey> keys = List.of(key("apple:red"), key("apple:green"), key("pear"));
        keys.forEach(each -> answer(region.put(each, value(each.text()), inTime())));

        long removed = answer(region.evictMatching(text -> text.startsWith("shop:v1:prices:apple:")));

        assertThat(removed).isEqualTo(2);
        assertThat(answer(region.getAll(keys)))
                .satisfiesExactly(
                        red -> assertThat(red).isNotInstanceOf(StoredValue.class),
                        green -> assertThat(green).isNotInstanceOf(StoredValue.class),
                        pear -> assertThat(text(pear)).isEqualTo(key("pear").text()));
    }

    @Test
    void ofTheKeysThatBeginAsAFilterSaysOnlyThoseGoThatItMeans() {
        List<StoreKey> keys = List.of(key("apple:red"), key("apple:green"), key("pear:red"));
        keys.forEach(each -> answer(region.put(each, value(each.text()), inTime())));

        long removed =
                answer(region.evictMatching(filter(key("apple:").text(), text -> text.matches(".*:apple:.*red"))));

        assertThat(removed).isEqualTo(1);
        assertThat(answer(region.get(keys.get(0)))).isNotInstanceOf(StoredValue.class);
        assertThat(answer(region.getAll(keys.subList(1, 3)))).hasOnlyElementsOfType(StoredValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "_", "50%", "a!b", "a^b", "a$b", "a#b", "a|b", "a~b", "a/b", "a'b", "a\"b"})
    void theBeginningThatAFilterNamesMeansItself(String name) {
        StoreKey meant = key(name + ":more");
        answer(region.put(meant, value("1.20"), inTime()));

        assertThat(answer(region.evictMatching(filter(key(name).text(), meant.text()::equals))))
                .isEqualTo(1);
        assertThat(answer(region.get(meant))).isNotInstanceOf(StoredValue.class);
    }

    @Test
    void revokesTheLeasesOfKeysThatMatch() {
        Lease lease = leased();

        assertThat(answer(region.evictMatching(key.text()::equals))).isEqualTo(1);
        assertThat(fill(lease, value("old"))).isFalse();
        assertFree();
    }

    @Test
    void leavesTheLeasesOfKeysThatDoNotMatch() {
        Lease lease = leased();

        assertThat(answer(region.evictMatching(text -> !text.equals(key.text()))))
                .isZero();
        assertThat(answer(region.fill(List.of(new Fill(key, lease, value("1.20"))))))
                .containsExactly(true);
    }

    @Test
    void aWriteIntentThatMatchesEndsWithoutAValue() {
        WriteIntent intent = begun();

        assertThat(answer(region.evictMatching(text -> true))).isZero();
        assertThat(lease()).isEqualTo(LeaseReply.Bypass.BYPASS);
        assertThat(finish(intent, value("written"))).isEqualTo(FinishReply.EMPTY);
    }
}
