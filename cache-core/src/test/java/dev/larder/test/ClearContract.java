// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.FinishReply;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.Lookup;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import org.junit.jupiter.api.Test;

abstract class ClearContract extends StoreContractPart {

    ClearContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void findsNoValueOfAClearedCacheAgain() {
        put(value("old"));

        answer(region.clear());

        assertHoldsNoValue();
        assertThat(get())
                .isNotEqualTo(value("old"))
                .satisfiesAnyOf(
                        nothing -> assertThat(nothing).isEqualTo(Lookup.Nothing.NOTHING),
                        cleared -> assertThat(cleared)
                                .isInstanceOfSatisfying(
                                        Lookup.Unusable.class,
                                        unusable ->
                                                assertThat(unusable.reason()).isEqualTo(Lookup.Reason.CLEARED)));
    }

    @Test
    void cachesAgainAfterAClear() {
        put(value("old"));
        answer(region.clear());

        assertThat(fill(leased(), value("new"))).isTrue();
        assertHolds("new");
    }

    @Test
    void putsAgainAfterAClear() {
        put(value("old"));
        answer(region.clear());

        put(value("new"));
        assertHolds("new");
    }

    @Test
    void theClockGrowsWithEachClearAlsoWithinOneMillisecond() {
        long before = region.clock();
        answer(region.clear());
        long once = region.clock();
        answer(region.clear());
        long twice = region.clock();
        answer(store.clear("shop"));

        assertThat(once).isGreaterThan(before);
        assertThat(twice).isGreaterThan(once);
        assertThat(region.clock()).isGreaterThan(twice);
    }

    @Test
    void aClearLeavesTheLeaseToItsLoad() {
        Lease lease = leased();

        answer(region.clear());

        assertThat(lease()).isInstanceOf(LeaseReply.Busy.class);
        assertThat(answer(region.renewLease(key, lease, LEASE))).isTrue();
    }

    @Test
    void refusesAFillThatWasLoadedBeforeTheClear() {
        Lease lease = leased();
        StoredValue loaded = value("old");
        answer(region.clear());

        assertThat(fill(lease, loaded)).isFalse();
        assertHoldsNoValue();
        elapse(LEASE);
        assertFree();
    }

    @Test
    void aClearLeavesAWriteIntent() {
        WriteIntent intent = begun();

        answer(region.clear());

        assertLoadsAreNotStored();
        assertThat(finish(intent, value("written after the clear"))).isEqualTo(FinishReply.STORED);
        assertHolds("written after the clear");
    }

    @Test
    void aClearLeavesAHoldOff() {
        evict(HOLD_OFF);

        answer(region.clear());

        elapse(HOLD_OFF.minus(MOMENT));
        assertLoadsAreNotStored();
    }

    @Test
    void aClearedValueIsNoBaseOfAMerge() {
        put(value("old"));
        answer(region.clear());

        BeginReply reply = begin(token(), INTENT);

        assertThat(reply)
                .isInstanceOfSatisfying(
                        BeginReply.Begun.class,
                        begun -> assertThat(begun.replaced()).isNotInstanceOf(StoredValue.class));
    }

    @Test
    void clearsItsCacheAloneAndNoOtherOfTheNamespace() {
        StoreRegion neighbour = open("shop", "stock");
        StoreKey neighbourKey = key("shop", "stock", "apple");
        answer(neighbour.put(neighbourKey, value("12 pieces"), inTime()));
        put(value("1.20"));

        answer(region.clear());

        assertHoldsNoValue();
        assertThat(text(answer(neighbour.get(neighbourKey)))).isEqualTo("12 pieces");
        assertThat(neighbour.clock()).isEqualTo(region.clock());
    }

    @Test
    void clearsAllCachesAndVersionsOfANamespace() {
        StoreRegion stock = open("shop", "stock");
        StoreRegion next = store.open(RegionSpec.ofSize("shop", 2, "prices", 10_000));
        StoreKey stockKey = key("shop", "stock", "apple");
        StoreKey nextKey = new StoreKey("shop:v2:prices:apple", "apple");
        put(value("1.20"));
        answer(stock.put(stockKey, value("12 pieces"), inTime()));
        answer(next.put(nextKey, value("1.30"), inTime()));

        answer(store.clear("shop"));

        assertHoldsNoValue();
        assertThat(answer(stock.get(stockKey))).isNotInstanceOf(StoredValue.class);
        assertThat(answer(next.get(nextKey))).isNotInstanceOf(StoredValue.class);
    }

    @Test
    void aCacheOpenedAfterTheClearOfItsNamespaceHoldsNothingOlder() {
        StoredValue loadedBefore = value("12 pieces");
        answer(store.clear("shop"));

        StoreRegion late = open("shop", "stock");
        StoreKey lateKey = key("shop", "stock", "apple");
        answer(late.put(lateKey, loadedBefore, inTime()));

        assertThat(late.clock()).isEqualTo(region.clock());
        assertThat(answer(late.get(lateKey))).isNotInstanceOf(StoredValue.class);
    }

    @Test
    void clearingANamespaceThatHoldsNothingDoesNoHarm() {
        answer(store.clear("never heard of"));

        assertThat(open("never heard of", "prices").clock()).isPositive();
        assertFree();
    }
}
