// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTests {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static RedisServer server;

    private TcpProxy proxy;
    private RespConnection patient;
    private RespConnection impatient;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        server.flush();
        proxy = TcpProxy.to(server);
        patient = RespConnection.open(proxy.host(), proxy.port(), LONG);
        impatient = RespConnection.open(proxy.host(), proxy.port(), SHORT);
    }

    @AfterEach
    void close() {
        patient.close();
        impatient.close();
        proxy.close();
    }

    @Test
    void breaksOffOneReplyInTheMiddle() {
        patient.command("SET", "key", "x".repeat(1_000));

        proxy.breakOffRepliesAfter(100);

        assertThatThrownBy(() -> patient.command("GET", "key")).isInstanceOf(UncheckedIOException.class);
        try (RespConnection next = RespConnection.open(proxy.host(), proxy.port(), LONG)) {
            assertThat(next.command("GET", "key")).isEqualTo("x".repeat(1_000));
        }
    }

    @Test
    void leadsConnectionsToComeToAnotherServer() {
        try (RedisServer next = RedisServer.start()) {
            proxy.leadTo(next);

            patient.command("SET", "key", "value");
            assertThat(server.command("GET", "key")).isEqualTo("value");
            try (RespConnection later = RespConnection.open(proxy.host(), proxy.port(), LONG)) {
                assertThat(later.command("GET", "key")).isNull();
            }
        }
    }

    @Test
    void forwardsBothWays() {
        String large = "x".repeat(1_000_000);

        patient.command("SET", "key", large);

        assertThat(patient.command("GET", "key")).isEqualTo(large);
        assertThat(proxy.uri()).isEqualTo("redis://%s:%d", proxy.host(), proxy.port());
    }

    @Test
    void countsConnections() {
        patient.command("PING");
        impatient.command("PING");
        assertThat(proxy.openConnections()).isEqualTo(2);

        patient.close();

        Poll.until("one connection is left", () -> proxy.openConnections() == 1);
        assertThat(proxy.acceptedConnections()).isEqualTo(2);
    }

    @Test
    void aDelayHoldsUntilItIsTakenBack() {
        proxy.delayReplies(Duration.ofHours(1));
        impatient.send("INCR", "key");
        awaitValue("1");
        assertThatThrownBy(impatient::receive).hasCauseInstanceOf(SocketTimeoutException.class);

        proxy.delay(Duration.ZERO);

        awaitReply(1L);
    }

    @Test
    void aShortDelayOnlyDelays() {
        proxy.delay(Duration.ofMillis(5));

        assertThat(patient.command("PING")).isEqualTo("PONG");
    }

    @Test
    void frozenRequestsReachTheServerAfterTheThaw() {
        proxy.freezeRequests();
        impatient.send("INCR", "key");
        assertThatThrownBy(impatient::receive).hasCauseInstanceOf(SocketTimeoutException.class);
        assertThat(server.command("GET", "key")).isNull();

        proxy.thaw();

        awaitReply(1L);
    }

    @Test
    void frozenRequestsReachTheServerEvenIfTheClientIsGone() {
        proxy.freezeRequests();
        impatient.send("INCR", "key");
        impatient.close();
        assertThat(server.command("GET", "key")).isNull();

        proxy.thaw();

        awaitValue("1");
    }

    @Test
    void frozenRepliesReachTheClientAfterTheThawInTheirOrder() {
        proxy.freezeReplies();
        impatient.send("INCR", "key");
        impatient.send("INCR", "key");
        awaitValue("2");
        assertThatThrownBy(impatient::receive).hasCauseInstanceOf(SocketTimeoutException.class);

        proxy.thaw();

        awaitReply(1L);
        assertThat(impatient.receive()).isEqualTo(2L);
    }

    @Test
    void swallowedRepliesAreLost() {
        proxy.swallowReplies();
        impatient.send("INCR", "key");
        awaitValue("1");
        assertThatThrownBy(impatient::receive).hasCauseInstanceOf(SocketTimeoutException.class);

        proxy.thaw();

        assertThatThrownBy(impatient::receive).hasCauseInstanceOf(SocketTimeoutException.class);
        impatient.send("INCR", "key");
        awaitReply(2L);
    }

    @Test
    void aResetBreaksOffWhatIsOpenAndNewConnectionsWork() {
        assertThat(patient.command("PING")).isEqualTo("PONG");
        patient.send("BLPOP", "list", "0");

        proxy.reset();

        assertThatThrownBy(patient::receive)
                .hasCauseInstanceOf(SocketException.class)
                .hasStackTraceContaining("reset");
        assertThat(ping(proxy)).isEqualTo("PONG");
    }

    @Test
    void refusesNewConnectionsAndKeepsOpenOnes() {
        assertThat(patient.command("PING")).isEqualTo("PONG");

        proxy.refuse();

        assertThatThrownBy(() -> ping(proxy)).hasCauseInstanceOf(ConnectException.class);
        assertThat(patient.command("PING")).isEqualTo("PONG");

        proxy.accept();

        assertThat(ping(proxy)).isEqualTo("PONG");
    }

    @Test
    void theEndOfTheServerIsHiddenWhileRepliesAreFrozen() {
        try (RedisServer mortal = RedisServer.start();
                TcpProxy between = TcpProxy.to(mortal);
                RespConnection connection = RespConnection.open(between.host(), between.port(), SHORT)) {
            connection.command("PING");
            between.freezeReplies();
            mortal.kill();
            assertThatThrownBy(connection::receive).hasCauseInstanceOf(SocketTimeoutException.class);

            between.thaw();

            Poll.until("the client sees the end", () -> endsOrBreaksOff(connection));
        }
    }

    @Test
    void whileTheServerIsDownNewConnectionsBreakOff() {
        try (RedisServer mortal = RedisServer.start();
                TcpProxy between = TcpProxy.to(mortal)) {
            mortal.kill();
            assertThatThrownBy(() -> ping(between)).isInstanceOf(UncheckedIOException.class);

            mortal.restart();

            assertThat(ping(between)).isEqualTo("PONG");
        }
    }

    private static boolean endsOrBreaksOff(RespConnection connection) {
        try {
            Object reply = connection.receive();
            throw new IllegalStateException("expected no reply, but got " + reply);
        } catch (UncheckedIOException problem) {
            return !(problem.getCause() instanceof SocketTimeoutException);
        }
    }

    private static Object ping(TcpProxy through) {
        try (RespConnection connection = RespConnection.open(through.host(), through.port(), LONG)) {
            return connection.command("PING");
        }
    }

    private void awaitValue(String expected) {
        Poll.until("the server has done it", () -> expected.equals(server.command("GET", "key")));
    }

    private void awaitReply(Object expected) {
        Poll.until("the reply is " + expected, () -> expected.equals(impatient.receive()));
    }
}
