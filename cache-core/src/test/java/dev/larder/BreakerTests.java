// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.GuardStatus.Breaker;
import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reads and conditional changes cost while a remote store does not answer. */
class BreakerTests {

    private final Outage outage = new Outage();
    private final Outage.Member node = outage.here;

    @AfterEach
    void close() {
        outage.close();
    }

    @Test
    void theFirstReadsOfAnOutageWaitForOneDeadlineAndGetTheValueFromTheOrigin() {
        outage.origin.put("key", "value");
        node.chaos.inject(Fault.STALL);
        CompletableFuture<@Nullable String> read = node.get("key");

        outage.elapse(Outage.READ_DEADLINE.minusNanos(1));
        assertThat(read).isNotDone();
        outage.elapse(Duration.ofNanos(1));

        assertThat(read).isCompletedWithValue("value");
        assertThat(node.chaos.calls()).isEqualTo(1);
    }

    @Test
    void withTheBreakerOpenAReadCostsALoadAndNothingElse() {
        outage.origin.put("key", "value");
        node.chaos.inject(Fault.STALL);
        for (int i = 0; i < 5; i++) {
            node.get("key");
        }
        outage.elapse(Outage.READ_DEADLINE);
        assertThat(node.guard().worst()).isEqualTo(Breaker.OPEN);
        node.chaos.resetCalls();
        node.loads = 0;
        int waiting = outage.time.pendingTasks();

        for (int i = 0; i < 100; i++) {
            assertThat(node.got("key")).isEqualTo("value");
        }

        assertThat(node.loads).isEqualTo(100);
        assertThat(node.chaos.calls()).isZero();
        assertThat(outage.time.pendingTasks()).isEqualTo(waiting);
        assertThat(node.cache.stats().storeFailures()).isEqualTo(5);
        assertThat(node.events).doesNotContain(CacheEvent.Kind.FILL_REFUSED);
    }

    @Test
    void aBulkThatIsRefusedIsLoadedAtOnceToo() {
        outage.origin.put("1", "one");
        outage.origin.put("2", "two");
        outage.open(node);
        node.chaos.resetCalls();

        assertThat(node.cache.getAllOrLoad(List.of("1", "2"), node::load))
                .containsEntry("1", "one")
                .containsEntry("2", "two");
        assertThat(node.chaos.calls()).isZero();
    }

    @Test
    void fewerThanFiveFailuresOpenNothing() {
        node.chaos.inject(Fault.FAIL);
        for (int i = 0; i < 4; i++) {
            node.get("key");
        }
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
        node.get("key");
        assertThat(node.guard().worst()).isEqualTo(Breaker.OPEN);
    }

    @Test
    void anAnswerBetweenFailuresKeepsItClosed() {
        for (int i = 0; i < 20; i++) {
            node.chaos.inject(Fault.FAIL, Verb.GET);
            for (int failure = 0; failure < 4; failure++) {
                node.get("key");
            }
            node.chaos.heal();
            node.cache.get("key");
            assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
        }
    }

    @Test
    void aStoreThatAnswersReadsAndRefusesChangesGoesOnServingHits() {
        outage.origin.put("key", "value");
        node.get("key");
        node.chaos.inject(Fault.FAIL, Verb.LEASE, Verb.FILL, Verb.PUT, Verb.BACK_OFF, Verb.RELEASE);
        for (int i = 0; i < 20; i++) {
            node.get("missing " + i);
        }
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
        node.loads = 0;
        assertThat(node.got("key")).isEqualTo("value");
        assertThat(node.loads).isZero();
    }

