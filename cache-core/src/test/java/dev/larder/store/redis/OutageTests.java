// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.redis.Readings.Read;
import dev.larder.store.redis.Readings.Reads;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TcpProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers see of an outage under steady reads, with a watch in the hand. */
@Tag("chaos")
class OutageTests {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration BASELINE = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(4);

    /** After that the breakers are open. */
    private static final Duration FIRST_CALLS = Duration.ofSeconds(1);

    private static final Duration AFTERMATH = Duration.ofSeconds(2);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(1);

    /** How often the longest read before the outage, or the longest oversleeping, is added for whatever else the machine does. */
    private static final int SLACK = 3;

    private static final double AS_LONG_AS_A_LOAD = 1.5;

    private final RedisServer server = RedisServer.start();
    private final TcpProxy proxy = TcpProxy.to(server);

    /** A step of the test; it may take its time. */
    @FunctionalInterface
    private interface Step {

        void run() throws InterruptedException;
    }

    @AfterEach
    void end() {
        proxy.close();
        server.close();
    }

    @Test
    void aServerThatStandsStill() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(server.uri(), server.uri())) {
            run("frozen", reads, OutageTests::any, lasting(server::freeze), server::thaw);
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackEmpty() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(server.uri(), server.uri())) {
            run("killed, back empty", reads, OutageTests::any, lasting(server::kill), server::restart);
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackWithOldValues() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(server.uri(), server.uri())) {
            Step strike = () -> {
                reads.storeMayForget();
                server.command("SAVE");
                TimeUnit.SECONDS.sleep(1);
                server.kill();
                TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
            };
            run("killed, back with values of a second before", reads, OutageTests::any, strike, server::restart);
        }
    }

    @Test
    void aNetworkThatIsSlowerThanTheDeadline() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(proxy.uri(), proxy.uri())) {
            Step strike = lasting(() -> proxy.delay(SteadyReads.DEADLINE));
            run("slow network", reads, OutageTests::any, strike, () -> proxy.delay(Duration.ZERO));
        }
    }

    @Test
    void aNodeWhoseRequestsGetNoFurther() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(proxy.uri(), server.uri())) {
            run(
                    "requests of one node held back",
                    reads,
                    OutageTests::ofTheEvictingNode,
                    lasting(proxy::freezeRequests),
                    proxy::thaw);
        }
    }

    @Test
    void aNodeThatHearsNoReplies() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(proxy.uri(), server.uri())) {
            run(
                    "replies to one node held back",
                    reads,
                    OutageTests::ofTheEvictingNode,
                    lasting(proxy::freezeReplies),
                    proxy::thaw);
        }
    }

    @Test
    void connectionsThatBreakAgainAndAgain() throws InterruptedException {
        try (SteadyReads reads = new SteadyReads(proxy.uri(), proxy.uri())) {
            Step strike = () -> {
                for (Duration over = Duration.ZERO; over.compareTo(OUTAGE) < 0; over = over.plusMillis(100)) {
                    proxy.reset();
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            };
            run("connections reset 10 times a second", reads, OutageTests::any, strike, () -> {});
        }
    }

    private static Step lasting(Runnable strike) {
        return () -> {
            strike.run();
            TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
        };
    }

    private static boolean any(Read read) {
        return true;
    }

    private static boolean ofTheEvictingNode(Read read) {
        return read.node() == 0;
    }

    /** Strikes those nodes whose reads are named, heals them, and says what that was like for their callers. */
    private static void run(String what, SteadyReads steady, Predicate<Read> struck, Step strike, Step heal)
            throws InterruptedException {
        Readings readings = steady.readings();
        TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
        steady.watchTheMachine();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(BASELINE.toNanos());
        long struckAt = System.nanoTime();
        strike.run();
        long healingAt = System.nanoTime();
        heal.run();
        long healedAt = System.nanoTime();
        steady.awaitRecovery();
        Duration recovery = Duration.ofNanos(System.nanoTime() - healedAt);
        TimeUnit.NANOSECONDS.sleep(AFTERMATH.toNanos());
        long end = System.nanoTime();
        steady.stop();

        Reads usual = readings.between(start, struckAt, struck.and(read -> read.start() + read.nanos() - struckAt < 0));
        Reads late = readings.between(healingAt - OUTAGE.minus(FIRST_CALLS).toNanos(), healingAt, struck);
        Reads all = readings.between(start, end, struck);
        long load = readings.medianLoadNanos(start, struckAt);
        long slack = SLACK * Math.max(usual.worstNanos(), steady.latenessNanos());
        Duration firstHits = readings.firstSpanAfter(healedAt, end, struck, span -> span.hitRate() >= 0.5);
        Duration usualSpeed = readings.firstSpanAfter(healedAt, end, struck, span -> isAsUsual(span, usual));
        System.out.printf(
                "chaos: %s: before %s, a load %.1f ms; with the breaker open %s; longest read of all %d ms; %d evictions"
                        + " unconfirmed; every other read a hit %d ms after, usual speed %d ms after, journal empty %d ms after;"
                        + " a sleeper was %d ms late%n",
                what,
                usual,
                load / 1e6,
                late,
                TimeUnit.NANOSECONDS.toMillis(all.worstNanos()),
                steady.unconfirmedEvictions(),
                firstHits.toMillis(),
                usualSpeed.toMillis(),
                recovery.toMillis(),
                TimeUnit.NANOSECONDS.toMillis(steady.latenessNanos()));

        assertThat(steady.problems()).isEmpty();
        assertThat(steady.unconfirmedEvictions()).isPositive();
        assertThat(all.worstNanos())
                .as("the longest read")
                .isLessThanOrEqualTo(SteadyReads.DEADLINE.toNanos() + load + slack);
        assertThat((double) late.medianNanos())
                .as("a read with the breaker open")
                .isLessThanOrEqualTo(AS_LONG_AS_A_LOAD * load);
        assertThat(usualSpeed).as("until usual speed").isLessThanOrEqualTo(BACK_WITHIN.plusNanos(slack));
        assertThat(recovery)
                .as("until the journal is empty")
                .isLessThanOrEqualTo(BACK_WITHIN.plus(SteadyReads.CALM).plusNanos(slack));
    }

    private static boolean isAsUsual(Reads span, Reads usual) {
        return span.hitRate() >= 0.9 * usual.hitRate() && span.medianNanos() <= 3 * usual.medianNanos();
    }
}
