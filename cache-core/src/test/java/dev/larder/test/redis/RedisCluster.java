// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis or Valkey cluster of processes: three primaries with one replica each.
 *
 * <p>It belongs to the test that has started it, and its methods are for one thread at a time.
 */
public final class RedisCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final String NODE_TIMEOUT_MILLIS = "1000";

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Starts a cluster and waits until every node takes it for whole and every replica follows its primary.
     *
     * @return a cluster that serves all slots
     * @throws IllegalStateException if there is no program to run, or if the cluster does not form
     */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.startNodes();
            cluster.assignSlots();
            cluster.introduceNodes();
            cluster.attachReplicas();
        } catch (RuntimeException problem) {
            cluster.close();
            throw problem;
        }
        return cluster;
    }

    private void startNodes() {
        for (int node = 0; node < 2 * PRIMARIES; node++) {
            nodes.add(RedisServer.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    NODE_TIMEOUT_MILLIS,
                    // A replica takes over however long it has not heard of its primary: a test has only this one.
                    "--cluster-replica-validity-factor",
                    "0",
                    "--cluster-allow-replica-migration",
                    "no"));
        }
    }

    private void assignSlots() {
        for (int primary = 0; primary < PRIMARIES; primary++) {
            int first = HashSlot.COUNT * primary / PRIMARIES;
            int end = HashSlot.COUNT * (primary + 1) / PRIMARIES;
            // CLUSTER ADDSLOTSRANGE is younger than the oldest server that is supported.
            nodes.get(primary)
                    .command(Stream.concat(
                                    Stream.of("CLUSTER", "ADDSLOTS"),
                                    IntStream.range(first, end).mapToObj(String::valueOf))
                            .toArray(String[]::new));
        }
    }

    private void introduceNodes() {
        for (int node = 0; node < nodes.size(); node++) {
            // Different from the start, so that the nodes need not settle a conflict.
            nodes.get(node).command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(node + 1));
        }
        RedisServer first = nodes.get(0);
        for (RedisServer other : nodes.subList(1, nodes.size())) {
            first.command("CLUSTER", "MEET", other.host(), String.valueOf(other.port()));
        }
        Poll.until("all nodes know each other", this::agree);
    }

    private void attachReplicas() {
        for (int primary = 0; primary < PRIMARIES; primary++) {
            String id = own(nodes.get(primary)).id();
            nodes.get(PRIMARIES + primary).command("CLUSTER", "REPLICATE", id);
        }
        awaitHealthy();
    }

    /**
     * Waits until the nodes that run agree on everything, serve all slots, and follow their primaries; to be called
     * after a node has been restarted.
     *
     * @throws IllegalStateException if they do not within half a minute
     */
    public void awaitHealthy() {
        Poll.until(
                "the nodes agree and serve all slots",
                () -> agree() && running().allMatch(RedisCluster::isReady));
    }

    /** Whether every node that runs says of every other what that one says of itself. */
    private boolean agree() {
        Set<ClusterNode> truth = running().map(RedisCluster::own).collect(Collectors.toSet());
        return running().allMatch(observer -> wellSeenBy(observer).containsAll(truth));
    }

    private static boolean isReady(RedisServer node) {
        return node.says("cluster_state:ok", "CLUSTER", "INFO")
                && (own(node).isPrimary() || Replication.isLinkUp(node));
    }

    private static Set<ClusterNode> wellSeenBy(RedisServer observer) {
        return ClusterNode.seenBy(observer).stream()
                .filter(ClusterNode.Sighting::isWell)
                .map(ClusterNode.Sighting::node)
                .collect(Collectors.toSet());
    }

    private static ClusterNode own(RedisServer node) {
        return ClusterNode.seenBy(node).stream()
                .filter(ClusterNode.Sighting::isMyself)
                .map(ClusterNode.Sighting::node)
                .findFirst()
                .orElseThrow();
    }

    private Stream<RedisServer> running() {
        return nodes.stream().filter(RedisServer::isRunning);
    }

    /**
     * Returns the addresses of all nodes, for a client's configuration.
     *
     * @return {@code host:port} of each node, also of those that are down
     */
    public List<String> addresses() {
        return nodes.stream().map(RedisServer::address).toList();
    }

    /**
     * Returns the addresses of all nodes as URIs.
     *
     * @return {@code redis://host:port} of each node, also of those that are down
     */
    public List<String> uris() {
        return nodes.stream().map(RedisServer::uri).toList();
    }

    /**
     * Returns the node that takes the writes of a key.
     *
     * @param key a key, perhaps with a hash tag in braces
     * @return the primary of its slot
     * @throws IllegalStateException if no primary that runs serves it
     */
    public RedisServer primaryOf(String key) {
        int slot = HashSlot.of(key);
        return running()
                .filter(node -> own(node).serves(slot))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node that runs serves slot %d".formatted(slot)));
    }

    /**
     * Kills a primary and waits until its replica has taken over and all others know.
     *
     * <p>Nothing is lost that was written before the call; what others write meanwhile may be.
     *
     * @param primary the node to kill; {@link RedisServer#restart} brings it back, as a replica
     * @return the node that serves its slots now
     * @throws IllegalStateException if it has no replica that runs
     */
    public RedisServer failover(RedisServer primary) {
        String id = own(primary).id();
        RedisServer replica = running()
                .filter(node -> own(node).primaryId().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no replica of %s runs".formatted(primary)));
        Replication.awaitCaughtUp(replica, primary);
        primary.kill();
        Poll.until(
                "%s takes over from %s".formatted(replica, primary),
                () -> own(replica).isPrimary());
        awaitHealthy();
        return replica;
    }

    /** Ends all nodes. */
    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
