// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What makes the store of records fit to stand between two nodes. */
class RecordMapNodesTests {

    private static final RegionSpec FEED = RegionSpec.ofSize("feed", 1, "feed", 10);
    private static final StoreKey KEY = StoreKey.of("feed:v1:7");
    private static final LeaseRequest LEASE =
            new LeaseRequest(KEY, new Token(1, 1), Duration.ofSeconds(1), Long.MAX_VALUE, null);

    private final TestTime time = new TestTime();
    private final List<String> heard = new ArrayList<>();

    @Test
    void whatOneNodeStoresTheOtherFinds() {
        RecordMapStore store = new RecordMapStore(time.sources());
        StoreRegion one = store.open(FEED);
        StoreRegion other = store.open(FEED);
        store.close();

        join(one.put(KEY, value(store, one), Long.MAX_VALUE));
        assertThat(join(other.get(KEY))).isInstanceOf(StoredValue.class);
        join(other.clear());
        assertThat(join(one.get(KEY))).isInstanceOf(Lookup.Unusable.class);
        assertThat(one.clock()).isEqualTo(other.clock());
    }

    @Test
    void commandsRunAndStagesCompleteOnTheExecutor() {
        Queue<Runnable> commands = new ArrayDeque<>();
        RecordMapStore store = new RecordMapStore(time.sources(), commands::add);
        StoreRegion region = store.open(FEED);

        CompletableFuture<PutReply> put =
                region.put(KEY, value(store, region), Long.MAX_VALUE).toCompletableFuture();
        CompletableFuture<Void> clear = store.clear("feed").toCompletableFuture();
        CompletableFuture<StoreHealth> health = store.health().toCompletableFuture();
        assertThat(put).isNotDone();
        assertThat(store.keys()).isEmpty();

        commands.forEach(Runnable::run);
        assertThat(put).isCompletedWithValue(PutReply.STORED);
        assertThat(clear).isCompleted();
        assertThat(health).isCompletedWithValueMatching(StoreHealth::available);
    }

    @Test
    void aReplayedLeaseHasAnotherStampThoughTimeStandsStill() {
        RecordMapStore store = new RecordMapStore(time.sources());
        StoreRegion region = store.open(FEED);
        Lease first = lease(region);
        StoredValue loaded = value(store, region);
        join(region.evict(List.of(KEY), Duration.ZERO));

        Lease replayed = lease(region);

        assertThat(replayed.token()).isEqualTo(first.token());
        assertThat(replayed.stamp()).isNotEqualTo(first.stamp());
        assertThat(join(region.fill(List.of(new Fill(KEY, first, loaded))))).containsExactly(false);
    }

    @Test
    void listenersHearOfRecordsThatAreSetOrRemovedAndOfClears() {
        RecordMapStore store = new RecordMapStore(time.sources());
        StoreRegion region = store.open(FEED);
        CacheStore.Subscription subscription = store.subscribe(listener());

        Lease lease = lease(region);
        join(region.fill(List.of(new Fill(KEY, lease, value(store, region)))));
        assertThat(heard).containsExactly("feed:v1:7", "feed:v1:7");
        heard.clear();
        store.delete(KEY.text());
        store.delete(KEY.text());
        assertThat(heard).containsExactly("feed:v1:7");
        heard.clear();
        join(region.clear());
        join(store.clear("feed"));
        join(store.clear("chat"));
        assertThat(heard).containsExactly("cleared feed feed", "cleared feed feed");

        heard.clear();
        subscription.cancel();
        join(region.clear());
        lease(region);
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerMayUseTheStoreFromAnotherThread() {
        RecordMapStore store = new RecordMapStore(time.sources());
        StoreRegion region = store.open(FEED);
        store.subscribe(new StoreListener() {
            @Override
            public void evicted(String key) {
                CompletableFuture.runAsync(() -> heard.addAll(store.keys())).join();
            }

            @Override
            public void cleared(String namespace, String cache) {}

            @Override
            public void gap() {}
        });

        join(region.put(KEY, value(store, region), Long.MAX_VALUE));

        assertThat(heard).containsExactly("feed:v1:7");
    }

    @Test
    void statisticsCountTheValuesOfTheNamespaceAndVersion() {
        RecordMapStore store = new RecordMapStore(time.sources());
        StoreRegion region = store.open(FEED);
        StoreRegion other = store.open(RegionSpec.ofSize("feed", 2, "feed", 10));
        lease(region);
        join(region.put(StoreKey.of("feed:v1:8"), value(store, region), Long.MAX_VALUE));

        StoreStatistics statistics = join(region.statistics());
        assertThat(statistics.keys()).hasValue(1);
        assertThat(statistics.memoryBytes()).hasValue(44);
        assertThat(join(other.statistics()).keys()).hasValue(0);
    }

    private StoreListener listener() {
        return new StoreListener() {
            @Override
            public void evicted(String key) {
                heard.add(key);
            }

            @Override
            public void cleared(String namespace, String cache) {
                heard.add("cleared " + namespace + " " + cache);
            }

            @Override
            public void gap() {
                heard.add("gap");
            }
        };
    }

    private static Lease lease(StoreRegion region) {
        return ((LeaseReply.Granted) join(region.lease(List.of(LEASE))).get(0)).lease();
    }

    private static StoredValue value(CacheStore store, StoreRegion region) {
        Encoding encoding = new Encoding(1, 2, 3, 0);
        return new StoredValue(new byte[] {1}, 5, store.now(), 60_000, 60_000, 0, region.clock(), encoding, null);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
