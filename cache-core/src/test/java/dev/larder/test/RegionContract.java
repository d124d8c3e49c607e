// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.CacheStore.Subscription;
import dev.larder.store.EvictReply;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

abstract class RegionContract extends StoreContractPart {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    RegionContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void answersBulkVerbsInTheOrderOfWhatTheyWereGiven() {
        List<StoreKey> keys = List.of(key("c"), key("a"), key("d"), key("b"));
        answer(region.put(keys.get(2), value("of d"), inTime()));

        List<LeaseReply> leases = answer(region.lease(keys.stream()
                .map(each -> new LeaseRequest(each, token(), LEASE, inTime(), null))
                .toList()));
        assertThat(leases)
                .extracting(reply -> (Object) reply.getClass())
                .containsExactly(
                        LeaseReply.Granted.class,
                        LeaseReply.Granted.class,
                        LeaseReply.Found.class,
                        LeaseReply.Granted.class);

        Lease stolen = new Lease(token(), 1);
        assertThat(answer(region.fill(List.of(
                        new Fill(keys.get(0), granted(leases.get(0)), value("of c")),
                        new Fill(keys.get(1), stolen, value("stolen")),
                        new Fill(keys.get(3), granted(leases.get(3)), value("of b"))))))
                .containsExactly(true, false, true);

        assertThat(answer(region.getAll(keys)))
                .satisfiesExactly(
                        c -> assertThat(text(c)).isEqualTo("of c"),
                        a -> assertThat(a).isEqualTo(Lookup.Nothing.NOTHING),
                        d -> assertThat(text(d)).isEqualTo("of d"),
                        b -> assertThat(text(b)).isEqualTo("of b"));
        assertThat(answer(region.evict(List.of(key("a"), key("never"), key("b")), Duration.ZERO)))
                .containsExactly(EvictReply.REMOVED, EvictReply.NOTHING, EvictReply.REMOVED);
    }

    @Test
    void beginsAndFinishesManyWritesInTheirOrder() {
        Token first = token();
        Token second = token();
        answer(region.put(key("b"), value("base of b"), inTime()));

        List<BeginReply> begun = answer(region.beginWrite(List.of(
                new BeginRequest(key("a"), first, INTENT, inTime()),
                new BeginRequest(key("b"), second, INTENT, inTime()),
                new BeginRequest(key("c"), token(), INTENT, store.now() - 1))));
        assertThat(begun)
                .satisfiesExactly(
                        a -> assertThat(((BeginReply.Begun) a).replaced()).isEqualTo(Lookup.Nothing.NOTHING),
                        b -> assertThat(text(((BeginReply.Begun) b).replaced())).isEqualTo("base of b"),
                        c -> assertThat(c).isEqualTo(BeginReply.TooLate.TOO_LATE));

        WriteIntent ofB = ((BeginReply.Begun) begun.get(1)).intent();
        assertThat(answer(region.finishWrite(List.of(
                        FinishRequest.withNothing(key("a"), first, Duration.ZERO),
                        new FinishRequest(key("b"), second, ofB.stamp(), value("of b"), Duration.ZERO, null),
                        FinishRequest.withNothing(key("c"), token(), Duration.ZERO)))))
                .containsExactly(FinishReply.EMPTY, FinishReply.STORED, FinishReply.LOST);
    }

    @Test
    void answersEmptyBulkVerbsWithEmptyLists() {
        assertThat(answer(region.getAll(List.of()))).isEmpty();
        assertThat(answer(region.lease(List.of()))).isEmpty();
        assertThat(answer(region.fill(List.of()))).isEmpty();
        assertThat(answer(region.evict(List.of(), Duration.ZERO))).isEmpty();
        assertThat(answer(region.expire(List.of(), 42, Duration.ZERO))).isEmpty();
        assertThat(answer(region.claim(List.of()))).isEmpty();
        assertThat(answer(region.backOffs(List.of()))).isEmpty();
        assertThat(answer(region.beginWrite(List.of()))).isEmpty();
        assertThat(answer(region.finishWrite(List.of()))).isEmpty();
    }

