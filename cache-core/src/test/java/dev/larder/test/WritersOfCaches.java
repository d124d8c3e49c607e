// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.Cache;
import dev.larder.CacheOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** NoOlderWriter and CrashSafe: what writers leave behind. */
abstract class WritersOfCaches {

    private final CacheContract contract;

    WritersOfCaches(CacheContract contract) {
        this.contract = contract;
    }

    @Test
    void noOlderWriterHasTheLastWordWhenTwoOverlap() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            CountDownLatch committed = new CountDownLatch(1);
            CountDownLatch mayFinish = new CountDownLatch(1);
            Fleet.Call<@Nullable String> older =
                    fleet.start(() -> fleet.cache(0).write("key", () -> {
                        fleet.origin.put("key", "older");
                        committed.countDown();
                        Fleet.await(mayFinish);
                        return "older";
                    }));
            Fleet.await(committed);
            fleet.cache(1).write("key", () -> {
                fleet.origin.put("key", "newer");
                return "newer";
            });
            mayFinish.countDown();
            assertThat(older.result()).isEqualTo("older");

            assertThat(fleet.cache(0).get("key")).isNull();
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("newer");
            assertThat(fleet.cache(1).get("key")).isEqualTo("newer");
        }
    }

    @Test
    void aLoadWhileAWriterIsAtWorkIsNotStored() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayCommit = new CountDownLatch(1);
            Fleet.Call<@Nullable String> writer =
                    fleet.start(() -> fleet.cache(0).write("key", () -> {
                        begun.countDown();
                        Fleet.await(mayCommit);
                        fleet.origin.put("key", "new");
                        return "new";
                    }));
            Fleet.await(begun);
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("old");
            assertThat(fleet.cache(1).contains("key")).isFalse();
            mayCommit.countDown();
            writer.result();
            assertThat(fleet.cache(1).get("key")).isEqualTo("new");
        }
    }

    @Test
    void anEvictionWhileAWriterIsAtWorkLeavesNothing() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.cache(0).write("key", () -> {
                fleet.origin.put("key", "written");
                fleet.origin.put("key", "changed by another");
                fleet.cache(1).evict("key");
                return "written";
            });
            assertThat(fleet.cache(0).get("key")).isNull();
        }
    }

    @Test
    void aWriteThatTheOriginRefusesLeavesNothingWrongAndPassesItsExceptionOn() {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            fleet.cache(0).getOrLoad("key", fleet.loader());
            IOException refused = new IOException("disk full");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> fleet.cache(0).write("key", () -> {
                        throw refused;
                    }))
                    .isSameAs(refused);
            assertThat(fleet.cache(0).get("key")).isNull();
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("old");
            assertThat(fleet.cache(1).get("key")).isEqualTo("old");
        }
    }

    @Test
    void crashSafeAWriterThatDiesAfterItsCommitLeavesNothingStale() throws Exception {
        try (CacheContract.Troubled troubled = contract.troubled()) {
            Fleet fleet = troubled.fleet();
            fleet.origin.put("key", "old");
            fleet.cache(1).getOrLoad("key", fleet.loader());
            troubled.chaos().inject(ChaosStore.Fault.STALL, ChaosStore.Verb.FINISH_WRITE);
            troubled.chaos().inject(ChaosStore.Fault.STALL, ChaosStore.Verb.RENEW_WRITE);
            Fleet.Call<@Nullable String> dying =
                    fleet.start(() -> fleet.cache(0).write("key", () -> {
                        fleet.origin.put("key", "new");
                        return "new";
                    }));
            dying.resultWithin(Duration.ofSeconds(2));
            troubled.chaos().heal();

            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
            fleet.time.advance(Duration.ofSeconds(31));
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("new");
            // Not only read: the end of the write may just be under way again.
            assertThat(fleet.cache(0).getOrLoad("key", fleet.loader())).isEqualTo("new");
        }
    }

    @Test
    void aWriterWhoseOriginIsSlowerThanItsIntentLivesKeepsItByRenewal() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "old");
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayCommit = new CountDownLatch(1);
            Fleet.Call<@Nullable String> writer =
                    fleet.start(() -> fleet.cache(0).write("key", () -> {
                        begun.countDown();
                        Fleet.await(mayCommit);
                        fleet.origin.put("key", "new");
                        return "new";
                    }));
            Fleet.await(begun);
            for (int i = 0; i < 10; i++) {
                fleet.time.advance(Duration.ofSeconds(15));
                fleet.cache(1).getOrLoad("key", fleet.loader());
                assertThat(fleet.cache(1).contains("key")).isFalse();
            }
            mayCommit.countDown();
            writer.result();
            assertThat(fleet.cache(1).get("key")).isEqualTo("new");
        }
    }

    @Test
    void twoNodesThatMergeAtTheSameTimeLoseNothing() throws Exception {
        try (Fleet fleet = contract.fleet()) {
            fleet.origin.put("key", "0");
            fleet.cache(0).getOrLoad("key", fleet.loader());
            CountDownLatch committed = new CountDownLatch(1);
            CountDownLatch mayFinish = new CountDownLatch(1);
            Fleet.Call<String> first = fleet.start(() -> fleet.cache(0)
                    .write(
                            "key",
                            () -> {
                                append(fleet, "1");
                                committed.countDown();
                                Fleet.await(mayFinish);
                                return "1";
                            },
                            (cached, added) -> cached + added));
            Fleet.await(committed);
            fleet.cache(1).write("key", () -> append(fleet, "2"), (cached, added) -> cached + added);
            mayFinish.countDown();
            first.result();
            assertThat(fleet.cache(1).getOrLoad("key", fleet.loader())).isEqualTo("012");

            fleet.cache(0).write("key", () -> append(fleet, "3"), (cached, added) -> cached + added);
            assertThat(fleet.cache(1).get("key")).isEqualTo("0123");
        }
    }

    @Test
    void withAHoldOffNoWrittenAndNoLoadedValueIsKeptUntilItIsOver() {
        CacheOptions options = Fleet.PATIENT_OPTIONS.holdOff(Duration.ofSeconds(2));
        try (Fleet fleet = contract.fleet(options)) {
            Cache<String, String> cache = fleet.cache(0);
            cache.write("key", () -> {
                fleet.origin.put("key", "new");
                return "new";
            });
            assertThat(cache.contains("key")).isFalse();
            assertThat(cache.getOrLoad("key", key -> "lagging replica")).isEqualTo("lagging replica");
            assertThat(cache.contains("key")).isFalse();
            fleet.time.advance(Duration.ofMillis(2_010));
            assertThat(cache.getOrLoad("key", fleet.loader())).isEqualTo("new");
            assertThat(cache.contains("key")).isTrue();

            cache.evict("key");
            cache.getOrLoad("key", key -> "lagging replica");
            assertThat(cache.contains("key")).isFalse();
        }
    }

    private static String append(Fleet fleet, String item) {
        fleet.origin.merge("key", item, String::concat);
        return item;
    }
}
