// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import dev.larder.store.CacheStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class VersionedPutTests {

    record Settings(String theme, long version) {}

    private final TestTime time = new TestTime();
    private final TestTransactions transactions = new TestTransactions();

    @AutoClose
    private final CacheStore store;

    @AutoClose
    private final CacheManager caches;

    private final Cache<String, Settings> cache;

    VersionedPutTests(StoreKind kind) {
        store = kind.store(time.sources());
        CacheManagerBuilder builder =
                CacheManager.builder().store(store).time(time.sources()).transactions(transactions);
        builder.steps = Runnable::run;
        caches = builder.build();
        cache = open("settings", Settings::version);
    }

    private Cache<String, Settings> open(String name, ToLongFunction<Settings> version) {
        return caches.open(
                CacheOptions.named(name).timeToLive(Duration.ofHours(1)).valueVersion(version),
                String.class,
                Settings.class);
    }

    private boolean put(long version) {
        return cache.put("ann", settings(version));
    }

    private static Settings settings(long version) {
        return new Settings("theme " + version, version);
    }

    private void holds(long version) {
        assertThat(cache.get("ann")).isEqualTo(settings(version));
    }

    @Test
    void putsMayArriveInAnyOrder() {
        assertThat(put(2)).isTrue();
        assertThat(put(1)).isFalse();
        assertThat(put(2)).isFalse();
        holds(2);
        assertThat(put(3)).isTrue();
        holds(3);
    }

    @Test
    void whatWasLoadedHasItsVersionToo() {
        cache.getOrLoad("ann", key -> settings(5));

        assertThat(put(4)).isFalse();
        holds(5);
        cache.refresh("ann", key -> settings(7));
        assertThat(put(6)).isFalse();
        holds(7);
    }

    @Test
    void whatWasWrittenAndMergedHasItsVersionToo() {
        cache.write("ann", () -> settings(5));
        assertThat(put(4)).isFalse();
        holds(5);

        cache.write("ann", () -> 7L, (cached, version) -> settings(version));
        assertThat(put(6)).isFalse();
        holds(7);
    }

    @Test
    void anEvictedVersionKeepsOlderPutsOutForAWhile() {
        put(5);
        cache.evict("ann");

        assertThat(put(4)).isFalse();
        assertThat(put(6)).isTrue();
        holds(6);
    }

    @Test
    void aWrittenVersionThatIsNotKeptKeepsOlderPutsOut() {
        cache.write("ann", () -> {
            cache.write("ann", () -> settings(4));
            return settings(5);
        });
        assertThat(cache.get("ann")).isNull();

        assertThat(put(4)).isFalse();
        assertThat(put(6)).isTrue();
    }

    @Test
    void anAbsenceHasNoVersionAndEvicts() {
        put(5);

        assertThat(cache.put("ann", null)).isFalse();
        assertThat(cache.entry("ann")).isNull();
        assertThat(put(4)).isFalse();
    }

    @Test
    void aWrittenAbsenceKeepsOlderPutsOutForAWhile() {
        put(5);

        assertThat(cache.write("ann", () -> null)).isNull();
        assertThat(put(4)).isFalse();
        assertThat(put(5)).isFalse();
        assertThat(cache.get("ann")).isNull();
        assertThat(put(6)).isTrue();
        holds(6);
    }

    @Test
    void inATransactionAPutIsMadeAfterTheCommitAndNeverReplacesANewerOne() {
        TestTransaction transaction = transactions.begin();
        assertThat(put(5)).isFalse();
        holds(5);
        TestTransaction other = transactions.begin();
        assertThat(cache.get("ann")).isNull();
        put(6);
        other.commit();
        transaction.commit();
        holds(6);

        TestTransaction refused = transactions.begin();
        put(7);
        refused.end(Outcome.ROLLED_BACK);
        holds(6);
    }

    @Test
    void inATransactionATouchProlongsWhatItPutFromTheTouchOn() {
        TestTransaction transaction = transactions.begin();
        put(5);
        time.advance(Duration.ofMinutes(40));
        assertThat(cache.touch("ann", Duration.ofHours(1))).isTrue();
        time.advance(Duration.ofMinutes(40));
        transaction.commit();
        holds(5);
        time.advance(Duration.ofMinutes(40));
        assertThat(cache.get("ann")).isNull();
    }

    @Test
    void aVersionThatATransactionEvictsKeepsOlderPutsOutForAWhile() {
        for (Outcome outcome : List.of(Outcome.COMMITTED, Outcome.ROLLED_BACK)) {
            String key = outcome.toString();
            cache.put(key, settings(5));
            TestTransaction transaction = transactions.begin();
            cache.evict(key);
            transaction.beforeCommit();
            transaction.end(outcome);

            assertThat(cache.put(key, settings(4))).as(key).isFalse();
            assertThat(cache.put(key, settings(6))).as(key).isTrue();
        }

        put(5);
        cache.remove("ann", () -> true);
        assertThat(put(4)).isFalse();
        assertThat(put(6)).isTrue();
    }

    @Test
    void anEvictionInATransactionStaysThoughTheSameVersionIsPutAfterwards() {
        put(5);
        TestTransaction transaction = transactions.begin();
        cache.evict("ann");
        cache.put("ann", new Settings("changed past the version", 5));
        transaction.commit();

        assertThat(cache.get("ann")).isNull();
    }

    @Test
    void theNewestOfSeveralPutsInATransactionIsMade() {
        TestTransaction transaction = transactions.begin();
        put(6);
        put(5);
        holds(6);
        transaction.commit();

        holds(6);
    }

    @Test
    void anEvictionByPatternInATransactionLeavesPutsOfOtherKeys() {
        put(5);
        TestTransaction transaction = transactions.begin();
        put(6);
        cache.evictMatching(KeyGlob.of(KeyGlob.glob("b*")));
        transaction.commit();

        holds(6);
    }

    @Test
    void whileTheOutcomeOfATransactionIsUnknownTheOldVersionIsNotServed() {
        put(5);
        TestTransaction transaction = transactions.begin();
        put(6);
        transaction.beforeCommit();
        transaction.end(Outcome.UNKNOWN);

        assertThat(cache.getOrLoad("ann", key -> settings(5))).isEqualTo(settings(5));
        assertThat(cache.get("ann")).as("what may be old is not stored").isNull();
    }

    @Test
    void aValueThatCannotSayItsVersionGoesToItsCallerAndIsNotKept() {
        Cache<String, Settings> broken = open("broken", settings -> {
            throw new IllegalStateException("no version");
        });

        assertThat(broken.getOrLoad("ann", key -> settings(1))).isEqualTo(settings(1));
        assertThat(broken.put("ann", settings(2))).isFalse();
        assertThat(broken.get("ann")).isNull();
        assertThat(broken.stats().notKept()).isEqualTo(2);
    }
}
