// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.key.KeyGlob;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that changed its primary may have lost what it confirmed a moment ago. */
class GapTests {

    private static final String TEXT = "things:v1:key";

    private final Outage outage = new Outage();
    private final Outage.Member node = outage.here;

    @AfterEach
    void close() {
        outage.close();
    }

    /** Evicts a key, and lets the store forget that it did. */
    private void evictAndLose(Runnable eviction) {
        outage.origin.put("key", "old");
        node.get("key");
        byte[] record = outage.records.raw(TEXT);
        outage.origin.put("key", "new");
        eviction.run();
        outage.records.putRaw(TEXT, record);
        assertThat(outage.there.got("key")).isEqualTo("old");
    }

    @Test
    void evictionsThatTheOldPrimaryConfirmedAMomentAgoAreSentAgain() {
        evictAndLose(() -> node.cache.evict("key"));
        node.chaos.tellGap();
        assertThat(node.guard().journal()).isEqualTo(1);
        assertThat(node.got("key")).isEqualTo("new");

        outage.elapse(Duration.ZERO);
        assertThat(node.guard().journal()).isZero();
        assertThat(outage.there.got("key")).isEqualTo("new");
        assertThat(node.cache.stats().replayed()).isEqualTo(1);
    }

    @Test
    void soAreTheEndsOfWrites() {
        evictAndLose(() -> node.cache.write("key", () -> "new"));
        node.chaos.tellGap();
        outage.elapse(Duration.ZERO);
        assertThat(outage.there.got("key")).isEqualTo("new");
    }

    @Test
    void soIsWhatWasConfirmedOnlyWhenItWasReplayed() {
        evictAndLose(() -> {
            node.chaos.inject(Fault.FAIL, Verb.EVICT);
            node.cache.evict("key");
            node.chaos.heal();
            outage.elapse(Outage.WAIT);
            assertThat(node.guard().journal()).isZero();
        });
        node.chaos.tellGap();
        outage.elapse(Duration.ZERO);
        assertThat(outage.there.got("key")).isEqualTo("new");
    }

    @Test
    void soAreExpiries() {
        CacheOptions options = Outage.options().staleIfError(Duration.ofHours(1));
        try (Outage kept = new Outage(options, UnaryOperator.identity())) {
            kept.origin.put("key", "old");
            kept.here.get("key");
            byte[] record = kept.records.raw(TEXT);
            kept.here.cache.expire("key");
            kept.records.putRaw(TEXT, record);
            kept.here.chaos.tellGap();
            kept.elapse(Duration.ZERO);
            assertThat(kept.there.cache.entry("key")).isNull();
        }
    }

    @Test
    void clearsAndPatternsAreClearsAgain() {
        node.cache.clear();
        node.cache.evictMatching(KeyGlob.of(KeyGlob.glob("k*")));
        node.manager.clear("things");
        outage.there.cache.put("key", "value");
        node.chaos.tellGap();
        assertThat(node.guard().journal()).isEqualTo(2);
        outage.elapse(Duration.ZERO);
        assertThat(outage.there.cache.get("key")).isNull();
    }

    @Test
    void aPutIsNotTakenBackSinceItsCacheMayBeItsOnlyPlace() {
        node.cache.put("key", "value");
        node.chaos.tellGap();
        assertThat(node.guard().journal()).isZero();
        assertThat(node.cache.get("key")).isEqualTo("value");
    }

    @Test
    void afterHalfAMinuteTheyAreForgotten() {
        node.cache.evict("key");
        outage.elapse(Duration.ofSeconds(30).plusNanos(1));
        node.chaos.tellGap();
        assertThat(node.guard().journal()).isZero();

        node.cache.evict("key");
        outage.elapse(Duration.ofSeconds(30));
        node.chaos.tellGap();
        assertThat(node.guard().journal()).isEqualTo(1);
    }

    @Test
    void onlySoManyAreRememberedTheLatest() {
        try (Outage small = new Outage(Outage.options(), with -> with.journalSize(2))) {
            small.here.cache.evict("1");
            small.here.cache.evict("2");
            small.here.cache.evict("3");
            small.here.chaos.tellGap();
            assertThat(small.here.guard().journal()).isEqualTo(2);
            small.here.chaos.resetCalls();
            small.here.cache.get("1");
            assertThat(small.here.chaos.calls(Verb.GET)).isEqualTo(1);
        }
    }

    @Test
    void aGapBringsTheReplayOfWhatWasNeverConfirmedForward() {
        try (Outage patient = new Outage(Outage.options(), with -> with.breakerWait(Duration.ofMinutes(10)))) {
            patient.here.chaos.inject(Fault.FAIL);
            patient.here.cache.evict("key");
            patient.elapse(Duration.ofHours(1));
            patient.here.chaos.heal();
            patient.here.chaos.tellGap();
            patient.elapse(Duration.ZERO);
            assertThat(patient.here.guard().journal()).isZero();
        }
    }

    @Test
    void aGapWhileAReplayRunsLetsAnotherFollowAtOnce() {
        node.chaos.inject(Fault.FAIL, Verb.EVICT);
        node.cache.evict("key");
        node.chaos.inject(Fault.STALL, Verb.EVICT);
        while (node.chaos.stalled() == 0) {
            outage.elapse(Duration.ofMillis(1));
        }
        node.chaos.heal();
        node.chaos.tellGap();
        node.chaos.forget();
        outage.elapse(Outage.CHANGE_DEADLINE);
        assertThat(node.guard().journal()).isZero();
    }
}
