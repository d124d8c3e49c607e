// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.test.TestTime;
import dev.larder.test.redis.RedisServer;
import dev.larder.test.redis.TcpProxy;
import dev.larder.time.SystemScheduler;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that answer with errors, or that are no longer the ones to ask. */
class RedisTroubleTests {

    private static final String APPLE = "shop:v1:prices:apple";

    private final RedisServer server = RedisServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** What a server refuses commands for. */
    enum Trouble {
        REPLICA_WITHOUT_PRIMARY("CONFIG SET replica-serve-stale-data no; REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"),
        TOO_FEW_REPLICAS("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"),
        NO_RIGHT_TO_RUN_SCRIPTS("ACL SETUSER larder -eval -evalsha", "ACL SETUSER larder +eval +evalsha"),
        NO_RIGHT_TO_KEYS("ACL SETUSER larder resetkeys", "ACL SETUSER larder allkeys"),
        ANOTHER_PASSWORD(
                "ACL SETUSER larder resetpass >another; CLIENT KILL USER larder", "ACL SETUSER larder >secret"),
        BUSY_WITH_A_SCRIPT("CONFIG SET lua-time-limit 1", "SCRIPT KILL") {
            @Override
            void begin(RedisServer server) {
                super.begin(server);
                Thread endless = new Thread(() -> {
                    try {
                        server.command("EVAL", "while true do end", "0");
                    } catch (RuntimeException killed) {
                        // As the test wants it.
                    }
                });
                endless.setDaemon(true);
                endless.start();
                Patience patience = new Patience("the server to be busy");
                while (!isBusy(server)) {
                    patience.check();
                }
            }
        };

        private final String begin;
        private final String end;

        /** By commands with a semicolon between them. */
        Trouble(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }

        void begin(RedisServer server) {
            run(server, begin);
        }

        void end(RedisServer server) {
            run(server, end);
        }

        private static void run(RedisServer server, String commands) {
            for (String command : commands.split("; ", -1)) {
                server.command(command.split(" ", -1));
            }
        }

