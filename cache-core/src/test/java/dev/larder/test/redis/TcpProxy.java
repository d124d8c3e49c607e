// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A port in front of a server, where a test makes the network slow, silent or broken.
 *
 * <p>Faults are for all connections, those that are open and those to come, until the test takes them back. Bytes of
 * one direction never overtake each other. Safe for use by many threads, but {@link #refuse}, {@link #accept} and
 * {@link #close} are for one at a time.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int PORT_ATTEMPTS = 10;

    private final int port;
    private final Traffic requests = new Traffic();
    private final Traffic replies = new Traffic();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile InetSocketAddress target;
    private @Nullable Listener listener;

    private record Listener(ServerSocket socket, Thread thread) {}

    private TcpProxy(String targetHost, int targetPort, int port) {
        this.target = new InetSocketAddress(targetHost, targetPort);
        this.port = port;
    }

    /**
     * Starts a proxy in front of a server.
     *
     * @param server where its connections lead; it may be down
     * @return a proxy that forwards everything at once
     */
    public static TcpProxy to(RedisServer server) {
        return to(server.host(), server.port());
    }

    /**
     * Starts a proxy in front of an address.
     *
     * @param host where its connections lead
     * @param port the port there
     * @return a proxy that forwards everything at once
     */
    public static TcpProxy to(String host, int port) {
        UncheckedIOException last = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            TcpProxy proxy = new TcpProxy(host, port, Ports.pick());
            try {
                proxy.accept();
                return proxy;
            } catch (UncheckedIOException portTaken) {
                last = portTaken;
            }
        }
        throw new IllegalStateException(
                "%d free ports were taken before the proxy could have them".formatted(PORT_ATTEMPTS), last);
    }

    /**
     * Returns the address that clients connect to.
     *
     * @return the number of this machine
     */
    public String host() {
        return RedisProcess.HOST;
    }

    /**
     * Returns the port that clients connect to.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Returns the address for a client's configuration.
     *
     * @return {@code redis://host:port}
     */
    public String uri() {
        return "redis://%s:%d".formatted(host(), port);
    }

    /**
     * Lets connections to come lead to another server, as the name of a primary does after a failover; those that are open stay.
     *
     * @param server where they lead
     */
    public void leadTo(RedisServer server) {
        target = new InetSocketAddress(server.host(), server.port());
    }

    /**
     * Delays requests and replies, so that a round trip takes twice as long.
     *
     * @param delay how long bytes wait in each direction, also those that wait already; zero for no delay
     */
    public void delay(Duration delay) {
        delayRequests(delay);
        delayReplies(delay);
    }

    /**
     * Delays what clients send.
     *
     * @param delay how long bytes wait, also those that wait already; zero for no delay
     */
    public void delayRequests(Duration delay) {
        requests.delay(delay);
    }

    /**
     * Delays what the server sends.
     *
     * @param delay how long bytes wait, also those that wait already; zero for no delay
     */
    public void delayReplies(Duration delay) {
        replies.delay(delay);
    }

    /** Holds back what clients send, and that they have gone, until the thaw: the server knows of nothing. */
    public void freezeRequests() {
        requests.become(Traffic.Fate.HELD_BACK);
    }

    /** Holds back what the server sends, and that it has gone, until the thaw: it does what clients cannot see. */
    public void freezeReplies() {
        replies.become(Traffic.Fate.HELD_BACK);
    }

    /** Loses what the server sends, and that it has gone, until the thaw: it does what clients never learn of. */
    public void swallowReplies() {
        replies.become(Traffic.Fate.SWALLOWED);
    }

    /**
     * Breaks off, once and in the middle, a reply that is on its way, and the connection with it; bytes before that arrive.
     *
     * @param bytes how many bytes of replies still pass
     */
    public void breakOffRepliesAfter(int bytes) {
        replies.endAfter(bytes);
    }

    /** Lets requests and replies pass again, first those that were held back. */
    public void thaw() {
        requests.become(Traffic.Fate.PASSED);
        replies.become(Traffic.Fate.PASSED);
    }

    /** Breaks off all connections that are open, towards both sides and with a RST; new ones are accepted. */
    public void reset() {
        open.forEach(ProxiedConnection::reset);
    }

    /** Refuses new connections from now on, as a port does where nobody listens; open ones stay. */
    public void refuse() {
        Listener ending = listener;
        if (ending == null) {
            return;
        }
        listener = null;
        try {
            ending.socket().close();
            ending.thread().join(CONNECT_TIMEOUT_MILLIS * 2L);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not close port " + port, problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing port " + port, interrupted);
        }
    }

    /** Accepts new connections again. */
    public void accept() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread thread = new Thread(() -> acceptFrom(socket), "larder-proxy-" + port);
            thread.setDaemon(true);
            thread.start();
            listener = new Listener(socket, thread);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not listen on port " + port, problem);
        }
    }

    /**
     * Counts the connections that are open now.
     *
     * @return their number
     */
    public int openConnections() {
        return open.size();
    }

    /**
     * Counts the connections that clients have made since the start.
     *
     * @return their number, those that are closed included
     */
    public int acceptedConnections() {
        return accepted.get();
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                forward(socket.accept());
            } catch (IOException closed) {
                // Whoever closed the port wants no more.
            }
        }
    }

    private void forward(Socket client) {
        accepted.incrementAndGet();
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_TIMEOUT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException down) {
            ProxiedConnection.reset(client);
            ProxiedConnection.reset(server);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, open::remove);
        open.add(connection);
        connection.start(requests, replies);
    }

    /** Closes the port and breaks off all connections. */
    @Override
    public void close() {
        refuse();
        reset();
        requests.end();
        replies.end();
    }
}
