// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

/** How far a replica is behind. */
final class Replication {

    private Replication() {}

    static boolean isLinkUp(RedisServer replica) {
        return replica.says("master_link_status:up", "INFO", "replication");
    }

    /** Waits until the replica has all that its primary has done up to now. */
    static void awaitCaughtUp(RedisServer replica, RedisServer primary) {
        long goal = number(primary, "master_repl_offset:");
        Poll.until(
                "%s has caught up with %s".formatted(replica, primary),
                () -> number(replica, "slave_repl_offset:") >= goal);
    }

    private static long number(RedisServer server, String field) {
        String info = String.valueOf(server.command("INFO", "replication"));
        return info.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.substring(field.length())))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("%s does not say %s It says %s".formatted(server, field, info)));
    }
}