    @Test
    void openingACacheAgainGivesAViewOfTheSameRecords() {
        StoreRegion again = open("shop", "prices");
        Lease lease = leased();

        assertThat(answer(again.fill(List.of(new Fill(key, lease, value("1.20"))))))
                .containsExactly(true);
        assertHolds("1.20");
        answer(again.clear());
        assertHoldsNoValue();
        assertThat(again.clock()).isEqualTo(region.clock());
    }

    @Test
    void tellsListenersOfEveryRecordThatIsReplacedOrRemoved() {
        store.subscribe(new Recorder(heard));

        Lease lease = leased();
        heard.clear();
        fill(lease, value("loaded"));
        assertHeard("evicted " + key.text());

        StoredValue seen = value("put");
        put(seen);
        assertHeard("evicted " + key.text());

        answer(region.refresh(key, seen.fillId(), value("refreshed")));
        assertHeard("evicted " + key.text());

        WriteIntent intent = begun();
        assertHeard("evicted " + key.text());

        finish(intent, value("written"));
        assertHeard("evicted " + key.text());

        expire(Duration.ofSeconds(30));
        assertHeard("evicted " + key.text());

        evict();
        assertHeard("evicted " + key.text());
    }

    @Test
    void tellsListenersOfClears() {
        open("shop", "stock");
        open("market", "prices");
        store.subscribe(new Recorder(heard));

        answer(region.clear());
        assertHeard("cleared shop prices");

        answer(store.clear("shop"));
        assertHeard("cleared shop stock");
        answer(store.clear("shop"));
        assertHeard("cleared shop prices");
    }

    @Test
    void tellsNothingAfterASubscriptionHasEnded() {
        Subscription ended = store.subscribe(new Recorder(heard));
        ended.cancel();
        BlockingQueue<String> heardByOther = new LinkedBlockingQueue<>();
        store.subscribe(new Recorder(heardByOther));

        put(value("1.20"));

        assertHeard(heardByOther, "evicted " + key.text());
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatThrowsHurtsNeitherTheVerbNorOtherListeners() {
        store.subscribe(new StoreListener() {
            @Override
            public void evicted(String text) {
                throw new IllegalStateException("of a listener");
            }

            @Override
            public void cleared(String namespace, String cache) {
                throw new AssertionError("of a listener");
            }

            @Override
            public void gap() {}
        });
        store.subscribe(new Recorder(heard));

        put(value("1.20"));
        assertHolds("1.20");
        assertHeard("evicted " + key.text());
        answer(region.clear());
        assertHoldsNoValue();
        assertHeard("cleared shop prices");
    }

    @Test
    void tellsHowItIs() {
        assertThat(answer(store.health()).available()).isTrue();
        assertThat(answer(region.statistics())).isNotNull();
    }

    private static Lease granted(LeaseReply reply) {
        return ((LeaseReply.Granted) reply).lease();
    }

    /** Waits for a message; others may come before it, and it may come twice. */
    private void assertHeard(String message) {
        assertHeard(heard, message);
        heard.clear();
    }

    private static void assertHeard(BlockingQueue<String> messages, String message) {
        try {
            String next = messages.poll(10, TimeUnit.SECONDS);
            while (next != null && !next.equals(message)) {
                next = messages.poll(10, TimeUnit.SECONDS);
            }
            assertThat(next).as("heard within ten seconds").isEqualTo(message);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a message", interrupted);
        }
    }

    private record Recorder(BlockingQueue<String> messages) implements StoreListener {

        @Override
        public void evicted(String text) {
            messages.add("evicted " + text);
        }

        @Override
        public void cleared(String namespace, String cache) {
            messages.add("cleared " + namespace + " " + cache);
        }

        @Override
        public void gap() {
            messages.add("gap");
        }
    }
}
