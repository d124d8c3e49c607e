// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A primary with one replica, and three sentinels that watch over them, each a process.
 *
 * <p>It belongs to the test that has started it, and its methods are for one thread at a time.
 */
public final class RedisSentinels implements AutoCloseable {

    private static final String MASTER_NAME = "larder";
    private static final int SENTINELS = 3;
    private static final String CONFIGURATION = """
            port %1$d
            bind %2$s
            sentinel monitor %3$s %2$s %4$d 2
            sentinel down-after-milliseconds %3$s 500
            sentinel failover-timeout %3$s 3000
            """;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /**
     * Starts servers and sentinels and waits until they know each other.
     *
     * @return sentinels that are ready for a failover
     * @throws IllegalStateException if there is no program to run, or if they do not find each other
     */
    public static RedisSentinels start() {
        RedisSentinels started = new RedisSentinels();
        try {
            started.startServers();
            started.startSentinels();
        } catch (RuntimeException problem) {
            started.close();
            throw problem;
        }
        return started;
    }

    private void startServers() {
        RedisServer primary = RedisServer.start();
        servers.add(primary);
        RedisServer replica = RedisServer.start("--replicaof", primary.host(), String.valueOf(primary.port()));
        servers.add(replica);
        // A sentinel learns of a replica that comes later only after ten seconds.
        Poll.until("%s follows %s".formatted(replica, primary), () -> Replication.isLinkUp(replica));
    }

    private void startSentinels() {
        int primaryPort = servers.get(0).port();
        for (int sentinel = 0; sentinel < SENTINELS; sentinel++) {
            sentinels.add(RedisServer.start((port, directory) -> sentinelArguments(port, directory, primaryPort)));
        }
        Poll.until("the sentinels know each other", () -> sentinels.stream().allMatch(this::knowsAll));
    }

    private static List<String> sentinelArguments(int port, Path directory, int primaryPort) throws IOException {
        Path configuration = directory.resolve("sentinel.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(port, RedisProcess.HOST, MASTER_NAME, primaryPort));
        return List.of(configuration.toString(), "--sentinel");
    }

    private boolean knowsAll(RedisServer sentinel) {
        return sentinel.says(
                "master0:name=%s,status=ok,address=%s,slaves=%d,sentinels=%d"
                        .formatted(MASTER_NAME, servers.get(0).address(), servers.size() - 1, SENTINELS),
                "INFO",
                "sentinel");
    }

    /**
     * Returns the name under which the sentinels know the primary.
     *
     * @return the name of the master, for a client's configuration
     */
    public String masterName() {
        return MASTER_NAME;
    }

    /**
     * Returns the addresses of the sentinels, for a client's configuration.
     *
     * @return {@code host:port} of each sentinel
     */
    public List<String> sentinelAddresses() {
        return sentinels.stream().map(RedisServer::address).toList();
    }

    /**
     * Returns the addresses of the sentinels as URIs.
     *
     * @return {@code redis://host:port} of each sentinel
     */
    public List<String> sentinelUris() {
        return sentinels.stream().map(RedisServer::uri).toList();
    }

    /**
     * Asks the sentinels which server is the primary.
     *
     * @return the server that takes writes
     * @throws IllegalStateException if they do not agree, as during a failover
     */
    public RedisServer primary() {
        return servers.stream()
                .filter(this::isNamedByAll)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the sentinels do not name one primary"));
    }

    private boolean isNamedByAll(RedisServer server) {
        List<String> address = List.of(server.host(), String.valueOf(server.port()));
        return sentinels.stream()
                .allMatch(sentinel ->
                        address.equals(sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME)));
    }

    /**
     * Kills the primary and waits until the replica has taken over and all sentinels say so.
     *
     * <p>Nothing is lost that was written before the call; what others write meanwhile may be.
     *
     * @return the server that takes writes now
     * @throws IllegalStateException if there is no replica that runs
     */
    public RedisServer failover() {
        RedisServer primary = primary();
        RedisServer replica = servers.stream()
                .filter(server -> server.isRunning() && !server.equals(primary))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no replica of %s runs".formatted(primary)));
        Replication.awaitCaughtUp(replica, primary);
        primary.kill();
        Poll.until(
                "%s takes over from %s".formatted(replica, primary),
                () -> replica.says("role:master", "INFO", "replication") && isNamedByAll(replica));
        return replica;
    }

    /** Ends servers and sentinels. */
    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
