// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The two sockets of one connection through a proxy, and a thread for each direction. */
final class ProxiedConnection {

    private static final int BUFFER = 64 * 1024;
    private static final int BROKEN_OFF = -2;

    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> atEnd;
    private final AtomicInteger directions = new AtomicInteger(2);

    ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> atEnd) {
        this.client = client;
        this.server = server;
        this.atEnd = atEnd;
    }

    void start(Traffic requests, Traffic replies) {
        startThread("requests", () -> carry(client, server, requests));
        startThread("replies", () -> carry(server, client, replies));
    }

    private void startThread(String direction, Runnable task) {
        Thread thread = new Thread(task, "larder-proxy-%d-%s".formatted(client.getPort(), direction));
        thread.setDaemon(true);
        thread.start();
    }

    private void carry(Socket from, Socket to, Traffic traffic) {
        try {
            carryUntilTheEnd(from, to, traffic);
            if (directions.decrementAndGet() == 0) {
                close();
            }
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    // How a stream ends travels as its bytes do: a silent network hides that too.
    private static void carryUntilTheEnd(Socket from, Socket to, Traffic traffic)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        int length;
        do {
            length = read(from, buffer);
            if (traffic.awaitPassage(System.nanoTime())) {
                int passing = traffic.count(length);
                pass(buffer, passing, to);
                if (passing < length) {
                    to.close();
                    throw new IOException("the test breaks off");
                }
            }
        } while (length >= 0);
    }

    private static int read(Socket from, byte[] buffer) {
        try {
            return from.getInputStream().read(buffer);
        } catch (IOException brokenOff) {
            return BROKEN_OFF;
        }
    }

    private static void pass(byte[] buffer, int length, Socket to) throws IOException {
        if (length == BROKEN_OFF) {
            throw new IOException("the other side broke off");
        }
        if (length < 0) {
            to.shutdownOutput();
        } else {
            to.getOutputStream().write(buffer, 0, length);
        }
    }

    private void close() throws IOException {
        try (client;
                server) {
            atEnd.accept(this);
        }
    }

    /** Breaks off towards both sides, with a RST instead of an orderly end. */
    void reset() {
        reset(client);
        reset(server);
        atEnd.accept(this);
    }

    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException ignored) {
            // It is closed already.
        }
    }
}