        private static boolean isBusy(RedisServer server) {
            try {
                server.command("PING");
                return false;
            } catch (IllegalStateException refused) {
                return String.valueOf(refused.getMessage()).contains("BUSY");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileAServerRefusesCallersGetWhatTheOriginHasAndAfterwardsNothingOldIsLeft(Trouble trouble) {
        server.command("ACL", "SETUSER", "larder", "on", ">secret", "allkeys", "+@all");
        String uri = server.uri().replace("redis://", "redis://larder:secret@");
        try (RedisNode node = new RedisNode(uri);
                RedisNode other = new RedisNode(uri)) {
            node.awaitCached("apple", "old");
            node.awaitCached("pear", "old");
            other.awaitCached("warm", "up");
            trouble.begin(server);

            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(node.cache.write("pear", () -> "new")).isEqualTo("new");
            for (int i = 0; i < 10; i++) {
                assertThat(node.cache.getOrLoad("apple", missing -> "new")).isEqualTo("new");
                assertThat(node.cache.getOrLoad("pear", missing -> "new")).isEqualTo("new");
                assertThat(node.cache.getOrLoad("plum " + i, missing -> "new")).isEqualTo("new");
            }
            trouble.end(server);

            node.awaitCached("apple", "new");
            node.awaitCached("pear", "new");
            other.awaitCached("plum", "new");
            assertThat(other.cache.getOrLoad("apple", missing -> "newer")).isIn("new", "newer");
            assertThat(other.cache.getOrLoad("pear", missing -> "newer")).isIn("new", "newer");
        }
    }

    @Test
    void whereChangesAreRefusedKeysThatMissAreNoBurdenOnTheJournal() {
        try (RedisNode node = new RedisNode(server.uri())) {
            node.awaitCached("apple", "1.20");
            server.command("CONFIG", "SET", "min-replicas-to-write", "1");

            for (int i = 0; i < 20; i++) {
                assertThat(node.cache.getOrLoad("plum " + i, missing -> "0.80")).isEqualTo("0.80");
            }
            assertThat(node.cache.getAllOrLoad(List.of("fig 1", "fig 2"), missing -> "0.50"))
                    .isEqualTo(Map.of("fig 1", "0.50", "fig 2", "0.50"));
            assertThat(node.cache.lease("kiwi")).isNull();

            assertThat(node.caches.guard().orElseThrow().journal()).isZero();
            assertThat(node.cache.get("apple")).isEqualTo("1.20");
        }
    }

    @Test
    void whatIsRefusedOfOneNamespaceHoldsUpNothingOfAnother() {
        server.command("ACL", "SETUSER", "larder", "on", ">secret", "~shop:*", "~{shop:*", "+@all");
        String uri = server.uri().replace("redis://", "redis://larder:secret@");
        try (RedisNode node = new RedisNode(uri)) {
            node.awaitCached("apple", "old");
            Cache<String, String> crates =
                    node.caches.open(CacheOptions.named("crates").namespace("depot"), String.class, String.class);
            assertThat(crates.clear()).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(node.caches.clear("depot")).isEqualTo(Eviction.UNACKNOWLEDGED);
            for (int i = 0; i < 10; i++) {
                assertThat(crates.evict("crate " + i)).isEqualTo(Eviction.UNACKNOWLEDGED);
            }

            server.command("ACL", "SETUSER", "larder", "-evalsha");
            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(node.cache.clear()).isEqualTo(Eviction.UNACKNOWLEDGED);
            server.command("ACL", "SETUSER", "larder", "+evalsha");

            node.awaitCached("apple", "new");
        }
    }

    @Test
    void aServerThatHasBecomeAReplicaIsLeftForTheOneThatItsAddressLeadsToNow() {
        try (RedisServer next = RedisServer.start();
                TcpProxy address = TcpProxy.to(server);
                RedisNode node = new RedisNode(address.uri())) {
            node.awaitCached("apple", "old");
            address.leadTo(next);
            server.command("REPLICAOF", next.host(), String.valueOf(next.port()));

            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);

            node.awaitCached("apple", "new");
            assertThat(next.command("EXISTS", APPLE)).isEqualTo(1L);
        }
    }

    @Test
    void soItIsWhereEvictionsWaitForReplicas() {
        try (RedisServer next = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", next.host(), String.valueOf(next.port()));
                TcpProxy address = TcpProxy.to(server);
                RedisNode node =
                        new RedisNode(address.uri(), store -> store.waitForReplicas(1, Duration.ofMillis(100)))) {
            node.awaitCached("apple", "old");
            address.leadTo(next);
            server.command("REPLICAOF", next.host(), String.valueOf(next.port()));

            assertThat(node.cache.evict("apple")).isEqualTo(Eviction.UNACKNOWLEDGED);

            node.awaitCached("apple", "new");
            assertThat(next.command("EXISTS", APPLE)).isEqualTo(1L);
            assertThat(replica.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void aServerThatHangsIsLeftForTheOneThatItsAddressLeadsToNow() {
        TestTime time = new TestTime();
        try (SystemScheduler scheduler = new SystemScheduler("test-redis-scheduler");
                RedisServer next = RedisServer.start();
                TcpProxy address = TcpProxy.to(server);
                RedisNode node = new RedisNode(
                        address.uri(),
                        store -> store.time(new TimeSources(time, time, scheduler))
                                .maxStaleness(Duration.ofMillis(10)))) {
            node.awaitCached("apple", "old");
            address.leadTo(next);
            server.freeze();

            Patience patience = new Patience("the next server to be asked");
            while (!Long.valueOf(1).equals(next.command("EXISTS", APPLE))) {
                time.advance(Duration.ofMillis(100));
                node.cache.getOrLoad("apple", missing -> "new");
                patience.check();
            }
            assertThat(node.cache.getOrLoad("apple", missing -> "newer")).isEqualTo("new");
        }
    }
}
