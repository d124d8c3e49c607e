// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction evicts and clears. */
@ParameterizedClass
@EnumSource
class EvictionsInTransactionsTests extends TransactionScene {

    EvictionsInTransactionsTests(StoreKind kind) {
        super(kind);
    }

    @Test
    void anEvictionIsSeenAtTheCommitAndKeepsTheOldValueOutBeforeIt() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        assertThat(here.evict(KEY)).isEqualTo(Eviction.AT_COMMIT);
        assertThat(getHere()).as("what the transaction wrote").isEqualTo("new");
        thereSees("old", 0);
        transaction.beforeCommit();
        thereSees("old", 1);
        assertThat(here.stats().evictions()).isZero();
        committed.putAll(uncommitted);
        transaction.end(Outcome.COMMITTED);

        assertThat(here.stats().evictions()).isEqualTo(1);
        thereSees("new", 1);
        thereSees("new", 0);
    }

    @Test
    void aLoadThatTheCommitOvertakesIsNotStored() {
        TestTransaction transaction = transactions.begin();
        save("new");
        here.evict(KEY);
        String loaded = there.getOrLoad(KEY, key -> {
            String old = committed.get(key);
            commit(transaction);
            return old;
        });

        assertThat(loaded).isEqualTo("old");
        thereSees("new", 1);
    }

    @Test
    void aRolledBackEvictionLeavesTheValue() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.evict(KEY);
        here.expire(KEY);
        here.evictMatching(KeyGlob.of(KeyGlob.any()));
        here.clear();
        rollBack(transaction);

        thereSees("old", 0);
    }

    @Test
    void aRollbackAfterTheEvictionWasMarkedLeavesNothing() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.evict(KEY);
        transaction.beforeCommit();
        rollBack(transaction);

        thereSees("old", 1);
        thereSees("old", 0);
    }

    @Test
    void anEvictionBetweenTheCommitAndItsEndIsMadeAtTheEnd() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        transaction.beforeCommit();
        here.evict(KEY);
        here.write("other", () -> "kept");
        committed.putAll(uncommitted);
        transaction.end(Outcome.COMMITTED);

        thereSees("new", 1);
    }

    /** As by a synchronization that comes after Larder's. */
    @Test
    void anEvictionWhileTheTransactionIsAboutToCommitIsMarkedAtOnce() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        here.evict("other");
        transaction.beforeCommit();
        assertThat(here.evict(KEY)).isEqualTo(Eviction.AT_COMMIT);

        assertThat(there.get(KEY)).as("if the process died now").isNull();
        transaction.end(Outcome.COMMITTED);
    }

    @Test
    void anEvictionAfterAWriteKeepsNothing() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));
        here.evict(KEY);
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
    }

    @Test
    void aClearIsMadeAfterTheCommit() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        assertThat(here.clear()).isEqualTo(Eviction.AT_COMMIT);
        assertThat(getHere()).isEqualTo("new");
        thereSees("old", 0);
        commit(transaction);

        thereSees("new", 1);
    }

    @Test
    void anEvictionByTextIsMadeAfterTheCommit() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        assertThat(here.evictByText(KEY)).isEqualTo(Eviction.AT_COMMIT);
        assertThat(getHere()).isEqualTo("new");
        thereSees("old", 0);
        commit(transaction);

        thereSees("new", 1);
    }

    @Test
    void anEvictionByPatternIsMadeAfterTheCommit() {
        getThere();
        TestTransaction transaction = transactions.begin();
        save("new");
        assertThat(here.evictMatching(KeyGlob.of(KeyGlob.glob("k*")))).isEqualTo(Eviction.AT_COMMIT);
        thereSees("old", 0);
        commit(transaction);

        thereSees("new", 1);
    }
}
