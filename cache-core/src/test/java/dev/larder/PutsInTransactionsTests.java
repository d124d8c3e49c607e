// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a transaction puts. */
@ParameterizedClass
@EnumSource
class PutsInTransactionsTests extends TransactionScene {

    PutsInTransactionsTests(StoreKind kind) {
        super(kind);
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
    void aTouchProlongsWhatTheSameTransactionPut() {
        TestTransaction transaction = transactions.begin();
        presence.put("ann", "here", Duration.ofMinutes(1));
        assertThat(presence.putIfAbsent("bob", "here")).isNull();
        assertThat(presence.touch("ann", Duration.ofHours(20))).isTrue();
        assertThat(presence.touch("bob", Duration.ofHours(20))).isTrue();
        assertThat(presence.touch("carl", Duration.ofHours(20))).isFalse();
        transaction.commit();

        time.advance(Duration.ofHours(10));
        assertThat(presence.getAll(List.of("ann", "bob", "carl"))).containsOnlyKeys("ann", "bob");
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
    void aPutIfAbsentTakesThePlaceOfAValueThatIsPastItsLife() {
        CacheOptions options =
                CacheOptions.named("typing").timeToLive(Duration.ofMinutes(10)).staleIfError(Duration.ofHours(1));
        BaseCacheStrategy<String, String> typing = new BaseCacheStrategy<>(hereManager, options) {};
        typing.put("ann", "old");
        time.advance(Duration.ofMinutes(20));
        assertThat(typing.get("ann")).isNull();

        TestTransaction transaction = transactions.begin();
        assertThat(typing.putIfAbsent("ann", "new")).isNull();
        assertThat(typing.get("ann")).isEqualTo("new");
        transaction.commit();

        assertThat(typing.get("ann")).isEqualTo("new");
    }
}