    @Test
    void aLoaderThatFailsOrTakesLongOpensNothing() {
        for (int i = 0; i < 20; i++) {
            assertThat(node.cache.async().getOrLoad("key " + i, key -> {
                        outage.elapse(Duration.ofSeconds(10));
                        throw new IllegalStateException("no");
                    }))
                    .isCompletedExceptionally();
        }
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void afterItsWaitOneCallTriesTheStoreAndTheOthersDoNotWaitForIt() {
        outage.origin.put("key", "value");
        outage.open(node);
        node.chaos.inject(Fault.STALL);
        node.chaos.resetCalls();
        outage.elapse(Outage.WAIT);

        CompletableFuture<@Nullable String> probe = node.get("key");
        assertThat(probe).isNotDone();
        assertThat(node.guard().worst()).isEqualTo(Breaker.HALF_OPEN);
        assertThat(node.got("another key")).isNull();
        assertThat(node.chaos.calls()).isEqualTo(1);

        outage.elapse(Outage.READ_DEADLINE);
        assertThat(probe).isCompletedWithValue("value");
        assertThat(node.guard().worst()).isEqualTo(Breaker.OPEN);
    }

    @Test
    void aProbeThatIsAnsweredClosesTheBreakerAndItsOwnLoadIsStored() {
        outage.origin.put("key", "value");
        outage.open(node);
        node.chaos.heal();
        outage.elapse(Outage.WAIT);

        assertThat(node.got("key")).isEqualTo("value");
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
    }

    @Test
    void aStoreThatTellsThatItsConnectionIsBackIsTriedAtOnce() {
        outage.origin.put("key", "value");
        outage.open(node);
        node.chaos.heal();
        node.chaos.tellGap();

        assertThat(node.got("key")).isEqualTo("value");
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
    }

    @Test
    void aStoreThatTellsSoAndDoesNotAnswerCostsOneCallerADeadline() {
        outage.origin.put("key", "value");
        outage.open(node);
        node.chaos.inject(Fault.STALL);
        node.chaos.tellGap();
        node.chaos.resetCalls();

        CompletableFuture<@Nullable String> probe = node.get("key");
        assertThat(node.got("another key")).isNull();
        assertThat(node.chaos.calls()).isEqualTo(1);
        outage.elapse(Outage.READ_DEADLINE);
        assertThat(probe).isCompletedWithValue("value");
        assertThat(node.guard().worst()).isEqualTo(Breaker.OPEN);
    }

    @Test
    void theStoreIsUsedAtFullSpeedWithinASecondAfterItIsBack() {
        outage.origin.put("key", "value");
        outage.open(node);
        outage.elapse(Duration.ofMinutes(10));
        node.get("key");
        node.chaos.heal();
        outage.elapse(Duration.ofSeconds(1));

        node.get("key");
        node.loads = 0;
        for (int i = 0; i < 10; i++) {
            assertThat(node.got("key")).isEqualTo("value");
        }
        assertThat(node.loads).isZero();
    }

    @Test
    void theWaitIsSpreadSoThatNodesDoNotTryInStep() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (Outage one = new Outage()) {
                one.open(one.here);
                one.here.chaos.heal();
                long start = one.time.read();
                while (one.here.guard().worst() == Breaker.OPEN) {
                    one.elapse(Duration.ofMillis(1));
                    one.here.get("key");
                }
                waits.add(Duration.ofNanos(one.time.read() - start).toMillis());
            }
        }
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(250L, 752L));
        assertThat(waits.stream().distinct().count()).isGreaterThan(5);
    }

    @Test
    void howLongItWaitsCanBeSet() {
        try (Outage patient = new Outage(Outage.options(), with -> with.breakerWait(Duration.ofMinutes(1)))) {
            patient.open(patient.here);
            patient.here.chaos.resetCalls();
            patient.elapse(Duration.ofSeconds(29));
            patient.here.get("key");
            assertThat(patient.here.chaos.calls()).isZero();
            patient.elapse(Duration.ofSeconds(62));
            patient.here.get("key");
            assertThat(patient.here.chaos.calls()).isEqualTo(1);
        }
    }

    @Test
    void aStepOfTheSystemsDateKeepsNoBreakerOpen() {
        outage.open(node);
        node.chaos.heal();
        outage.time.setDate(outage.time.instant().minus(Duration.ofDays(1)));
        outage.elapse(Outage.WAIT);
        node.get("key");
        assertThat(node.guard().worst()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void aPutIsNotSentEither() {
        outage.open(node);
        node.chaos.resetCalls();
        assertThat(node.cache.put("key", "value")).isFalse();
        assertThat(node.cache.putIfAbsent("key", "value")).isNull();
        assertThat(node.cache.touch("key")).isFalse();
        assertThat(node.chaos.calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"EVICT", "EVICT_MATCHING", "CLEAR", "FINISH_WRITE", "BEGIN_WRITE"})
    void whatRemovesIsAlwaysTried(Verb verb) {
        outage.open(node);
        node.chaos.resetCalls();
        switch (verb) {
            case EVICT -> node.cache.evict("key");
            case EVICT_MATCHING -> node.cache.evictMatching(KeyGlob.of(KeyGlob.any()));
            case CLEAR -> node.cache.clear();
            default -> node.cache.write("key", () -> "value");
        }
        assertThat(node.chaos.calls(verb)).isEqualTo(1);
    }

    @Test
    void anEvictionInAnOutageWaitsForOneDeadlineAtMost() {
        outage.open(node);
        node.chaos.inject(Fault.STALL);
        CompletableFuture<Eviction> evicted = node.evict("key");
        outage.elapse(Outage.CHANGE_DEADLINE);
        assertThat(evicted).isCompletedWithValue(Eviction.UNACKNOWLEDGED);
    }

    @Test
    void oneNodesBreakerIsNotAnothers() {
        outage.open(node);
        assertThat(outage.there.got("key")).isNull();
        assertThat(outage.there.guard().worst()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void aStoreInThisProcessHasNoGuard() {
        try (CacheManager caches = CacheManager.inMemory()) {
            assertThat(caches.guard()).isEmpty();
        }
    }

    @Test
    void onePartThatDoesNotAnswerLeavesTheOthersAlone() {
        try (TwoParts parts = new TwoParts(UnaryOperator.identity())) {
            parts.origin.put("a1", "value of a1");
            parts.origin.put("b1", "value of b1");
            parts.left.inject(Fault.FAIL);
            for (int i = 0; i < 10; i++) {
                assertThat(parts.cache.getAllOrLoad(List.of("b1", "a1"), parts::load))
                        .containsEntry("a1", "value of a1")
                        .containsEntry("b1", "value of b1");
            }
            assertThat(parts.caches.guard().orElseThrow().breakers())
                    .containsEntry("left", Breaker.OPEN)
                    .containsEntry("right", Breaker.CLOSED);
            parts.left.resetCalls();
            parts.loaded.clear();

            assertThat(parts.cache.getAllOrLoad(List.of("a1", "b1", "a2"), parts::load))
                    .containsEntry("a1", "value of a1")
                    .containsEntry("b1", "value of b1");
            assertThat(parts.loaded).containsExactly("a1", "a2");
            assertThat(parts.left.calls()).isZero();
        }
    }

    @Test
    void aBulkEvictionIsConfirmedWhereThePartAnswers() {
        try (TwoParts parts = new TwoParts(UnaryOperator.identity())) {
            parts.left.inject(Fault.FAIL);
            assertThat(parts.cache.evictAll(List.of("a", "b"))).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(parts.cache.stats().evictions()).isEqualTo(1);
        }
    }
}
