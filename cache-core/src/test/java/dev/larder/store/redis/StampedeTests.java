// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.redis.StampedeProcess.Answer;
import dev.larder.test.redis.RedisServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes whose threads all ask for a missing key at once. */
class StampedeTests {

    private static final int THREADS = 200;
    private static final int LOAD_MILLIS = 200;
    /** How long everybody has his answer after, as a multiple of what the load took. */
    private static final double LONGEST_WAIT = 1.3;

    private static final int WARM_UPS = 15;
    private static final int ROUNDS = 10;

    private static RedisServer server;
    private static List<OtherJvm> processes;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        processes = List.of(
                new OtherJvm(StampedeProcess.class, server.uri()), new OtherJvm(StampedeProcess.class, server.uri()));
        processes.forEach(process -> process.expect("connected"));
    }

    @AfterAll
    static void end() {
        processes.forEach(OtherJvm::close);
        server.close();
    }

    @Test
    void hundredsOfThreadsOfTwoProcessesCauseOneLoad() {
        stampede("apple", LOAD_MILLIS);
    }

    @Test
    @Tag("chaos")
    void nobodyWaitsMuchLongerThanTheLoadTakes() {
        IntStream.range(0, WARM_UPS).forEach(i -> stampede("warm-up-" + i, 20));
        List<Round> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(i -> stampede("key-" + i, LOAD_MILLIS))
                .sorted((one, other) -> Double.compare(one.ratio(), other.ratio()))
                .toList();

        System.out.printf(
                "chaos: 2 JVMs of %d threads ask for one key, %d times, 1 load each; the last answer came after %s,"
                        + " at the worst %s%n",
                THREADS, ROUNDS, rounds.get(ROUNDS / 2), rounds.get(ROUNDS - 1));
        // Whatever else runs on the machine disturbs single rounds.
        assertThat(rounds.get(ROUNDS / 2).ratio()).as("%s", rounds).isLessThanOrEqualTo(LONGEST_WAIT);
    }

    private static Round stampede(String key, int loadMillis) {
        processes.forEach(process -> {
            process.order("ask %s %d %d".formatted(key, THREADS, loadMillis));
            process.expect("ready");
        });
        processes.forEach(process -> process.order("go"));
        List<Answer> answers =
                processes.stream().map(process -> Answer.of(process.next())).toList();

        assertThat(answers.stream().mapToInt(Answer::loads).sum()).isEqualTo(1);
        assertThat(answers.stream().map(Answer::values).distinct())
                .singleElement()
                .asString()
                .doesNotContain(",");
        return new Round(
                answers.stream().mapToLong(Answer::loadNanos).sum(),
                answers.stream().mapToLong(Answer::slowestNanos).max().orElseThrow());
    }

    /** How long the load of a round took, and how long the caller waited who was answered last. */
    private record Round(long loadNanos, long slowestNanos) {

        double ratio() {
            return (double) slowestNanos / loadNanos;
        }

        @Override
        public String toString() {
            return "%d ms for a load of %d ms (%.2f)"
                    .formatted(slowestNanos / 1_000_000, loadNanos / 1_000_000, ratio());
        }
    }
}
