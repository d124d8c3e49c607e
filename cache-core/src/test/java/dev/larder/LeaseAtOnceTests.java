// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.TestTransactions.TestTransaction;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.test.ForwardingRegion;
import dev.larder.test.ForwardingStore;
import dev.larder.test.RecordMapStore;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read that will probably miss asks for its lease at once, which is a round trip less. */
class LeaseAtOnceTests {

    private static final int IN_A_ROW = MissGuess.ENOUGH;

    private final List<String> sent = new ArrayList<>();
    private boolean isAway;
    private TwoNodes nodes = nodes(TwoNodes.options());

    @AfterEach
    void close() {
        nodes.close();
    }

    private TwoNodes nodes(CacheOptions options) {
        return new TwoNodes(options, this::store);
    }

    private ForwardingStore store(TimeSources time) {
        return new ForwardingStore(new RecordMapStore(time), Recorded::new);
    }

    /** Notes which reads go to the store. */
    private final class Recorded extends ForwardingRegion {

        private Recorded(StoreRegion region) {
            super(region);
        }

        @Override
        public CompletionStage<Lookup> get(StoreKey key) {
            sent.add("get");
            return isAway ? CompletableFuture.failedFuture(new IllegalStateException("away")) : super.get(key);
        }

        @Override
        public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
            sent.add("lease");
            return super.lease(requests);
        }
    }

    private void missOften() {
        missOften(nodes.here());
    }

    private void missOften(Cache<String, String> cache) {
        for (int i = 0; i < IN_A_ROW; i++) {
            cache.getOrLoad("missed-" + i, key -> "any");
        }
        assertThat(sent).hasSize(2 * IN_A_ROW).contains("get");
        sent.clear();
    }

    @Test
    void afterMissesInARowAMissIsOneRoundTripLess() {
        missOften();
        assertThat(nodes.get()).isEqualTo("first");
        assertThat(sent).containsExactly("lease");
        assertThat(nodes.here().stats().misses()).isEqualTo(IN_A_ROW + 1);
        assertThat(nodes.here().stats().hits()).isZero();
        assertThat(nodes.there().get("key")).isEqualTo("first");
    }

    @Test
    void aValueThatStandsThereAfterAllIsAHitAndTheNextReadLooksFirst() {
        missOften();
        nodes.origin = "loaded there";
        nodes.getThere();
        sent.clear();

        assertThat(nodes.get()).isEqualTo("loaded there");
        assertThat(sent).containsExactly("lease");
        assertThat(nodes.loads).hasValue(1);
        assertThat(nodes.here().stats().hits()).isEqualTo(1);
        assertThat(nodes.here().stats().misses()).isEqualTo(IN_A_ROW);

        sent.clear();
        assertThat(nodes.get()).isEqualTo("loaded there");
        assertThat(sent).containsExactly("get");
    }

    @Test
    void aValueThatWasClearedMeanwhileIsAMissAndMakesRoom() {
        nodes.getThere();
        sent.clear();
        missOften();
        nodes.there().clear();
        nodes.origin = "second";

        assertThat(nodes.get()).isEqualTo("second");
        assertThat(sent).containsExactly("lease", "lease");
        assertThat(nodes.here().stats().misses()).isEqualTo(IN_A_ROW + 1);
        assertThat(nodes.there().get("key")).isEqualTo("second");
    }

    @Test
    void aLoadThatAnEvictionOvertookIsNotStored() {
        missOften();
        String loaded = nodes.here().getOrLoad("key", key -> {
            nodes.there().evict("key");
            return "overtaken";
        });
        assertThat(loaded).isEqualTo("overtaken");
        assertThat(sent).containsExactly("lease");
        assertThat(nodes.there().get("key")).isNull();
        assertThat(nodes.here().stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void readsThatTheStoreDidNotAnswerAreNoReasonToAskForALease() {
        isAway = true;
        for (int i = 0; i < IN_A_ROW; i++) {
            nodes.get();
        }
        isAway = false;
        nodes.elapse(Duration.ofMinutes(1));
        sent.clear();

        nodes.get();
        assertThat(sent).containsExactly("get", "lease");
    }

    @Test
    void whoCannotLoadLooksFirst() {
        missOften();
        nodes.here().get("key");
        assertThat(sent).containsExactly("get");
    }

    @Test
    void whoMayBeServedWhatIsStaleLooksFirst() {
        nodes.close();
        nodes = nodes(TwoNodes.options().staleIfError(Duration.ofHours(1)));
        missOften();
        nodes.get();
        assertThat(sent).containsExactly("get", "lease");
    }

    @Test
    void whoseLoadsAreNotStoredLooksFirst() {
        TestTransactions transactions = new TestTransactions();
        try (CacheManager manager = CacheManager.builder()
                .store(nodes.store)
                .transactions(transactions)
                .build()) {
            Cache<String, String> cache = manager.open(TwoNodes.options(), String.class, String.class);
            missOften(cache);
            TestTransaction transaction = transactions.begin();
            cache.getOrLoad("key", nodes.loader);
            transaction.commit();
        }
        assertThat(sent).containsExactly("get");
        assertThat(nodes.there().get("key")).isNull();
    }
}
