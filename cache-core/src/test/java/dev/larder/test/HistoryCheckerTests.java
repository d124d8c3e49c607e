// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.Operation.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryCheckerTests {

    private static final String KEY = "shop:v1:prices:42";

    private final TestTime time = new TestTime();
    private final History history = new History(time);

    @Test
    void aReadAfterAnAcknowledgedEvictionMustNotReturnWhatWasThereBefore() {
        commit("old", 1);
        commit("new", 2);
        done("a", Kind.EVICT, null);
        done("b", Kind.READ, "old");

        assertFound(Invariant.FENCED_FILL);
        assertThat(new HistoryChecker().check(history).get(0).toString())
                .startsWith("FENCED_FILL of " + KEY + ": version 1 was served after nothing older than version 2")
                .contains("node a EVICT " + KEY, "node b READ " + KEY + ": old");
    }

    @Test
    void aReadThatBeginsBeforeTheEvictionHasReturnedMayReturnIt() {
        commit("old", 1);
        commit("new", 2);
        Operation eviction = history.begin("a", Kind.EVICT, KEY);
        Operation read = history.begin("b", Kind.READ, KEY);
        eviction.end(true);
        read.end("old", true);

        assertFound();
    }

    @Test
    void anEvictionThatWasNotAcknowledgedHoldsOnItsOwnNodeOnly() {
        commit("old", 1);
        commit("new", 2);
        history.begin("a", Kind.EVICT, KEY).end(false);
        done("b", Kind.READ, "old");
        assertFound();

        done("a", Kind.READ, "old");
        assertFound(Invariant.READ_YOUR_WRITES);
    }

    @Test
    void aNearCacheMayServeItForAsLongAsItIsAllowedTo() {
        commit("old", 1);
        commit("new", 2);
        done("a", Kind.EVICT, null);
        time.advance(Duration.ofMillis(999));
        done("b", Kind.READ, "old");
        HistoryChecker near = new HistoryChecker(Duration.ofSeconds(1), Duration.ZERO);
        assertThat(near.check(history)).isEmpty();

        time.advance(Duration.ofMillis(2));
        done("b", Kind.READ, "old");
        assertThat(near.check(history)).extracting(Violation::invariant).containsExactly(Invariant.FENCED_FILL);
    }

    @Test
    void aReadAfterAnAcknowledgedClearMustNotReturnWhatWasThereBefore() {
        commit("old", 1);
        commit("new", 2);
        history.begin("a", Kind.CLEAR).end(true);
        done("b", Kind.READ, "old");

        assertFound(Invariant.CLEAR_BARRIER);
    }

    @Test
    void aReadAfterAMarkedCommitMustNotReturnWhatWasThereBefore() {
        commit("old", 1);
        Operation write = markedWrite("new", 2);
        done("b", Kind.READ, "old");
        write.end(true);

        assertFound(Invariant.NO_OLDER_WRITER);
    }

    @Test
    void norMayItWhenTheWriterDidNotGetToItsEnd() {
        commit("old", 1);
        markedWrite("new", 2);
        history.crashed("a");
        done("b", Kind.READ, "old");

        assertFound(Invariant.CRASH_SAFE);
        assertThat(HistoryChecker.leftBehind(history, "a")).isEmpty();
    }

    @Test
    void aMarkThatLapsedBeforeTheCommitProtectsNobodyAndItsWriterLeavesTheKeyBehind() {
        commit("old", 1);
        Operation write = history.begin("a", Kind.WRITE, KEY);
        mark(write);
        time.advance(Duration.ofSeconds(31));
        history.commit(write, KEY, 2).end("new", true);
        history.crashed("a");
        done("b", Kind.READ, "old");

        assertFound();
        assertThat(HistoryChecker.leftBehind(history, "a")).containsExactly(KEY);
    }

    @Test
    void nobodyReadsWhatWasRolledBackOrNeverThereOrIsCommittedLater() {
        history.begin("a", Kind.ROLLBACK, KEY).end("rolled back", true);
        done("b", Kind.READ, "rolled back");
        done("b", Kind.READ, "invented");
        done("b", Kind.READ, "late");
        commit("late", 1);

        assertFound(Invariant.NOTHING_UNCOMMITTED, Invariant.NOTHING_UNCOMMITTED, Invariant.NOTHING_UNCOMMITTED);
    }

    @Test
    void nobodyReadsTheValueOfAnotherKey() {
        history.commit("a", "another", 1).end("other", true);
        done("b", Kind.READ, "other");

        assertFound(Invariant.NAMESPACE_ISOLATION);
    }

    @Test
    void whatNobodyChangesStays() {
        done("a", Kind.PUT, "bystander");
        history.begin("b", Kind.LOOKUP, KEY).end(null, false);

        assertFound(Invariant.NAMESPACE_ISOLATION);
    }

    @Test
    void whatANodeFindsDoesNotGetOlderButWhatItLoadsMay() {
        commit("old", 1);
        commit("new", 2);
        Operation loading = history.begin("a", Kind.READ, KEY);
        done("a", Kind.LOAD, "new");
        loading.end("new", true);
        done("a", Kind.READ, "old");
        assertFound();

        done("a", Kind.READ, "new");
        done("a", Kind.READ, "old");
        assertFound(Invariant.MONOTONIC);
    }

    @Test
    void theRightToLoadIsGrantedOnceUntilItIsGivenBackOrRevokedOrLapses() {
        lease("a", "1");
        begin("a", Kind.LEASE_END, "1", 0).end(true);
        lease("b", "2");
        history.begin("c", Kind.REVOKE, KEY).end(true);
        lease("b", "3");
        time.advance(Duration.ofSeconds(5));
        lease("b", "4");
        assertFound();

        lease("a", "5");
        assertFound(Invariant.ONE_LOAD);
    }

    @Test
    void aWriteReturnsIfAndOnlyIfTheOriginAcceptedIt() {
        Operation write = history.begin("a", Kind.WRITE, KEY);
        history.commit(write, KEY, 1).end("new", true);
        write.end(false);
        history.begin("a", Kind.WRITE, KEY).end(true);
        history.begin("a", Kind.WRITE, KEY).end(false);

        assertFound(Invariant.NOTHING_LOST, Invariant.NOTHING_LOST);
    }

    @Test
    void everyCallEndsButThoseOfNodesThatCrashed() {
        history.begin("a", Kind.READ, KEY);
        history.begin("b", Kind.EVICT, KEY);
        history.crashed("a");
        history.quiet();

        assertFound(Invariant.BOUNDED);
    }

    @Test
    void whenAllIsQuietTheCacheHoldsWhatTheOriginHolds() {
        commit("old", 1);
        commit("new", 2);
        history.quiet();
        history.begin("a", Kind.LOOKUP, KEY).end(null, false);
        done("b", Kind.READ, "old");
        history.begin("a", Kind.LOOKUP, KEY).end(null, false);

        assertFound(Invariant.RECOVERS, Invariant.RECOVERS);
    }

    private void commit(String value, long version) {
        history.commit("origin", KEY, version).end(value, true);
    }

    private Operation markedWrite(String value, long version) {
        Operation write = history.begin("a", Kind.WRITE, KEY);
        mark(write);
        history.commit(write, KEY, version).end(value, true);
        return write;
    }

    private void mark(Operation write) {
        history.during(write, () -> begin("a", Kind.MARK, "token", 30_000)).end(true);
    }

    private void lease(String node, String token) {
        begin(node, Kind.LEASE, token, 5_000).end(true);
    }

    private Operation begin(String node, Kind kind, String token, long lifeMillis) {
        return history.begin(new Operation.Subject(node, kind, KEY, token, lifeMillis, 0));
    }

    private void done(String node, Kind kind, @Nullable String value) {
        history.begin(node, kind, KEY).end(value, true);
    }

    private void assertFound(Invariant... invariants) {
        assertThat(new HistoryChecker().check(history))
                .extracting(Violation::invariant)
                .containsExactly(invariants);
    }
}
