// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.WriteIntent;
import dev.larder.test.ForwardingRegion;
import dev.larder.test.ForwardingStore;
import dev.larder.test.HistoryRun;
import dev.larder.test.HistoryRun.Call;
import dev.larder.test.Invariant;
import dev.larder.test.RecordMapStore;
import dev.larder.test.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The mistakes that the protocol is there to avoid, each made on purpose: histories show each of them, by the right name. */
class HistoryMutationTests {

    /** Fills that ask for no lease. */
    private static final class UnconditionalFills extends ForwardingRegion {

        UnconditionalFills(StoreRegion region) {
            super(region);
        }

        @Override
        public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
            CompletableFuture<?>[] puts = fills.stream()
                    .map(fill -> put(fill.key(), fill.value(), Long.MAX_VALUE).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(puts)
                    .thenApply(done -> fills.stream().map(fill -> true).toList());
        }
    }

    /** Fills that a store compares with whatever lease the node has. */
    private static final class OneTokenPerNode extends ForwardingRegion {

        private final Map<String, Lease> latest = new HashMap<>();

        OneTokenPerNode(StoreRegion region) {
            super(region);
        }

        @Override
        public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
            return super.lease(requests).thenApply(replies -> {
                for (int i = 0; i < requests.size(); i++) {
                    if (replies.get(i) instanceof LeaseReply.Granted granted) {
                        latest.put(requests.get(i).key().text(), granted.lease());
                    }
                }
                return replies;
            });
        }

        @Override
        public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
            return super.fill(fills.stream()
                    .map(fill ->
                            new Fill(fill.key(), latest.getOrDefault(fill.key().text(), fill.lease()), fill.value()))
                    .toList());
        }
    }

    /** Merges that are based on what was read before the write began. */
    private static final class BaseReadBeforeBegin extends ForwardingRegion {

        BaseReadBeforeBegin(StoreRegion region) {
            super(region);
        }

        @Override
        public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
            List<StoreKey> keys = requests.stream().map(BeginRequest::key).toList();
            return getAll(keys)
                    .thenCompose(before -> super.beginWrite(requests).thenApply(replies -> {
                        List<BeginReply> based = new ArrayList<>();
                        for (int i = 0; i < replies.size(); i++) {
                            based.add(
                                    replies.get(i) instanceof BeginReply.Begun begun
                                            ? new BeginReply.Begun(begun.intent(), before.get(i))
                                            : replies.get(i));
                        }
                        return based;
                    }));
        }
    }

    /** Writes that keep their value though their begin was not acknowledged. */
    private static final class ValueWithoutBegin extends ForwardingRegion {

        private final Set<Object> unknown = new HashSet<>();

        ValueWithoutBegin(StoreRegion region) {
            super(region);
        }

        @Override
        public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
            return super.beginWrite(requests).exceptionally(failure -> {
                List<BeginReply> madeUp = new ArrayList<>();
                for (BeginRequest request : requests) {
                    unknown.add(request.token());
                    madeUp.add(new BeginReply.Begun(new WriteIntent(request.token(), 0), Lookup.Nothing.NOTHING));
                }
                return madeUp;
            });
        }

        @Override
        public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
            FinishRequest only = requests.get(0);
            StoredValue value = only.value();
            return unknown.contains(only.token()) && value != null
                    ? put(only.key(), value, Long.MAX_VALUE).thenApply(reply -> List.of(FinishReply.STORED))
                    : super.finishWrite(requests);
        }
    }

    @Test
    void aFillThatAsksForNoLeaseServesWhatWasLoadedBeforeAnEviction() {
        assertFound(
                Invariant.FENCED_FILL,
                50,
                () -> over().only(Call.EVICT),
                setup -> setup.receivingThrough(store -> new ForwardingStore(store, UnconditionalFills::new)));
    }

    @Test
    void aTokenPerNodeInsteadOfPerLoadServesWhatWasLoadedBeforeAnEviction() {
        assertFound(
                Invariant.FENCED_FILL,
                600,
                () -> over().only(Call.EVICT),
                setup -> setup.receivingThrough(store -> new ForwardingStore(store, OneTokenPerNode::new)));
    }

    @Test
    void aWriteThatFinishesBeforeItsCommitServesWhatIsNotCommitted() {
        assertFound(Invariant.NOTHING_UNCOMMITTED, 50, HistoryMutationTests::over, HistoryRun.Setup::committingLate);
    }

    @Test
    void aMergeWithWhatWasReadBeforeItsBeginServesWhatTheOriginNeverHeld() {
        assertFound(
                Invariant.NOTHING_UNCOMMITTED,
                300,
                () -> over().only(Call.MERGE),
                setup -> setup.sendingThrough(store -> new ForwardingStore(store, BaseReadBeforeBegin::new)));
    }

    @Test
    void aValueThatIsKeptWithoutAnAcknowledgedBeginReplacesANewerOne() {
        assertFound(
                Invariant.NO_OLDER_WRITER,
                300,
                () -> over().only(Call.WRITE).faulty(),
                setup -> setup.sendingThrough(store -> new ForwardingStore(store, ValueWithoutBegin::new)));
    }

    private static HistoryRun.Setup over() {
        return InSteps.over(RecordMapStore::new);
    }

    /** Looks for the mistake seed by seed, and sees that without it the same seeds are in order. */
    private static void assertFound(
            Invariant invariant, int seeds, Supplier<HistoryRun.Setup> right, UnaryOperator<HistoryRun.Setup> mistake) {
        HistoryRun.Setup wrong = mistake.apply(right.get());
        for (long seed = 0; seed < seeds; seed++) {
            assertThat(InSteps.run(right.get(), seed).violations())
                    .as("violations with seed %d, without the mistake", seed)
                    .isEmpty();
            List<Violation> found = InSteps.run(wrong, seed).violations();
            if (found.stream().anyMatch(violation -> violation.invariant() == invariant)) {
                return;
            }
        }
        fail("no violation of %s in %d histories".formatted(invariant, seeds));
    }
}
