// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A node of a cluster, as all nodes see it once they agree.
 *
 * @param id its name
 * @param address where it listens, {@code host:port}
 * @param primaryId the name of its primary, or {@code -} if it is one
 * @param slots ranges such as {@code 0-5460}, and single slots
 */
record ClusterNode(String id, String address, String primaryId, List<String> slots) {

    private static final Set<String> TROUBLES = Set.of("fail", "fail?", "handshake", "noaddr");

    /** One line of {@code CLUSTER NODES}: a node as the one that was asked sees it. */
    record Sighting(ClusterNode node, Set<String> flags, boolean linked) {

        /** Reads {@code id host:port@busPort flags primaryId pingSent pongReceived epoch linkState slots…}. */
        static Sighting parse(String line) {
            List<String> fields = List.of(line.split(" "));
            String address = fields.get(1);
            return new Sighting(
                    new ClusterNode(
                            fields.get(0),
                            address.substring(0, address.indexOf('@')),
                            fields.get(3),
                            fields.subList(8, fields.size())),
                    Set.of(fields.get(2).split(",")),
                    "connected".equals(fields.get(7)));
        }

        boolean isMyself() {
            return flags.contains("myself");
        }

        boolean isWell() {
            return linked && Collections.disjoint(flags, TROUBLES);
        }
    }

    static List<Sighting> seenBy(RedisServer node) {
        return String.valueOf(node.command("CLUSTER", "NODES"))
                .lines()
                .map(Sighting::parse)
                .toList();
    }

    boolean isPrimary() {
        return "-".equals(primaryId);
    }

    boolean serves(int slot) {
        return slots.stream().anyMatch(range -> isIn(range, slot));
    }

    private static boolean isIn(String range, int slot) {
        int dash = range.indexOf('-');
        return dash < 0
                ? Integer.parseInt(range) == slot
                : Integer.parseInt(range.substring(0, dash)) <= slot
                        && slot <= Integer.parseInt(range.substring(dash + 1));
    }
}
