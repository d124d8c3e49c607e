// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a remote store did not confirm is neither served nor forgotten. */
class JournalTests {

    private final Outage outage = new Outage();
    private final Outage.Member node = outage.here;

    @AfterEach
    void close() {
        outage.close();
    }

    /** Both nodes have cached an old value, and the origin has a new one. */
    private void cacheAnOldValue(String... keys) {
        for (String key : keys) {
            outage.origin.put(key, "old");
            node.get(key);
            outage.origin.put(key, "new");
        }
    }

    @Test
    void aClearThatComesLaterDoesNotForgetThatAValueMayStillArrive() {
        Journal journal = new Journal(0);
        journal.add(new Removal.OfNamespace("shop"), 100);
        journal.add(new Removal.OfNamespace("shop"), 0);

        assertThat(journal.size()).isEqualTo(1);
        assertThat(journal.due(99)).isEmpty();
        assertThat(journal.due(100)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAIL", "FAIL_AFTERWARDS"})
    void whatWasEvictedInVainIsNeverServedOnThisNodeAlthoughTheStoreMayStillHoldIt(Fault fault) {
        cacheAnOldValue("key");
        node.chaos.inject(fault, Verb.EVICT);
        assertThat(node.cache.evict("key")).isEqualTo(Eviction.UNACKNOWLEDGED);

        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(node.cache.get("key")).isNull();
        assertThat(node.cache.entry("key")).isNull();
        assertThat(node.cache.getAllOrLoad(List.of("other", "key"), node::load)).containsEntry("key", "new");
    }

    @Test
    void anEvictionThatTheStoreHangsOnIsJournalledWhenItsDeadlineIsOver() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.STALL, Verb.EVICT);
        CompletableFuture<Eviction> evicted = node.evict("key");
        assertThat(node.guard().journal()).isZero();
        outage.elapse(Outage.CHANGE_DEADLINE);
        assertThat(evicted).isCompletedWithValue(Eviction.UNACKNOWLEDGED);
        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("key")).isEqualTo("new");
    }

    @Test
    void untilItIsConfirmedTheStoreIsAskedNothingAboutTheKeyAndEverythingAboutOthers() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.heal();
        node.chaos.resetCalls();

        node.get("key");
        node.cache.put("key", "put");
        node.cache.putIfAbsent("key", "put");
        node.cache.touch("key");
        node.cache.lease("key");
        node.cache.refresh("key", node::load);
        assertThat(node.chaos.calls()).isZero();

        node.get("other");
        assertThat(node.chaos.calls()).isPositive();
    }

    @Test
    void theStoreIsToldAgainAndThenTheKeyIsCachedAgain() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        assertThat(outage.there.got("key")).isEqualTo("old");
        node.chaos.heal();
        outage.elapse(Outage.WAIT);

        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(outage.there.cache.get("key")).isEqualTo("new");
        assertThat(node.events).contains(CacheEvent.Kind.JOURNALLED, CacheEvent.Kind.REPLAYED);
        assertThat(node.cache.stats().journalled()).isEqualTo(1);
        assertThat(node.cache.stats().replayed()).isEqualTo(1);
    }

    /** Else each reader of the key, on every node, would wait until the lease lapses. */
    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"LEASE", "FILL"})
    void aLeaseThatMayStandWithoutAHolderIsRemovedWhenTheStoreAnswers(Verb lost) {
        outage.origin.put("key", "value");
        node.chaos.inject(lost == Verb.FILL ? Fault.FAIL : Fault.FAIL_AFTERWARDS, lost, Verb.RELEASE);
        assertThat(node.got("key")).isEqualTo("value");
        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(outage.there.got("key")).isEqualTo("still waiting");
        node.chaos.heal();
        outage.elapse(Outage.WAIT);

        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
        assertThat(node.got("key")).isEqualTo("value");
    }

    @Test
    void aLeaseThatArrivesLateIsRemovedToo() {
        outage.origin.put("key", "value");
        node.chaos.inject(Fault.FAIL, Verb.LEASE);
        node.get("key");
        node.chaos.heal();
        outage.elapse(Outage.READ_DEADLINE.minusMillis(1));
        // In the place of the lease whose connection broke: nobody will fill it, or give it back.
        assertThat(outage.there.cache.lease("key")).isNotNull();
        outage.elapse(Outage.WAIT);

        assertThat(node.guard().journal()).isZero();
        assertThat(node.got("key")).isEqualTo("value");
    }

    @Test
    void aLeaseInTheHandsOfAnAdapterIsRemovedToo() {
        outage.origin.put("key", "value");
        node.chaos.inject(Fault.FAIL_AFTERWARDS, Verb.LEASE);
        assertThat(node.cache.lease("key")).isNull();
        assertThat(node.guard().journal()).isEqualTo(1);
        node.chaos.heal();
        outage.elapse(Outage.WAIT);

        assertThat(outage.there.got("key")).isEqualTo("value");
    }

    @Test
    void itIsToldAgainAndAgainWithPausesThatGrowToTheBreakersWait() {
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.resetCalls();
        outage.elapse(Duration.ofSeconds(1));
        int first = node.chaos.calls(Verb.EVICT);
        outage.elapse(Duration.ofSeconds(100));
        int all = node.chaos.calls(Verb.EVICT);

        assertThat(first).isBetween(2, 8);
        assertThat(all - first).isBetween(130, 400);
        assertThat(node.guard().journal()).isEqualTo(1);
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.time.pendingTasks()).isZero();
    }

    @Test
    void whatIsEvictedAnewWhileItIsReplayedStaysInTheJournal() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.inject(Fault.LOSE_REPLY, Verb.EVICT);
        while (node.chaos.stalled() == 0) {
            outage.elapse(Duration.ofMillis(1));
        }
        // The replay has run, and its answer is on its way. The other node caches what is old a moment later.
        outage.origin.put("key", "old");
        outage.there.get("key");
        outage.origin.put("key", "newer");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.resume();
        outage.elapse(Duration.ZERO);

        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("key")).isEqualTo("newer");
    }

    @Test
    void anEvictionThatIsConfirmedSettlesWhatWasJournalledBeforeIt() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.heal();
        assertThat(node.cache.evict("key")).isEqualTo(Eviction.EVICTED);
        assertThat(node.guard().journal()).isZero();
    }

    @Test
    void anEvictionThatWasSentBeforeSettlesNothingThatWasJournalledSince() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.LOSE_REPLY, Verb.EVICT);
        CompletableFuture<Eviction> first = node.evict("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.resume();
        assertThat(first).isCompleted();
        assertThat(node.guard().journal()).isEqualTo(1);
    }

    @Test
    void anExpiryThatFailedEndsAsAnEvictionAndOneThatIsConfirmedSettlesNone() {
        CacheOptions options = Outage.options().staleIfError(Duration.ofHours(1));
        try (Outage kept = new Outage(options, UnaryOperator.identity())) {
            kept.origin.put("key", "old");
            kept.here.get("key");
            kept.here.chaos.inject(Fault.FAIL, Verb.EXPIRE);
            assertThat(kept.here.cache.expire("key")).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(kept.here.guard().journal()).isEqualTo(1);
            kept.here.chaos.heal();
            assertThat(kept.here.cache.expire("key")).isEqualTo(Eviction.EVICTED);
            assertThat(kept.here.guard().journal()).isEqualTo(1);
            kept.elapse(Outage.WAIT);
            assertThat(kept.there.cache.entry("key")).isNull();
        }
    }

    @Test
    void anEvictionOfWhatIsNotKeptSettlesNoneThatOwesAHoldOff() {
        CacheOptions options = Outage.options().holdOff(Duration.ofSeconds(5)).maximumPayload(10);
        try (Outage lagging = new Outage(options, UnaryOperator.identity())) {
            lagging.here.cache.put("key", "old");
            lagging.here.cache.refresh("key", key -> {
                lagging.here.chaos.inject(Fault.FAIL, Verb.EVICT);
                lagging.here.cache.evict(key);
                lagging.here.chaos.heal();
                return "too long to be kept";
            });
            assertThat(lagging.here.guard().journal()).isEqualTo(1);
            lagging.elapse(Outage.WAIT);
            assertThat(lagging.here.guard().journal()).isZero();
            lagging.origin.put("key", "lagging");
            lagging.there.get("key");
            assertThat(lagging.there.cache.get("key")).isNull();
        }
    }

    @Test
    void aPatternThatFailedEndsAsAClearOfItsCache() {
        cacheAnOldValue("key", "other");
        node.chaos.inject(Fault.FAIL, Verb.EVICT_MATCHING);
        assertThat(node.cache.evictMatching(KeyGlob.of(KeyGlob.glob("k*")))).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(node.got("other")).isEqualTo("new");

        outage.elapse(Outage.WAIT);
        assertThat(node.chaos.calls(Verb.CLEAR)).isEqualTo(1);
        assertThat(outage.there.cache.get("key")).isNull();
        assertThat(node.guard().journal()).isZero();
    }

    @Test
    void aPatternThatIsConfirmedSettlesNoClearThatFailed() {
        cacheAnOldValue("key", "other");
        node.chaos.inject(Fault.FAIL, Verb.CLEAR);
        node.cache.clear();
        node.chaos.heal();
        assertThat(node.cache.evictMatching(KeyGlob.of(KeyGlob.glob("k*")))).isEqualTo(Eviction.EVICTED);

        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("other")).isEqualTo("new");
        outage.elapse(Outage.WAIT);
        assertThat(outage.there.cache.get("other")).isNull();
        assertThat(node.guard().journal()).isZero();
    }

    @Test
    void aKeyThatWasNamedByItsTextIsEvictedAlone() {
        cacheAnOldValue("key", "other");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        assertThat(node.cache.evictByText("things:v1:key")).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(node.got("other")).isEqualTo("old");
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(outage.there.cache.get("key")).isNull();
        assertThat(outage.there.cache.get("other")).isEqualTo("old");
    }

    @Test
    void aClearThatFailedIsRepeated() {
        cacheAnOldValue("key", "other");
        node.chaos.inject(Fault.FAIL, Verb.CLEAR);
        assertThat(node.cache.clear()).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(node.got("other")).isEqualTo("new");
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(outage.there.cache.get("other")).isNull();
        assertThat(node.guard().journal()).isZero();
    }

    @Test
    void theClearOfANamespaceThatFailedIsRepeatedForAllItsCachesAndNoOthers() {
        Cache<String, String> sibling =
                node.manager.open(CacheOptions.named("sibling").namespace("things"), String.class, String.class);
        Cache<String, String> stranger = node.manager.open(CacheOptions.named("stranger"), String.class, String.class);
        sibling.put("key", "old");
        stranger.put("key", "value");
        node.chaos.inject(Fault.FAIL, Verb.CLEAR);
        assertThat(node.manager.clear("things")).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(sibling.get("key")).isNull();
        assertThat(stranger.get("key")).isEqualTo("value");
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(node.guard().journal()).isZero();
        assertThat(sibling.get("key")).isNull();
    }

    @Test
    void aWriteWhoseEndWasLostEndsWithNothingAndItsMarkGoesBeforeItWouldLapse() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL, Verb.FINISH_WRITE);
        node.cache.write("key", () -> "new");
        assertThat(node.guard().journal()).isEqualTo(1);
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(node.guard().journal()).isZero();
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(outage.there.cache.get("key")).isEqualTo("new");
    }

    @Test
    void anEvictionAfterSuchAWriteForgetsNoMark() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.FAIL);
        node.chaos.heal(Verb.BEGIN_WRITE);
        node.cache.write("key", () -> "new");
        node.cache.evict("key");
        node.chaos.heal();
        node.cache.evict("key");
        assertThat(node.guard().journal()).isEqualTo(1);
        outage.elapse(Outage.WAIT);
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(outage.there.cache.get("key")).isEqualTo("new");
    }

    @Test
    void aWriteMergesNothingIntoAValueThatWasEvictedInVain() {
        outage.origin.put("key", "old");
        node.get("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.cache.write("key", () -> "and more", (cached, written) -> cached + " " + written);
        assertThat(outage.there.cache.get("key")).isNull();
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAIL", "FAIL_AFTERWARDS"})
    void aPutThatFailedLeavesNothingOlderBehind(Fault fault) {
        node.cache.put("key", "older");
        node.chaos.inject(fault, Verb.PUT);
        assertThat(node.cache.put("key", "put")).isFalse();
        assertThat(node.cache.get("key")).isNull();
        node.chaos.heal();
        outage.elapse(Outage.CHANGE_DEADLINE.plus(Outage.WAIT));
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
        assertThat(node.cache.put("key", "again")).isTrue();
    }

    @Test
    void aPutThatWasNotSentLeavesNothingOlderBehindEither() {
        node.cache.put("key", "older");
        outage.open(node);
        assertThat(node.cache.put("key", "put")).isFalse();
        node.chaos.heal();
        outage.elapse(Outage.WAIT);
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void aPutThatArrivesLateDoesNotOutliveAnEvictionThatCameAfterIt() {
        node.chaos.inject(Fault.STALL, Verb.PUT);
        CompletableFuture<Boolean> put = node.cache.async().put("key", "put");
        outage.elapse(Outage.CHANGE_DEADLINE.minusMillis(1));
        node.cache.evict("key");
        node.chaos.resume();
        assertThat(outage.there.cache.get("key")).isEqualTo("put");
        outage.elapse(Outage.WAIT);
        assertThat(put).isCompletedWithValue(true);

        // The same, but the connection broke at once: the put may arrive until the store would refuse it.
        node.chaos.inject(Fault.FAIL, Verb.PUT);
        node.cache.put("key", "late");
        node.chaos.heal();
        node.cache.evict("key");
        assertThat(node.guard().journal()).isEqualTo(1);
        outage.there.cache.put("key", "late");
        outage.elapse(Outage.CHANGE_DEADLINE.plus(Outage.WAIT));
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void neitherDoesAPutIfAbsent() {
        node.chaos.inject(Fault.FAIL, Verb.PUT_IF_ABSENT);
        node.cache.putIfAbsent("key", "late");
        node.chaos.heal();
        node.cache.evict("key");
        outage.there.cache.putIfAbsent("key", "late");

        outage.elapse(Outage.CHANGE_DEADLINE.plus(Outage.WAIT));
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void aPutThatArrivesLateDoesNotOutliveAWriteWhoseEndWasNotConfirmed() {
        node.chaos.inject(Fault.FAIL, Verb.PUT);
        node.cache.put("key", "late");
        node.chaos.heal();
        node.chaos.inject(Fault.FAIL, Verb.FINISH_WRITE);
        node.cache.write("key", () -> "new");
        node.chaos.heal();

        outage.elapse(Outage.CHANGE_DEADLINE.dividedBy(2));
        assertThat(node.guard().journal()).isEqualTo(1);
        outage.there.cache.put("key", "late");
        outage.elapse(Outage.CHANGE_DEADLINE.plus(Outage.WAIT));
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void anAnswerThatWasUnderWayServesWhoCameBeforeTheEvictionAndNobodyElse() {
        cacheAnOldValue("key");
        node.chaos.inject(Fault.LOSE_REPLY, Verb.GET);
        CompletableFuture<@Nullable String> before = node.get("key");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        CompletableFuture<@Nullable String> after = node.get("key");
        assertThat(after).isCompletedWithValue("new");
        node.chaos.resume();
        assertThat(before).isCompletedWithValue("old");
        assertThat(node.got("key")).isEqualTo("new");
    }

    @Test
    void aLoadThatWasUnderWayIsNotStored() {
        outage.origin.put("key", "old");
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.getOrLoad("key", key -> {
            String read = outage.origin.get(key);
            outage.origin.put(key, "new");
            node.cache.evict(key);
            return read;
        });
        assertThat(node.got("key")).isEqualTo("new");
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void whenThereAreTooManyTheirNamespaceIsClearedAsAWhole() {
        try (Outage small = new Outage(Outage.options(), with -> with.journalSize(10));
                LogCapture log = new LogCapture("dev.larder.CacheManager")) {
            Cache<String, String> stranger =
                    small.here.manager.open(CacheOptions.named("stranger"), String.class, String.class);
            stranger.put("key", "value");
            small.here.cache.put("bystander", "value");
            small.here.chaos.inject(Fault.FAIL, Verb.EVICT);
            for (int i = 0; i < 10; i++) {
                small.here.cache.evict("key " + i);
            }
            stranger.evict("something");

            assertThat(small.here.guard().journal()).isEqualTo(2);
            assertThat(small.here.cache.get("bystander")).isNull();
            assertThat(stranger.get("key")).isEqualTo("value");
            assertThat(stranger.stats().journalOverflows()).isEqualTo(1);
            small.here.chaos.heal();
            small.elapse(Outage.WAIT);
            assertThat(small.here.guard().journal()).isZero();
            assertThat(small.there.cache.get("bystander")).isNull();
            assertThat(log.said(Level.WARN)).anyMatch(line -> line.contains("namespace 'things' is cleared"));
        }
    }

    @Test
    void anEvictionAfterAnOverflowIsNotSettledByAClearThatWasSentBefore() {
        try (Outage small = new Outage(Outage.options(), with -> with.journalSize(1))) {
            small.here.chaos.inject(Fault.FAIL, Verb.EVICT);
            small.here.cache.evict("1");
            small.here.cache.evict("2");
            assertThat(small.here.guard().journal()).isEqualTo(1);
            small.here.chaos.inject(Fault.LOSE_REPLY, Verb.CLEAR);
            while (small.here.chaos.stalled() == 0) {
                small.elapse(Duration.ofMillis(1));
            }
            small.here.cache.evict("3");
            small.here.cache.evict("4");
            small.here.chaos.resume();
            assertThat(small.here.guard().journal()).isEqualTo(1);
        }
    }

    @Test
    void manyKeysAreReplayedInFewCommands() {
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        for (int i = 0; i < 1_000; i++) {
            node.cache.evict("key " + i);
        }
        node.chaos.heal();
        node.chaos.resetCalls();
        outage.elapse(Outage.WAIT);
        assertThat(node.guard().journal()).isZero();
        assertThat(node.chaos.calls()).isEqualTo(4);
        assertThat(node.cache.stats().replayed()).isEqualTo(1_000);
    }

    /** Only what the store did not answer is a reason to leave it alone for longer. */
    @Test
    void pausesDoNotGrowWhileThereIsNothingToSendYet() {
        Duration deadline = Duration.ofSeconds(10);
        try (Outage patient = new Outage(
                Outage.options().storeReadDeadline(deadline), with -> with.breakerWait(Duration.ofMinutes(10)))) {
            patient.here.chaos.inject(Fault.FAIL, Verb.LEASE);
            patient.here.get("key");
            patient.here.chaos.heal();
            patient.elapse(deadline.minusNanos(1));
            assertThat(patient.here.guard().journal()).isEqualTo(1);
            patient.elapse(Duration.ofMillis(151));
            assertThat(patient.here.guard().journal()).isZero();
        }
    }

    @Test
    void whenABreakerClosesTheReplayDoesNotWait() {
        try (Outage patient = new Outage(Outage.options(), with -> with.breakerWait(Duration.ofMinutes(10)))) {
            patient.open(patient.here);
            patient.here.cache.evict("key");
            patient.elapse(Duration.ofMinutes(16));
            assertThat(patient.here.guard().journal()).isEqualTo(1);
            patient.here.chaos.heal();
            patient.here.get("another key");
            patient.elapse(Duration.ZERO);
            assertThat(patient.here.guard().worst()).isEqualTo(GuardStatus.Breaker.CLOSED);
            assertThat(patient.here.guard().journal()).isZero();
        }
    }

    @Test
    void aPartThatAnswersConfirmsItsKeysWhileAnotherDoesNot() {
        try (TwoParts parts = new TwoParts(UnaryOperator.identity())) {
            parts.left.inject(Fault.FAIL);
            parts.right.inject(Fault.FAIL);
            parts.cache.evictAll(List.of("a1", "b1", "a2", "b2"));
            assertThat(parts.caches.guard().orElseThrow().journal()).isEqualTo(4);
            parts.right.heal();
            parts.time.advance(Outage.WAIT);
            assertThat(parts.caches.guard().orElseThrow().journal()).isEqualTo(2);
            assertThat(parts.caches.health().details())
                    .containsEntry("journal", 2)
                    .containsEntry("breaker", "closed");
            parts.left.heal();
            parts.time.advance(Outage.WAIT);
            assertThat(parts.caches.guard().orElseThrow().journal()).isZero();
        }
    }

    @Test
    void healthTellsOfBreakersAndJournal() {
        assertThat(node.manager.health().details())
                .containsEntry("breaker", "closed")
                .containsEntry("journal", 0);
        outage.open(node);
        node.cache.evict("key");
        assertThat(node.manager.health().available()).isFalse();
        assertThat(node.manager.health().details())
                .containsEntry("breaker", "open")
                .containsEntry("journal", 1);

        try (TwoParts parts = new TwoParts(UnaryOperator.identity())) {
            parts.cache.get("b");
            parts.left.inject(Fault.FAIL, Verb.GET);
            for (int i = 0; i < 5; i++) {
                parts.cache.get("a");
            }
            assertThat(parts.caches.health().details())
                    .containsEntry("breaker", "open")
                    .extractingByKey("breakers")
                    .hasToString("{left=open}");
        }
    }

    @Test
    void whoClosesWithEvictionsThatWereNotConfirmedIsTold() {
        try (LogCapture log = new LogCapture("dev.larder.CacheManager")) {
            node.chaos.inject(Fault.FAIL, Verb.EVICT);
            node.cache.evict("key");
            node.manager.close();
            assertThat(log.said(Level.WARN)).anyMatch(line -> line.contains("the store confirmed 1 evictions"));
            node.chaos.resetCalls();
            outage.elapse(Duration.ofMinutes(1));
            assertThat(node.chaos.calls()).isZero();
        }
    }

    @Test
    void aJournalHasRoomForAKeyAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheManager.builder().journalSize(0))
                .withMessage("journalSize must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheManager.builder().breakerWait(Duration.ZERO))
                .withMessageStartingWith("breakerWait must be at least a millisecond");
    }

    @Test
    void whatIsJournalledOfOneCacheIsNotOfAnother() {
        Cache<String, String> stranger = node.manager.open(CacheOptions.named("stranger"), String.class, String.class);
        stranger.put("key", "value");
        node.chaos.inject(Fault.FAIL, Verb.CLEAR);
        node.cache.clear();
        assertThat(stranger.get("key")).isEqualTo("value");
    }
}
