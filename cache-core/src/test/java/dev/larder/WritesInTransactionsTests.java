// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction writes. */
@ParameterizedClass
@EnumSource
class WritesInTransactionsTests extends TransactionScene {

    WritesInTransactionsTests(StoreKind kind) {
        super(kind);
    }

    @Test
    void nothingUncommittedIsSeenByAnotherAndTheValueIsThereAfterTheCommit() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));

        thereSees("old", 1);
        thereSees("old", 1);
        commit(transaction);
        thereSees("new", 0);
    }

    @Test
    void nothingStaysAfterARollback() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));
        rollBack(transaction);

        thereSees("old", 1);
        thereSees("old", 0);
        assertThat(getHere()).isEqualTo("old");
    }

    @Test
    void theLastOfSeveralWritesIsKept() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("a"));
        here.write(KEY, () -> save("b"));
        here.write(KEY, () -> save("c"), TransactionScene::append);
        commit(transaction);

        thereSees("b+c", 0);
    }

    @Test
    void aMergeStartsFromWhatStoodThereWhenTheTransactionBeganToWrite() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("a"), TransactionScene::append);
        here.write(KEY, () -> save("b"), TransactionScene::append);
        assertThat(there.get(KEY)).isNull();
        commit(transaction);

        thereSees("old+a+b", 0);
    }

    @Test
    void aMergeDoesNotStartFromWhatTheTransactionHasEvicted() {
        List<Runnable> evictions = List.of(
                () -> here.evict(KEY),
                here::clear,
                () -> here.evictMatching(KeyGlob.of(KeyGlob.glob("k*"))),
                () -> here.evictByText(KEY));
        for (Runnable eviction : evictions) {
            getThere();
            TestTransaction transaction = transactions.begin();
            save("emptied");
            eviction.run();
            here.write(KEY, () -> "one", TransactionScene::append);
            commit(transaction);

            thereSees("emptied", 1);
            there.evict(KEY);
            committed.put(KEY, "old");
        }
    }

    @Test
    void nothingIsKeptOfWritersWhoOverlap() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("here"), TransactionScene::append);
        there.write(KEY, () -> "there", TransactionScene::append);
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
    }

    @Test
    void aWriteThatFailsKeepsNothingOfItsKeyAndTheTransactionMayGoOn() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("a"));
        IllegalStateException refused = new IllegalStateException("refused");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> here.write(KEY, () -> {
                    throw refused;
                }))
                .isSameAs(refused);
        here.write("other", () -> "kept");
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
        assertThat(there.get("other")).isEqualTo("kept");
    }

    @Test
    void nothingIsKeptOfWhatWasWrittenBeforeARollbackToASavepoint() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("undone"));
        uncommitted.clear();
        transaction.rollBackToSavepoint();
        here.write("other", () -> "kept");
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
        assertThat(there.get("other")).isEqualTo("kept");
        thereSees("old", 1);
    }

    @Test
    void aValueFromASnapshotIsNotKeptButAMergeIs() {
        getThere();
        TestTransaction transaction = transactions.begin();
        transaction.readsCommitted = false;
        here.write(KEY, () -> save("a"), TransactionScene::append);
        here.write("other", () -> "b");
        commit(transaction);

        assertThat(there.get(KEY)).isEqualTo("old+a");
        assertThat(there.get("other")).isNull();
    }

    @Test
    void whileItsOutcomeIsUnknownNothingIsStoredUntilTheMarkLapses() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));
        committed.putAll(uncommitted);
        transaction.end(Outcome.UNKNOWN);

        thereSees("new", 1);
        thereSees("new", 1);
        time.advance(options().writeIntent());
        thereSees("new", 1);
        thereSees("new", 0);
    }

    @Test
    void whileItsOutcomeIsUnknownAMarkThatTheStoreDidNotTakeLeavesNoOldValue() {
        getThere();
        TestTransaction transaction = transactions.begin();
        chaos.inject(Fault.FAIL, Verb.BEGIN_WRITE);
        here.write(KEY, () -> save("new"));
        chaos.heal();
        transaction.beforeCommit();
        committed.putAll(uncommitted);
        transaction.end(Outcome.UNKNOWN);

        thereSees("new", 1);
    }

    @Test
    void marksAreRenewedUntilTheTransactionIsOver() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));
        for (int i = 0; i < 10; i++) {
            time.advance(options().writeIntent().dividedBy(2));
            thereSees("old", 1);
        }
        commit(transaction);

        thereSees("new", 0);
    }

    @Test
    void anInnerTransactionHasChangesOfItsOwn() {
        getThere();
        TestTransaction outer = transactions.begin();
        here.write("outer", () -> "a");
        TestTransaction inner = transactions.begin();
        here.write("inner", () -> "b");
        assertThat(here.getOrLoad(KEY, this::loadHere)).isEqualTo("old");
        commit(inner);

        assertThat(there.get("inner")).isEqualTo("b");
        assertThat(there.get("outer")).isNull();
        rollBack(outer);
        assertThat(there.get("outer")).isNull();
        assertThat(there.get("inner")).isEqualTo("b");
    }

    @Test
    void writersOfOneKeyInOuterAndInnerTransactionLeaveNothing() {
        TestTransaction outer = transactions.begin();
        here.write(KEY, () -> save("outer"));
        TestTransaction inner = transactions.begin();
        here.write(KEY, () -> save("inner"));
        commit(inner);
        assertThat(there.get(KEY)).isNull();
        commit(outer);

        assertThat(there.get(KEY)).isNull();
    }

    @Test
    void afterTheTransactionEverythingIsAsBefore() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("new"));
        commit(transaction);

        assertThat(getHere()).isEqualTo("new");
        assertThat(here.evict(KEY)).isEqualTo(Eviction.EVICTED);
        assertThat(getHere()).isEqualTo("new");
        thereSees("new", 0);
    }
}
