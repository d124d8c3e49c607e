// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisServerTests {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void startsServersThatAnswerOnPortsOfTheirOwn() {
        try (RedisServer one = RedisServer.start();
                RedisServer other = RedisServer.start()) {
            one.command("SET", "key", "größer");

            assertThat(one.command("PING")).isEqualTo("PONG");
            assertThat(one.command("GET", "key")).isEqualTo("größer");
            assertThat(other.command("GET", "key")).isNull();
            assertThat(one.uri()).isEqualTo("redis://%s:%d", one.host(), one.port());
            assertThat(one.version()).matches("\\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    void repliesHaveTheirTypes() {
        try (RedisServer server = RedisServer.start()) {
            server.command("RPUSH", "list", "a", "", "c");

            assertThat(server.command("INCR", "count")).isEqualTo(1L);
            assertThat(server.command("LRANGE", "list", "0", "-1")).isEqualTo(List.of("a", "", "c"));
            assertThat(server.command("MGET", "count", "none")).isEqualTo(Arrays.asList("1", null));
            assertThatThrownBy(() -> server.command("INCR", "list"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @Test
    void passesFurtherArgumentsOn() {
        try (RedisServer server = RedisServer.start("--maxmemory", "3mb")) {
            assertThat(server.command("CONFIG", "GET", "maxmemory")).isEqualTo(List.of("maxmemory", "3145728"));
        }
    }

    @Test
    void saysWhatTheProgramSaidWhenItDoesNotStart() {
        assertThatThrownBy(() -> RedisServer.start("--no-such-option", "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-option")
                .hasMessageContaining("Bad directive");
    }

    @Test
    void keepsNothingOnDisk() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(server.command("CONFIG", "GET", "save")).isEqualTo(List.of("save", ""));
            assertThat(server.command("CONFIG", "GET", "appendonly")).isEqualTo(List.of("appendonly", "no"));
        }
    }

    @Test
    void aFrozenServerAnswersAfterTheThaw() {
        try (RedisServer server = RedisServer.start();
                RespConnection connection = server.connect(SHORT)) {
            server.freeze();

            assertThatThrownBy(() -> connection.command("PING"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(SocketTimeoutException.class);

            server.thaw();
            Poll.until("the server answers what it was asked", () -> "PONG".equals(connection.receive()));
        }
    }

    @Test
    void aKilledServerRefusesAndComesBackEmptyOnItsPort() {
        try (RedisServer server = RedisServer.start()) {
            int port = server.port();
            server.command("SET", "key", "value");

            server.kill();
            assertThatThrownBy(() -> server.command("PING")).isInstanceOf(UncheckedIOException.class);

            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.command("GET", "key")).isNull();
        }
    }

    @Test
    void aRestartedReplicaHasForgottenWhatItCopied() {
        try (RedisServer primary = RedisServer.start()) {
            primary.command("SET", "key", "value");
            try (RedisServer replica = replicaOf(primary)) {
                Poll.until("the replica has the copy", () -> "value".equals(replica.command("GET", "key")));
                primary.kill();

                replica.restart();

                assertThat(replica.command("DBSIZE")).isEqualTo(0L);
            }
        }
    }

    @Test
    void aFrozenServerCanBeKilledAndClosed() {
        RedisServer server = RedisServer.start();
        server.freeze();

        server.kill();
        server.kill();
        assertThatThrownBy(server::freeze).hasMessageContaining("does not run");
        server.close();
        server.close();
    }

    @Test
    void closingDeletesTheDirectory() {
        Path directory;
        try (RedisServer server = RedisServer.start()) {
            directory = directoryOf(server);
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void theSharedServerIsOneAndStays() {
        RedisServer shared = RedisServer.shared();
        shared.close();

        assertThat(RedisServer.shared()).isSameAs(shared);
        assertThat(shared.command("PING")).isEqualTo("PONG");
        assertThatThrownBy(shared::kill)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("RedisServer.start()");
    }

    @Test
    void flushingRemovesAllEntries() {
        RedisServer shared = RedisServer.shared();
        shared.command("SET", "key", "value");

        shared.flush();

        assertThat(shared.command("DBSIZE")).isEqualTo(0L);
    }

    @Test
    void aUriMayNameUserPasswordAndDatabase() {
        try (RedisServer server = RedisServer.start()) {
            server.command("ACL", "SETUSER", "app", "on", ">s3cret", "~*", "+@all");
            server.command("CONFIG", "SET", "requirepass", "default");
            RedisServer given = RedisServer.at(URI.create("redis://app:s3cret@%s/3".formatted(server)));
            RedisServer withoutUser = RedisServer.at(URI.create("redis://:default@%s".formatted(server)));

            given.command("SET", "key", "value");

            assertThat(given.command("DBSIZE")).isEqualTo(1L);
            assertThat(withoutUser.command("DBSIZE")).isEqualTo(0L);
            assertThat(given).hasToString(server.toString());
        }
    }

    @Test
    void anAddressOfAnotherKindIsRefusedWithoutShowingItsPassword() {
        assertThatThrownBy(() -> RedisServer.at(URI.create("rediss://app:s3cret@host:1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("redis://host:port")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void noServerOutlivesAKilledJvm() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            RedisServer server = RedisServer.at(URI.create(output.readLine()));
            Path directory = directoryOf(server);

            jvm.destroyForcibly();

            Poll.until("the server and its directory are gone", () -> !answers(server) && !Files.exists(directory));
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static RedisServer replicaOf(RedisServer primary) {
        return RedisServer.start("--replicaof", primary.host(), String.valueOf(primary.port()));
    }

    private static boolean answers(RedisServer server) {
        try {
            server.command("PING");
            return true;
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    private static Path directoryOf(RedisServer server) {
        List<?> setting = (List<?>) server.command("CONFIG", "GET", "dir");
        return Path.of(String.valueOf(setting.get(1)));
    }

    /** A JVM that starts a server, prints its URI and hangs. */
    static final class StartedServer {

        private StartedServer() {}

        public static void main(String... arguments) throws IOException {
            System.out.println(RedisServer.start().uri());
            int unused = System.in.read();
        }
    }
}
