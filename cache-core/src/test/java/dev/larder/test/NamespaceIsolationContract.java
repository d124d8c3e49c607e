// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import dev.larder.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two namespaces of which the tested one's name is the beginning of the other's, with equal keys in equal caches. */
abstract class NamespaceIsolationContract extends StoreContractPart {

    private final StoreKey otherKey = key("shopping", "prices", "apple");
    private StoreRegion other;

    NamespaceIsolationContract(StoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void openTheOtherNamespace() {
        other = open("shopping", "prices");
    }

    @Test
    void equalKeysHoldDifferentValues() {
        put(value("of shop"));
        answer(other.put(otherKey, value("of shopping"), inTime()));

        assertHolds("of shop");
        assertTheOtherHolds("of shopping");
    }

    @Test
    void aClearOfOneNamespaceLeavesTheOther() {
        answer(other.put(otherKey, value("kept", other.clock()), inTime()));
        long clock = other.clock();

        answer(region.clear());
        answer(store.clear("shop"));

        assertTheOtherHolds("kept");
        assertThat(other.clock()).isEqualTo(clock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "shop:v1:"})
    void anEvictionByPatternSeesOnlyItsOwnNamespace(String head) {
        answer(other.put(otherKey, value("kept"), inTime()));
        put(value("evicted"));
        Queue<String> asked = new ConcurrentLinkedQueue<>();

        long removed = answer(region.evictMatching(filter(head, text -> {
            asked.add(text);
            return true;
        })));

        assertThat(removed).isEqualTo(1);
        assertThat(asked).containsOnly(key.text());
        assertTheOtherHolds("kept");
    }

    @Test
    void leasesOfOneNamespaceDoNotKeepLoadsOfTheOtherOut() {
        leased();

        assertThat(answer(other.lease(List.of(new LeaseRequest(otherKey, token(), LEASE, inTime(), null)))))
                .hasOnlyElementsOfType(LeaseReply.Granted.class);
    }

    @Test
    void evictionsAndWritesOfOneNamespaceLeaveLeasesAndIntentsOfTheOther() {
        Token loading = token();
        Token writing = token();
        StoreKey written = key("shopping", "prices", "pear");
        Lease lease = ((LeaseReply.Granted)
                        answer(other.lease(List.of(new LeaseRequest(otherKey, loading, LEASE, inTime(), null))))
                                .get(0))
                .lease();
        long stamp = ((BeginReply.Begun)
                        answer(other.beginWrite(List.of(new BeginRequest(written, writing, INTENT, inTime()))))
                                .get(0))
                .intent()
                .stamp();

        evict(HOLD_OFF);
        finish(begun(), value("written"));
        answer(region.evict(List.of(key("pear")), HOLD_OFF));
        answer(region.put(key("pear"), value("put"), inTime()));
        answer(region.clear());

        assertThat(answer(other.fill(List.of(new Fill(otherKey, lease, value("loaded", other.clock()))))))
                .containsExactly(true);
        assertThat(answer(other.finishWrite(List.of(new FinishRequest(
                        written, writing, stamp, value("kept", other.clock()), Duration.ZERO, null)))))
                .containsExactly(FinishReply.STORED);
    }

    @Test
    void messagesNameTheNamespaceThatChanged() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        store.subscribe(new StoreListener() {
            @Override
            public void evicted(String text) {
                heard.add(text);
            }

            @Override
            public void cleared(String namespace, String cache) {
                heard.add(namespace + ":");
            }

            @Override
            public void gap() {}
        });

        put(value("1.20"));
        evict();
        answer(store.clear("shop"));

        assertThat(heard).allMatch(message -> message.startsWith("shop:"));
    }

    private void assertTheOtherHolds(String text) {
        assertThat(text(answer(other.get(otherKey)))).isEqualTo(text);
    }
}
