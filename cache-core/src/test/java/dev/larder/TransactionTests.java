// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import dev.larder.store.CacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes over one store and one origin; the first is in a transaction. */
@ParameterizedClass
@EnumSource
class TransactionTests {

    private static final String KEY = "key";

    private final TestTime time = new TestTime();
    private final TestTransactions transactions = new TestTransactions();
    private final Map<String, @Nullable String> committed = new TreeMap<>(Map.of(KEY, "old"));
    private final Map<String, @Nullable String> uncommitted = new TreeMap<>();
    private int loads;

    private final ChaosStore chaos;

    @AutoClose
    private final CacheStore store;

    @AutoClose
    private final CacheManager hereManager;

    @AutoClose
    private final CacheManager thereManager;

    private final Cache<String, String> here;
    private final Cache<String, String> there;
    private final Presence presence;

    TransactionTests(StoreKind kind) {
        chaos = new ChaosStore(kind.store(time.sources()));
        store = chaos;
        hereManager = manager(transactions);
        thereManager = manager(() -> null);
        here = hereManager.open(options(), String.class, String.class);
        there = thereManager.open(options(), String.class, String.class);
        presence = new Presence(hereManager);
    }

    private CacheManager manager(CacheTransaction.Source source) {
        CacheManagerBuilder builder =
                CacheManager.builder().store(store).time(time.sources()).transactions(source);
        builder.steps = Runnable::run;
        return builder.build();
    }

    private static CacheOptions options() {
        return CacheOptions.named("posts").timeToLive(Duration.ofHours(1));
    }

    /** A cache that is its own origin. */
    private static final class Presence extends BaseCacheStrategy<String, String> {

        Presence(CacheManager caches) {
            super(caches, CacheOptions.named("presence"));
        }
    }

    private @Nullable String loadHere(String key) {
        loads++;
        return uncommitted.containsKey(key) ? uncommitted.get(key) : committed.get(key);
    }

    private @Nullable String loadThere(String key) {
        loads++;
        return committed.get(key);
    }

    private @Nullable String getHere() {
        return here.getOrLoad(KEY, this::loadHere);
    }

    private @Nullable String getThere() {
        return there.getOrLoad(KEY, this::loadThere);
    }

    private static String append(String cached, String saved) {
        return cached + "+" + saved;
    }

    private String save(String value) {
        uncommitted.put(KEY, value);
        return value;
    }

    private void commit(TestTransaction transaction) {
        transaction.beforeCommit();
        committed.putAll(uncommitted);
        uncommitted.clear();
        transaction.end(Outcome.COMMITTED);
    }

    private void rollBack(TestTransaction transaction) {
        uncommitted.clear();
        transaction.rollBack();
    }

    private void thereSees(String value, int withLoads) {
        loads = 0;
        assertThat(getThere()).isEqualTo(value);
        assertThat(loads).isEqualTo(withLoads);
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
    void theLastOfSeveralWritesIsKept() {
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("a"));
        here.write(KEY, () -> save("b"));
        here.write(KEY, () -> save("c"), TransactionTests::append);
        commit(transaction);

        thereSees("b+c", 0);
    }

    @Test
    void aMergeStartsFromWhatStoodThereWhenTheTransactionBeganToWrite() {
        getThere();
        TestTransaction transaction = transactions.begin();
        here.write(KEY, () -> save("a"), TransactionTests::append);
        here.write(KEY, () -> save("b"), TransactionTests::append);
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
            here.write(KEY, () -> "one", TransactionTests::append);
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
        here.write(KEY, () -> save("here"), TransactionTests::append);
        there.write(KEY, () -> "there", TransactionTests::append);
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
        here.write(KEY, () -> save("a"), TransactionTests::append);
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

    @Test
    void aPutInFrontOfAnOriginEvictsSinceAnotherMayHaveCommittedInBetween() {
        getThere();
        TestTransaction transaction = transactions.begin();
        assertThat(here.put(KEY, save("new"))).isFalse();
        thereSees("old", 0);
        commit(transaction);

        assertThat(there.get(KEY)).isNull();
    }

    @Test
    void aPutWhereTheCacheIsItsOwnOriginIsMadeAfterTheCommitAndReadInTheTransaction() {
        TestTransaction transaction = transactions.begin();
        presence.put("ann", "online");
        presence.put("bob", "online");
        presence.evict("bob");
        assertThat(presence.get("ann")).isEqualTo("online");
        assertThat(presence.getAll(List.of("ann", "bob"))).containsOnlyKeys("ann");
        assertThat(presence.putIfAbsent("ann", "away")).isNotNull();
        assertThat(presence.putIfAbsent("carl", "away")).isNull();
        assertThat(presenceOutside()).isEmpty();
        commit(transaction);

        assertThat(presence.getAll(List.of("ann", "bob", "carl")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("ann", "online", "carl", "away"));
    }

    private Map<String, String> presenceOutside() {
        TestTransaction inner = transactions.begin();
        Map<String, String> seen = presence.getAll(List.of("ann", "bob", "carl"));
        inner.rollBack();
        return seen;
    }

    @Test
    void whatIsPutAfterAnEvictionInTheSameTransactionIsThereAfterTheCommit() {
        List<Runnable> evictions = List.of(
                () -> presence.evict("ann"),
                presence::clear,
                () -> presence.evictMatching(KeyGlob.of(KeyGlob.glob("a*"))),
                () -> presence.cache().evictByText("ann"));
        for (Runnable eviction : evictions) {
            for (Runnable put :
                    List.<Runnable>of(() -> presence.put("ann", "new"), () -> presence.putIfAbsent("ann", "new"))) {
                presence.put("ann", "old");
                TestTransaction transaction = transactions.begin();
                eviction.run();
                put.run();
                transaction.commit();

                assertThat(presence.get("ann")).isEqualTo("new");
            }
        }
    }

    @Test
    void anEvictionByPatternLeavesWhatWasPutUnderOtherKeys() {
        presence.put("ann", "old");
        TestTransaction transaction = transactions.begin();
        presence.put("ann", "new");
        presence.put("bob", "new");
        presence.evictMatching(KeyGlob.of(KeyGlob.glob("b*")));
        assertThat(presence.get("ann")).isEqualTo("new");
        assertThat(presence.get("bob")).isNull();
        transaction.commit();

        assertThat(presence.get("ann")).isEqualTo("new");
        assertThat(presence.get("bob")).isNull();
    }

    @Test
    void aPutLivesFromTheCommitOn() {
        TestTransaction transaction = transactions.begin();
        presence.put("ann", "here", Duration.ofMinutes(5));
        time.advance(Duration.ofMinutes(6));
        transaction.commit();

        assertThat(presence.get("ann")).isEqualTo("here");
    }

    @Test
    void aPutThatIsRolledBackIsNotMade() {
        presence.put("ann", "online");
        TestTransaction transaction = transactions.begin();
        presence.put("ann", "away");
        presence.put("bob", "away");
        rollBack(transaction);

        assertThat(presence.getAll(List.of("ann", "bob"))).isEqualTo(Map.of("ann", "online"));
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
