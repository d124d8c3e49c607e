// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.larder.TestTransactions.TestTransaction;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OnStoreFailureTests {

    private final TestTime time = new TestTime();
    private final TestTransactions transactions = new TestTransactions();
    private final Map<String, String> origin = new LinkedHashMap<>(Map.of("key", "old"));

    @AutoClose
    private final ChaosStore store = new ChaosStore(new RecordMapStore(time.sources()));

    @AutoClose
    private final CacheManager caches = caches();

    private final Cache<String, String> degrading =
            caches.open(CacheOptions.named("degrading"), String.class, String.class);
    private final Cache<String, String> failing =
            caches.open(CacheOptions.named("failing").onStoreFailure(OnStoreFailure.FAIL), String.class, String.class);

    private CacheManager caches() {
        CacheManagerBuilder builder =
                CacheManager.builder().store(store).time(time.sources()).transactions(transactions);
        builder.steps = Runnable::run;
        return builder.build();
    }

    private String save(String value) {
        origin.put("key", value);
        return value;
    }

    private void refuse(Runnable write) {
        assertThatExceptionOfType(CacheStoreUnavailableException.class)
                .isThrownBy(write::run)
                .withMessageContaining("the origin was not changed")
                .withMessageContaining("of cache 'failing'");
    }

    @Test
    void degradeChangesTheOriginAndKeepsTheOldValueAway() {
        degrading.getOrLoad("key", origin::get);
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE, Verb.FINISH_WRITE);

        assertThat(degrading.write("key", () -> save("new"))).isEqualTo("new");
        assertThat(degrading.getOrLoad("key", origin::get)).isEqualTo("new");
        assertThat(degrading.stats().journalled()).isEqualTo(1);
    }

    @Test
    void degradeKeepsNoValueWithoutItsMark() {
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);
        degrading.write("key", () -> save("new"));

        assertThat(degrading.get("key")).isNull();
    }

    @Test
    void failRefusesBeforeTheOriginIsTouched() {
        failing.getOrLoad("key", origin::get);
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);

        refuse(() -> failing.write("key", () -> save("new")));
        refuse(() -> failing.write("key", () -> save("new"), (cached, saved) -> saved));
        refuse(() -> failing.remove("key", () -> origin.remove("key")));
        refuse(() -> failing.writeAll(List.of("key"), () -> Map.of("key", save("new"))));
        assertThat(origin).containsExactly(Map.entry("key", "old"));
    }

    @Test
    void whatWasMarkedOfARefusedWriteEndsWithNothing() {
        failing.getOrLoad("key", origin::get);
        store.inject(Fault.FAIL_AFTERWARDS, Verb.BEGIN_WRITE);
        refuse(() -> failing.write("key", () -> save("new")));
        store.heal();

        assertThat(failing.getOrLoad("key", origin::get)).isEqualTo("old");
        assertThat(failing.get("key")).as("no mark is in the way").isEqualTo("old");
        assertThat(failing.write("key", () -> save("new"))).isEqualTo("new");
        assertThat(failing.get("key")).isEqualTo("new");
    }

    @Test
    void failRefusesAWriteInATransaction() {
        TestTransaction transaction = transactions.begin();
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);
        refuse(() -> failing.write("key", () -> save("new")));
        store.heal();
        transaction.rollBack();

        assertThat(origin).containsEntry("key", "old");
    }

    @Test
    void aTransactionMayGoOnWithoutAWriteThatWasRefusedOrTryItAgain() {
        failing.getOrLoad("key", origin::get);
        for (Fault fault : List.of(Fault.FAIL, Fault.FAIL_AFTERWARDS)) {
            TestTransaction without = transactions.begin();
            store.inject(fault, Verb.BEGIN_WRITE);
            refuse(() -> failing.write("key", () -> save("new")));
            store.heal();
            assertThatNoException().isThrownBy(without::commit);
            assertThat(failing.getOrLoad("key", origin::get)).isEqualTo("old");
            assertThat(failing.get("key")).as("no mark is in the way").isEqualTo("old");
        }

        TestTransaction again = transactions.begin();
        failing.evict("key");
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);
        refuse(() -> failing.write("key", () -> save("new"), (cached, saved) -> cached + saved));
        store.heal();
        assertThat(failing.get("key")).as("the eviction stays").isNull();
        assertThat(failing.write("key", () -> save("new"))).isEqualTo("new");
        again.commit();
        assertThat(failing.get("key")).isEqualTo("new");
    }

    @Test
    void failRefusesTheCommitThatAnEvictionBelongsTo() {
        TestTransaction transaction = transactions.begin();
        failing.evict("key");
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);

        refuse(transaction::commit);
    }

    @Test
    void failRefusesAnEvictionThatComesWhileTheTransactionIsAboutToCommit() {
        TestTransaction transaction = transactions.begin();
        failing.evict("other");
        transaction.beforeCommit();
        store.inject(Fault.FAIL, Verb.BEGIN_WRITE);

        refuse(() -> failing.evict("key"));
        store.heal();
        transaction.rollBack();
    }

    @Test
    void aStoreThatFailsAfterTheCommitMakesNoErrorOfItAndIsJournalled() {
        List<String> seen = new ArrayList<>();
        for (Cache<String, String> cache : List.of(degrading, failing)) {
            store.heal();
            cache.getOrLoad("key", key -> "old");
            TestTransaction transaction = transactions.begin();
            cache.write("key", () -> save("new"));
            cache.evict("other");
            transaction.beforeCommit();
            store.inject(Fault.FAIL, Verb.values());
            assertThatNoException().isThrownBy(() -> transaction.end(CacheTransaction.Outcome.COMMITTED));
            assertThat(cache.stats().journalled()).isEqualTo(2);
            store.heal();
            seen.add(cache.getOrLoad("key", origin::get));
        }

        assertThat(seen).containsExactly("new", "new");
    }
}
