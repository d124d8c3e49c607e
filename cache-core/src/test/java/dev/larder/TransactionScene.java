// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.store.CacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;

/** Two nodes over one store and one origin; the first is in a transaction. */
abstract class TransactionScene {

    static final String KEY = "key";

    final TestTime time = new TestTime();
    final TestTransactions transactions = new TestTransactions();
    final Map<String, @Nullable String> committed = new TreeMap<>(Map.of(KEY, "old"));
    final Map<String, @Nullable String> uncommitted = new TreeMap<>();
    int loads;

    final ChaosStore chaos;

    @AutoClose
    final CacheStore store;

    @AutoClose
    final CacheManager hereManager;

    @AutoClose
    final CacheManager thereManager;

    final Cache<String, String> here;
    final Cache<String, String> there;
    final Presence presence;

    TransactionScene(StoreKind kind) {
        chaos = new ChaosStore(kind.store(time.sources()));
        store = chaos;
        hereManager = manager(transactions);
        thereManager = manager(() -> null);
        here = hereManager.open(options(), String.class, String.class);
        there = thereManager.open(options(), String.class, String.class);
        presence = new Presence(hereManager);
    }

    CacheManager manager(CacheTransaction.Source source) {
        CacheManagerBuilder builder =
                CacheManager.builder().store(store).time(time.sources()).transactions(source);
        builder.steps = Runnable::run;
        return builder.build();
    }

    static CacheOptions options() {
        return CacheOptions.named("posts").timeToLive(Duration.ofHours(1));
    }

    /** A cache that is its own origin. */
    static final class Presence extends BaseCacheStrategy<String, String> {

        Presence(CacheManager caches) {
            super(caches, CacheOptions.named("presence"));
        }
    }

    @Nullable
    String loadHere(String key) {
        loads++;
        return uncommitted.containsKey(key) ? uncommitted.get(key) : committed.get(key);
    }

    @Nullable
    String loadThere(String key) {
        loads++;
        return committed.get(key);
    }

    @Nullable
    String getHere() {
        return here.getOrLoad(KEY, this::loadHere);
    }

    @Nullable
    String getThere() {
        return there.getOrLoad(KEY, this::loadThere);
    }

    static String append(String cached, String saved) {
        return cached + "+" + saved;
    }

    String save(String value) {
        uncommitted.put(KEY, value);
        return value;
    }

    void commit(TestTransaction transaction) {
        transaction.beforeCommit();
        committed.putAll(uncommitted);
        uncommitted.clear();
        transaction.end(Outcome.COMMITTED);
    }

    void rollBack(TestTransaction transaction) {
        uncommitted.clear();
        transaction.rollBack();
    }

    void thereSees(String value, int withLoads) {
        loads = 0;
        assertThat(getThere()).isEqualTo(value);
        assertThat(loads).isEqualTo(withLoads);
    }
}
