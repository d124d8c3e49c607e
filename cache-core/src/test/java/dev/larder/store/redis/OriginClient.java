// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.test.Operation;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The way of a node to an {@link OriginServer}; for many threads. */
final class OriginClient {

    /** The origin did not do what it was asked for. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /** A change that the origin took on, and what it holds since. */
    record Change(long number, @Nullable String value) {}

    private record Connection(BufferedReader answers, Writer requests) {}

    private final String node;
    private final int port;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    OriginClient(String node, int port) {
        this.node = node;
        this.port = port;
    }

    @Nullable
    String read(String key) {
        return value(ask("read " + key));
    }

    Change append(Operation write, String key, long notAfter) {
        return committed(ask("write %s %s append %d".formatted(write.id(), key, notAfter)));
    }

    void remove(Operation write, String key, long notAfter) {
        committed(ask("write %s %s remove %d".formatted(write.id(), key, notAfter)));
    }

    /** Changes a key by no write. */
    void change(String key) {
        committed(ask("change " + key));
    }

    private static Change committed(String answer) {
        String[] words = answer.split(" ", -1);
        if (!words[0].equals("committed")) {
            throw new Failed("the origin rolled back");
        }
        return new Change(Long.parseLong(words[1]), value(words[2]));
    }

    private static @Nullable String value(String text) {
        return text.equals(OriginServer.NONE) ? null : text;
    }

    private String ask(String request) {
        try {
            Connection connection = idle.poll();
            if (connection == null) {
                connection = connect();
            }
            connection.requests.write(request + '\n');
            connection.requests.flush();
            String answer = connection.answers.readLine();
            if (answer == null) {
                throw new EOFException("the origin hung up");
            }
            idle.add(connection);
            return answer;
        } catch (IOException problem) {
            throw new UncheckedIOException("could not ask the origin", problem);
        }
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        Connection connection = new Connection(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)),
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        connection.requests.write(node + '\n');
        return connection;
    }
}
