// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.test.Chain;
import dev.larder.test.History;
import dev.larder.test.Operation;
import dev.larder.test.Operation.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The origin of nodes in other JVMs: rows that change one commit after the other, at times are rolled back, and at times kill who wrote
 * them instead of answering.
 *
 * <p>A client says its name first. Then it sends a line for each request and gets one for each answer:
 *
 * <ul>
 *   <li>{@code read <key>}: what the row holds
 *   <li>{@code write <operation> <key> append|remove <latest commit, in nanoseconds>}: {@code committed <change> <value>} or
 *       {@code rolled-back}
 *   <li>{@code change <key>}: {@code committed <change> <value>}, of a change that belongs to no write
 * </ul>
 *
 * <p>A value is {@code -} if there is none.
 */
final class OriginServer implements AutoCloseable {

    static final String NONE = "-";
    private static final int ROLLBACK_ONE_OF = 12;
    private static final int PAUSE_ONE_OF = 4;
    private static final int LONGEST_PAUSE_NANOS = 2_000_000;

    /** Where a writer is killed. */
    enum Doom {
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private static final class Row {

        private long version;
        private @Nullable String value;
    }

    /** Who is killed at one of its writes. */
    private record Victim(OtherJvm process, Doom doom, AtomicInteger writesBefore) {}

    private final History history;
    private final ServerSocket socket;
    private final Random random;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final Map<String, Victim> victims = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    OriginServer(History history, Random random) {
        this.history = history;
        this.random = random;
        try {
            socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException problem) {
            throw new UncheckedIOException("could not listen", problem);
        }
        inBackground("origin", this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Kills a node at a write, which gets no answer, after it has made so many. */
    void doom(String node, OtherJvm process, Doom doom, int writesBefore) {
        victims.put(node, new Victim(process, doom, new AtomicInteger(writesBefore)));
    }

    /** Lets everybody live who still does. */
    void spare() {
        victims.clear();
    }

    private @Nullable Victim victimOf(String node) {
        Victim victim = victims.get(node);
        return victim != null && victim.writesBefore.getAndDecrement() <= 0 && victims.remove(node, victim)
                ? victim
                : null;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                inBackground("origin-client", () -> serve(client));
            } catch (IOException closed) {
                // Nobody is to come any more.
            }
        }
    }

    private static void inBackground(String name, Runnable code) {
        Thread thread = new Thread(code, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                Writer answers = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
            String node = requests.readLine();
            for (String request = requests.readLine(); request != null; request = requests.readLine()) {
                String answer = answer(node, request.split(" ", -1));
                if (answer == null) {
                    return;
                }
                answers.write(answer + '\n');
                answers.flush();
            }
        } catch (IOException gone) {
            // A node was killed.
        }
    }

    private @Nullable String answer(String node, String[] request) {
        return switch (request[0]) {
            case "read" -> orNone(read(request[1]));
            case "write" ->
                write(
                        node,
                        history.elsewhere(node, request[1]),
                        request[2],
                        request[3].equals("remove"),
                        Long.parseLong(request[4]));
            case "change" -> change(node, request[1]);
            default -> throw new IllegalArgumentException("unknown request " + request[0]);
        };
    }

    private static String orNone(@Nullable String value) {
        return value == null ? NONE : value;
    }

    private @Nullable String read(String key) {
        Row row = row(key);
        synchronized (row) {
            return row.value;
        }
    }

    private @Nullable String write(String node, Operation write, String key, boolean removes, long notAfter) {
        Victim victim = victimOf(node);
        if (victim != null && victim.doom == Doom.BEFORE_COMMIT) {
            kill(node, victim);
            return null;
        }
        long change = changes.incrementAndGet();
        Row row = row(key);
        String answer;
        synchronized (row) {
            String value = removes ? null : Chain.grown(key, row.value, change);
            if (random.nextInt(PAUSE_ONE_OF) == 0) {
                LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            }
            boolean isTooLate = System.nanoTime() - notAfter > 0;
            if (isTooLate || (victim == null && random.nextInt(ROLLBACK_ONE_OF) == 0)) {
                if (victim != null) {
                    victims.put(node, victim);
                }
                history.begin(node, Kind.ROLLBACK, key).end(value, true);
                return "rolled-back";
            }
            commit(history.commit(write, key, row.version + 1), row, value);
            answer = "committed %d %s".formatted(change, orNone(value));
        }
        if (victim != null) {
            kill(node, victim);
            return null;
        }
        return answer;
    }

    private String change(String node, String key) {
        long change = changes.incrementAndGet();
        Row row = row(key);
        synchronized (row) {
            String value = Chain.grown(key, row.value, change);
            commit(history.commit(node, key, row.version + 1), row, value);
            return "committed %d %s".formatted(change, value);
        }
    }

    private static void commit(Operation commit, Row row, @Nullable String value) {
        row.version++;
        row.value = value;
        commit.end(value, true);
    }

    private void kill(String node, Victim victim) {
        victim.process.kill();
        history.crashed(node);
    }

    private Row row(String key) {
        return rows.computeIfAbsent(key, unknown -> new Row());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not close the origin", problem);
        }
    }
}
