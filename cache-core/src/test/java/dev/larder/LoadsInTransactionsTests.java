// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.TestTransactions.TestTransaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction reads, and what becomes of what it loads. */
@ParameterizedClass
@EnumSource
class LoadsInTransactionsTests extends TransactionScene {

    LoadsInTransactionsTests(StoreKind kind) {
        super(kind);
    }

    @Test
    void aTransactionReadsWhatItWroteAndStoresNothingOfIt() {
        getHere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));

        assertThat(getHere()).isEqualTo("new");
        assertThat(here.getAllOrLoad(List.of(KEY), this::loadHere)).containsEntry(KEY, "new");
        assertThat(here.refresh(KEY, this::loadHere)).isEqualTo("new");
        assertThat(here.get(KEY)).isNull();
        assertThat(here.entry(KEY)).isNull();
        assertThat(here.contains(KEY)).isFalse();
        assertThat(here.lease(KEY)).isNull();
        assertThat(here.touch(KEY)).isFalse();
        assertThat(here.stats().loadsInTransactions()).isEqualTo(4);
        thereSees("old", 1);
        rollBack(transaction);
        thereSees("old", 1);
    }

    @Test
    void loadsAreStoredOnlyWhereTheyCannotBeUncommittedOrOld() {
        assertThat(storesLoads(FillInTransaction.READ_ONLY, true, true, false)).isTrue();
        assertThat(storesLoads(FillInTransaction.READ_ONLY, false, true, false)).isFalse();
        assertThat(storesLoads(FillInTransaction.READ_ONLY, true, false, false)).isFalse();
        assertThat(storesLoads(FillInTransaction.READ_ONLY, true, true, true)).isFalse();
        assertThat(storesLoads(FillInTransaction.NEVER, true, true, false)).isFalse();
        assertThat(storesLoads(FillInTransaction.ALWAYS, false, false, true)).isTrue();
    }

    private boolean storesLoads(
            FillInTransaction fill, boolean readOnly, boolean readsCommitted, boolean remembersReads) {
        List<Boolean> stored = new ArrayList<>();
        try (CacheManager manager = manager(transactions)) {
            Cache<String, String> cache = manager.open(options().fillInTransaction(fill), String.class, String.class);
            for (int verb = 0; verb < 3; verb++) {
                cache.evict(KEY);
                TestTransaction transaction = transactions.begin();
                transaction.readOnly = readOnly;
                transaction.readsCommitted = readsCommitted;
                transaction.remembersReads = remembersReads;
                switch (verb) {
                    case 0 -> cache.getOrLoad(KEY, this::loadHere);
                    case 1 -> cache.getAllOrLoad(List.of(KEY), this::loadHere);
                    default -> cache.refresh(KEY, this::loadHere);
                }
                transaction.commit();
                stored.add(cache.contains(KEY));
                assertThat(cache.stats().loadsInTransactions()).isEqualTo(cache.contains(KEY) ? 0 : verb + 1);
            }
        }
        assertThat(stored.stream().distinct()).as("get, bulk and refresh").hasSize(1);
        return stored.get(0);
    }

    @Test
    void aReaderInATransactionWaitsForNoLoadOfAnother() {
        TestTransaction transaction = transactions.begin();
        String seen = there.getOrLoad(KEY, key -> {
            assertThat(getHere()).isEqualTo("old");
            return committed.get(key);
        });
        transaction.commit();

        assertThat(seen).isEqualTo("old");
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void aLeaseIsNotToBeHadWhereItsHolderMayLoadWhatIsUncommitted() {
        TestTransaction transaction = transactions.begin();
        assertThat(here.lease(KEY)).isNull();
        assertThat(here.async().lease(KEY).join()).isNull();
        assertThat(here.stats().loadsInTransactions()).isEqualTo(2);
        rollBack(transaction);

        CacheLease<String> lease = here.async().lease(KEY).join();
        assertThat(lease).isNotNull();
        lease.close();
    }

    @Test
    void whatIsDoneAsynchronouslyIsNoPartOfTheTransactionButItsEvictionsAre() {
        getThere();
        TestTransaction transaction = transactions.begin();
        assertThat(here.async().evict(KEY).join()).isEqualTo(Eviction.AT_COMMIT);
        assertThat(here.async().getOrLoad("other", key -> "loaded").join()).isEqualTo("loaded");
        assertThat(there.get("other")).isEqualTo("loaded");
        assertThat(here.async().write("third", () -> "written").join()).isEqualTo("written");
        assertThat(there.get("third")).isEqualTo("written");
        thereSees("old", 0);
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
    }
}
