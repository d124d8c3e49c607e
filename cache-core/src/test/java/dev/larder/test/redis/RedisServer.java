// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis or Valkey server, without persistence.
 *
 * <p>{@link #shared} is the server of all tests that only need some server: the one whose URI is given by the system
 * property {@code larder.test.redis.uri} or the environment variable {@code LARDER_TEST_REDIS_URI}, or else one in
 * Docker, or else a process. {@link #start} makes a process of the caller's own, which it may freeze and kill: of
 * {@code valkey-server} or {@code redis-server} on the PATH, or else of the program in the embedded-redis jar. No
 * process outlives the JVM.
 *
 * <p>Commands may come from many threads. A process belongs to the test that has started it: it is frozen, killed,
 * restarted and closed by one thread at a time.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int DEFAULT_PORT = 6379;

    private static @Nullable RedisServer shared;

    private final URI uri;
    private final @Nullable RedisProcess process;

    private RedisServer(URI uri, @Nullable RedisProcess process) {
        this.uri = uri;
        this.process = process;
    }

    /**
     * Returns the server that all tests of this JVM share, and starts it if it is the first to ask.
     *
     * <p>Tests use names of their own or {@link #flush} it first. It cannot be frozen, killed or restarted; closing it
     * does nothing.
     *
     * @return a server that answers
     * @throws IllegalStateException if there is no way to get a server; the message says what to install
     */
    public static synchronized RedisServer shared() {
        if (shared == null) {
            shared = at(uriOf(RedisSources.ofThisMachine().anyServer()));
        }
        return shared;
    }

    /** Returns a server that somebody else runs. */
    static RedisServer at(URI uri) {
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalStateException(
                    "the address of a server must look like redis://host:port, but has scheme '%s' and host '%s'"
                            .formatted(uri.getScheme(), uri.getHost()));
        }
        return new RedisServer(uri, null);
    }

    private static URI uriOf(RedisSource source) {
        if (source instanceof RedisSource.Given given) {
            return given.uri();
        }
        return source instanceof RedisSource.Program program
                ? uriOf(start(program, RedisServer::plainArguments))
                : ContainerRedis.start();
    }

    private static URI uriOf(RedisProcess process) {
        return URI.create("redis://%s:%d".formatted(RedisProcess.HOST, process.port()));
    }

    /**
     * Starts a server of the caller's own on a free port and waits until it answers.
     *
     * <p>A test of passwords makes a user with {@code ACL SETUSER}; this class itself stays the default user.
     *
     * @param extraArguments further arguments of the program, such as {@code "--maxmemory", "1mb"}
     * @return a server that answers
     * @throws IllegalStateException if there is no program to run, or if it ends at once; the message says what to
     *     install, or what the program said
     */
    public static RedisServer start(String... extraArguments) {
        return start(
                (port, directory) -> Stream.concat(plainArguments(port, directory).stream(), Stream.of(extraArguments))
                        .toList());
    }

    static RedisServer start(RedisProcess.Arguments arguments) {
        RedisProcess process = start(RedisSources.ofThisMachine().ownProcess(), arguments);
        return new RedisServer(uriOf(process), process);
    }

    private static RedisProcess start(RedisSource.Program program, RedisProcess.Arguments arguments) {
        return RedisProcess.start(program.path(), arguments);
    }

    // The directory is the working directory, and nothing stays in it: a restart forgets all entries. A replica that
    // asks for a copy gets it at once, not after five seconds in which others might ask too.
    private static List<String> plainArguments(int port, Path directory) {
        return List.of(
                "--port",
                String.valueOf(port),
                "--bind",
                RedisProcess.HOST,
                "--save",
                "",
                "--appendonly",
                "no",
                "--rdb-del-sync-files",
                "yes",
                "--repl-diskless-sync",
                "yes",
                "--repl-diskless-sync-delay",
                "0");
    }

    /**
     * Returns the address for a client's configuration.
     *
     * @return {@code redis://host:port}, or what was given, with user, password and database if it has them
     */
    public String uri() {
        return uri.toString();
    }

    /**
     * Returns the name or number of the machine.
     *
     * @return the host
     */
    public String host() {
        return uri.getHost();
    }

    /**
     * Returns the port, which a restart does not change.
     *
     * @return the port
     */
    public int port() {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    /**
     * Returns host and port, as lists of cluster nodes and sentinels want them.
     *
     * @return {@code host:port}
     */
    public String address() {
        return "%s:%d".formatted(host(), port());
    }

    /**
     * Asks the server for its version.
     *
     * @return the version of Valkey, or else that of Redis, such as {@code 7.0.15}
     */
    public String version() {
        String info = String.valueOf(command("INFO", "server"));
        return Stream.of("valkey_version:", "redis_version:")
                .flatMap(field -> info.lines().filter(line -> line.startsWith(field)))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1))
                .orElseThrow(() -> new IllegalStateException(this + " does not say its version: " + info));
    }

    /**
     * Sends one command on a connection of its own and returns the reply.
     *
     * @param arguments the name of the command and its arguments, as UTF-8
     * @return a {@code String} (UTF-8), {@code Long}, {@code List} of replies, or {@code null}
     * @throws IllegalStateException if the reply is an error
     * @throws UncheckedIOException if the server cannot be reached or has not answered after ten seconds
     */
    public @Nullable Object command(String... arguments) {
        try (RespConnection connection = connect(TIMEOUT)) {
            return connection.command(arguments);
        }
    }

    /** Whether the reply to a command, a text of several lines, has this line. */
    boolean says(String line, String... command) {
        return String.valueOf(command(command)).lines().anyMatch(line::equals);
    }

    /** Whether the process has been started and not been killed by this object. */
    boolean isRunning() {
        return process().isRunning();
    }

    /** Opens a connection to the database that the URI names, as the user that it names. */
    RespConnection connect(Duration timeout) {
        RespConnection connection = RespConnection.open(host(), port(), timeout);
        try {
            enter(connection);
        } catch (RuntimeException refused) {
            connection.close();
            throw refused;
        }
        return connection;
    }

    private void enter(RespConnection connection) {
        String user = uri.getUserInfo();
        if (user != null) {
            connection.command(credentials(user));
        }
        String database = uri.getPath();
        if (database != null && database.length() > 1) {
            connection.command("SELECT", database.substring(1));
        }
    }

    private static String[] credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        String password = userInfo.substring(colon + 1);
        return colon > 0
                ? new String[] {"AUTH", userInfo.substring(0, colon), password}
                : new String[] {"AUTH", password};
    }

    /** Removes all entries of the database that the URI names. */
    public void flush() {
        command("FLUSHDB");
    }

    /** Stops the process where it is: connections stay open and new ones succeed, but nothing is answered. */
    public void freeze() {
        process().freeze();
    }

    /** Lets a frozen process go on; it then answers what it was sent meanwhile. */
    public void thaw() {
        process().thaw();
    }

    /** Ends the process without warning; its connections break. Does nothing if it has ended. */
    public void kill() {
        process().kill();
    }

    /** Starts the server again on the same port, without its entries; one that still runs is killed first. */
    public void restart() {
        process().restart();
    }

    private RedisProcess process() {
        if (process == null) {
            throw new IllegalStateException(
                    "other tests use %s too; start a server of your own with RedisServer.start()".formatted(this));
        }
        return process;
    }

    /** Ends the process and deletes its directory; does nothing to the shared server, or if done before. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public String toString() {
        return address();
    }
}
