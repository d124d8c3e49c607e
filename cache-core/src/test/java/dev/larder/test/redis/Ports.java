// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks ports for servers. Another program may take one before the server does, so the server's start is tried again.
 *
 * <p>They lie below the ports that the systems give to outgoing connections, so that none of those takes the port of a
 * server that is down for a moment. The bus of a cluster node uses the port that is 10,000 higher.
 */
final class Ports {

    private static final int FIRST = 12_000;
    private static final int END = 22_000;
    private static final int BUS_OFFSET = 10_000;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    static int pick() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port) && isFree(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "found no free port from %d to %d in %d attempts; end programs that listen there"
                        .formatted(FIRST, END, ATTEMPTS));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
