// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TestOriginTests {

    private final TestOrigin<String, Integer> origin = new TestOrigin<>();

    @Test
    void loadsWhatWasWrittenAndCountsVersions() throws Exception {
        origin.write("apple", 1);
        assertThat(origin.write("apple", 2)).isEqualTo(2);

        assertThat(origin.load("apple")).isEqualTo(2);
        assertThat(origin.version("apple")).isEqualTo(2);
        origin.remove("apple");
        assertThat(origin.load("apple")).isNull();
        assertThat(origin.version("apple")).isEqualTo(3);
    }

    @Test
    void countsLoadsByKeyAndThoseInBulkOnce() throws Exception {
        origin.with("apple", 1).with("pear", 2);

        assertThat(origin.loadAll(List.of("apple", "pear", "plum"))).isEqualTo(Map.of("apple", 1, "pear", 2));
        origin.load("apple");

        assertThat(origin.loads("apple")).isEqualTo(2);
        assertThat(origin.loads("plum")).isEqualTo(1);
        assertThat(origin.loads()).isEqualTo(2);
        assertThat(origin.bulkLoads()).isEqualTo(1);
    }

    @Test
    void returnsToASlowLoadWhatItHeldWhenItWasAsked() throws Exception {
        origin.with("apple", 1);
        Gate gate = origin.holdLoads();
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(this::loadApple);
        gate.awaitArrivals(1);

        origin.write("apple", 2);
        gate.open();

        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(origin.load("apple")).isEqualTo(2);
    }

    @Test
    void knowsHowManyLoadsWereUnderWayAtOnce() throws Exception {
        Gate gate = origin.holdLoads();
        CompletableFuture<Void> both = CompletableFuture.allOf(
                CompletableFuture.supplyAsync(this::loadApple, task -> new Thread(task).start()),
                CompletableFuture.supplyAsync(this::loadApple, task -> new Thread(task).start()));
        gate.awaitArrivals(2);
        gate.open();
        both.get(10, TimeUnit.SECONDS);
        origin.load("apple");

        assertThat(origin.mostLoadsAtOnce("apple")).isEqualTo(2);
        assertThat(origin.mostLoadsAtOnce("pear")).isZero();
        assertThat(origin.mostLoadsAtOnce()).isEqualTo(2);
    }

    @Test
    void failsWithTheVeryInstanceUntilItRecovers() throws Exception {
        IOException failure = new IOException("the origin is away");
        origin.with("apple", 1);
        origin.failLoadsWith(failure);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> origin.load("apple"))
                .isSameAs(failure);
        assertThat(origin.loads("apple")).isEqualTo(1);

        origin.recover();
        assertThat(origin.load("apple")).isEqualTo(1);
    }

    @Test
    void changesNothingWhenAWriteFails() {
        origin.with("apple", 1);
        origin.failWritesWith(new StackOverflowError());

        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> origin.write("apple", 2));
        assertThat(origin.value("apple")).isEqualTo(1);
        assertThat(origin.version("apple")).isEqualTo(1);
    }

    private Integer loadApple() {
        try {
            return origin.load("apple");
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
