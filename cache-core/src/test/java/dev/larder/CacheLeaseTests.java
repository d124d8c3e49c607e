// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** That a removal revokes a lease is part of the contract of caches, {@link dev.larder.test.CacheContract}. */
@ParameterizedClass
@EnumSource
class CacheLeaseTests {

    private static final CacheOptions OPTIONS =
            CacheOptions.named("things").lease(Duration.ofSeconds(5)).loaderDeadline(Duration.ofSeconds(30));

    private final TestTime time = new TestTime();

    @AutoClose
    private final Node node;

    @AutoClose
    private final CacheManager otherNode;

    private final Cache<Long, String> cache;
    private final Cache<Long, String> other;

    CacheLeaseTests(StoreKind kind) {
        node = new Node(time, kind.store(time.sources()));
        otherNode = CacheManager.builder()
                .store(node.store)
                .time(time.sources())
                .executor(Runnable::run)
                .build();
        cache = node.caches.open(OPTIONS, Long.class, String.class);
        other = otherNode.open(OPTIONS, Long.class, String.class);
    }

    @Test
    void fillsTheKeyAndCountsAsALoad() {
        CacheLease<String> lease = cache.lease(1L);
        time.advance(Duration.ofMillis(70));

        assertThat(lease.fill("loaded").join()).isTrue();
        assertThat(cache.get(1L)).isEqualTo("loaded");
        assertThat(other.get(1L)).isEqualTo("loaded");
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().loadTime()).isEqualTo(Duration.ofMillis(70));
    }

    @Test
    void fillsAKnownAbsence() {
        assertThat(cache.lease(1L).fill(null).join()).isTrue();

        assertThat(cache.lookup(1L)).matches(CacheEntry::isAbsent);
    }

    @Test
    void isHeldByOneInTheFleet() {
        CacheLease<String> lease = cache.lease(1L);

        assertThat(cache.lease(1L)).isNull();
        assertThat(other.lease(1L)).isNull();
        assertThat(other.lease(2L)).isNotNull();

        lease.close();
        assertThat(other.lease(1L)).isNotNull();
    }

    @Test
    void isNotToBeHadWhereAValueIsCached() {
        cache.put(1L, "there");

        assertThat(cache.lease(1L)).isNull();
    }

    @Test
    void isNotToBeHadWhileSomebodyWritesOrLoads() {
        assertThat(cache.write(1L, () -> String.valueOf(other.lease(1L)))).isEqualTo("null");
        assertThat(cache.getOrLoad(2L, key -> String.valueOf(other.lease(2L)))).isEqualTo("null");
    }

    @Test
    void isRenewedUntilTheLoaderDeadline() {
        CacheLease<String> lease = cache.lease(1L);
        for (int second = 0; second < 29; second++) {
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(other.lease(1L)).isNull();

        time.advance(Duration.ofSeconds(1));

        assertThat(other.lease(1L)).isNotNull();
        assertThat(lease.fill("late").join()).isFalse();
    }

    @Test
    void anEvictionThatTheStoreDidNotConfirmEndsTheLeasesOfItsNode() {
        ChaosStore chaos = new ChaosStore(node.store);
        try (CacheManager troubled = CacheManager.builder()
                .store(chaos)
                .time(time.sources())
                .executor(Runnable::run)
                .build()) {
            Cache<Long, String> things = troubled.open(OPTIONS, Long.class, String.class);
            CacheLease<String> lease = things.lease(1L);
            chaos.inject(ChaosStore.Fault.FAIL, ChaosStore.Verb.EVICT);
            assertThat(things.evict(1L)).isEqualTo(Eviction.UNACKNOWLEDGED);
            chaos.heal();

            assertThat(lease.fill("read before the eviction").join()).isFalse();
            assertThat(things.get(1L)).isNull();
            assertThat(things.stats().refusedFills()).isEqualTo(1);
        }
    }

    @Test
    void whoeverHoldsItLoadsDirectlyAndDoesNotWaitForHimself() {
        CacheLease<String> lease = cache.lease(1L);

        assertThat(cache.getOrLoad(1L, key -> "read on the way")).isEqualTo("read on the way");
        assertThat(cache.getAllOrLoad(List.of(1L, 2L), key -> "in bulk")).containsOnlyKeys(1L, 2L);
        assertThat(lease.fill("filled").join()).isTrue();
        assertThat(cache.get(1L)).isEqualTo("filled");
    }

    @Test
    void anInterruptedThreadIsNotLeftWithALeaseThatItDoesNotKnow() {
        Thread.currentThread().interrupt();

        CacheLease<String> lease = cache.lease(1L);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(lease).isNotNull();
    }

    @Test
    void aLeaseThatNobodyWaitsForAnyMoreIsGivenBack() {
        ChaosStore chaos = new ChaosStore(node.store);
        try (CacheManager slow = CacheManager.builder()
                .store(chaos)
                .time(time.sources())
                .executor(Runnable::run)
                .build()) {
            Cache<Long, String> things = slow.open(OPTIONS, Long.class, String.class);
            chaos.inject(ChaosStore.Fault.LOSE_REPLY, ChaosStore.Verb.LEASE);
            CompletableFuture<CacheLease<String>> asked = things.async().lease(1L);
            chaos.awaitStalled(1);
            chaos.heal();
            asked.cancel(false);
            chaos.resume();

            // Time stands still, so it does not lapse.
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            CacheLease<String> free = other.lease(1L);
            while (free == null && System.nanoTime() < patience) {
                Thread.onSpinWait();
                free = other.lease(1L);
            }
            assertThat(free).isNotNull();
        }
    }

    @Test
    void fillsOnce() {
        CacheLease<String> lease = cache.lease(1L);
        assertThat(lease.fill("first").join()).isTrue();
        cache.evict(1L);

        assertThat(lease.fill("second").join()).isFalse();
        lease.close();
        assertThat(cache.contains(1L)).isFalse();
    }

    @Test
    void whoeverAsksForTheKeyMeanwhileWaitsForTheFill() {
        CacheLease<String> lease = cache.lease(1L);
        var waiting = other.async().getOrLoad(1L, key -> "loaded by another");
        assertThat(waiting).isNotDone();

        lease.fill("filled");
        time.advance(Duration.ofMillis(200));

        assertThat(waiting.join()).isEqualTo("filled");
    }

    @Test
    void aLookupTellsAbsenceFromAMissAndCounts() {
        @Nullable CacheEntry<String> missed = cache.lookup(1L);
        cache.put(1L, null);

        assertThat(missed).isNull();
        assertThat(cache.lookup(1L)).matches(CacheEntry::isAbsent);
        assertThat(cache.async().lookup(1L).join()).matches(CacheEntry::isAbsent);
        assertThat(cache.stats().misses()).isEqualTo(1);
        assertThat(cache.stats().hits()).isEqualTo(2);
    }
}
