// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks RESP2, so that a test looks at a server without the client under test.
 *
 * <p>Replies are {@code String}, {@code Long}, {@code List} or {@code null}; text is UTF-8. For one thread. What goes
 * wrong on the way is an {@link UncheckedIOException}, an error reply is an {@link ErrorReply}.
 */
final class RespConnection implements AutoCloseable {

    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private final Socket socket;
    private final DataInputStream replies;

    /** The server has answered with an error. */
    static final class ErrorReply extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        private ErrorReply(String message) {
            super(message);
        }
    }

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.replies = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects; the timeout is for connecting and for each reply. */
    static RespConnection open(String host, int port, Duration timeout) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            return new RespConnection(socket);
        } catch (IOException problem) {
            closeQuietly(socket);
            throw new UncheckedIOException("could not connect to %s:%d".formatted(host, port), problem);
        }
    }

    @Nullable
    Object command(String... arguments) {
        send(arguments);
        return receive();
    }

    void send(String... arguments) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(ascii("*" + arguments.length));
        request.writeBytes(END_OF_LINE);
        for (String argument : arguments) {
            byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(ascii("$" + bytes.length));
            request.writeBytes(END_OF_LINE);
            request.writeBytes(bytes);
            request.writeBytes(END_OF_LINE);
        }
        try {
            socket.getOutputStream().write(request.toByteArray());
        } catch (IOException problem) {
            throw new UncheckedIOException("could not send %s to %s".formatted(arguments[0], this), problem);
        }
    }

    /** Returns the next reply; after a timeout it may be asked for again. */
    @Nullable
    Object receive() {
        try {
            return reply();
        } catch (IOException problem) {
            throw new UncheckedIOException("no reply from " + this, problem);
        }
    }

    private @Nullable Object reply() throws IOException {
        int type = replies.readUnsignedByte();
        String line = line();
        return switch (type) {
            case '+' -> line;
            case '-' -> throw new ErrorReply("%s answered: %s".formatted(this, line));
            case ':' -> Long.valueOf(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> list(Integer.parseInt(line));
            default -> throw new IOException("unknown type of reply: %c%s".formatted(type, line));
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        replies.readFully(bytes);
        replies.skipNBytes(END_OF_LINE.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> list(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(reply());
        }
        return elements;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = replies.readUnsignedByte();
        while (next != '\r') {
            line.write(next);
            next = replies.readUnsignedByte();
        }
        replies.skipNBytes(1);
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nobody needs the connection any more.
        }
    }

    @Override
    public String toString() {
        return String.valueOf(socket.getRemoteSocketAddress());
    }
}
