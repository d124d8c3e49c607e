// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server program on this machine: its port, its directory and, while it runs, its process. */
final class RedisProcess {

    static final String HOST = "127.0.0.1";

    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);
    private static final int PORT_ATTEMPTS = 10;
    private static final int LINES_OF_LOG = 20;

    private final int port;
    private final Path directory;
    private final List<String> commandLine;
    private @Nullable Process process;

    /** The arguments with which a server listens on a port. */
    @FunctionalInterface
    interface Arguments {

        /** Returns the arguments; it may write a configuration file into the directory of the server. */
        List<String> of(int port, Path directory) throws IOException;
    }

    private RedisProcess(Path program, int port, Arguments arguments) throws IOException {
        this.port = port;
        this.directory = Watchdog.newDirectory();
        this.commandLine = Stream.concat(Stream.of(program.toString()), arguments.of(port, directory).stream())
                .toList();
    }

    /** Starts a server on a free port and waits until it answers. */
    static RedisProcess start(Path program, Arguments arguments) {
        IllegalStateException last = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            RedisProcess started = create(program, arguments);
            try {
                started.start();
                return started;
            } catch (IllegalStateException problem) {
                boolean portTaken = started.log().contains("Address already in use");
                started.close();
                if (!portTaken) {
                    throw problem;
                }
                last = problem;
            }
        }
        throw new IllegalStateException(
                "%d free ports were taken before a server could have them".formatted(PORT_ATTEMPTS), last);
    }

    private static RedisProcess create(Path program, Arguments arguments) {
        try {
            return new RedisProcess(program, Ports.pick(), arguments);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not write the files of a server", problem);
        }
    }

    int port() {
        return port;
    }

    private void start() {
        Process started;
        try {
            started = new ProcessBuilder(commandLine)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile())
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not run " + commandLine, problem);
        }
        process = started;
        Watchdog.watch(started);
        try {
            Poll.until("%s answers on port %d".formatted(commandLine, port), () -> answers(started));
        } catch (IllegalStateException problem) {
            kill();
            throw problem;
        }
    }

    /** Asks for the number of the process, because another server may have taken the port. */
    private boolean answers(Process started) {
        if (!started.isAlive()) {
            throw new IllegalStateException(
                    "%s ended instead of serving port %d. It said:%n%s".formatted(commandLine, port, endOfLog()));
        }
        try (RespConnection connection = RespConnection.open(HOST, port, REPLY_TIMEOUT)) {
            String info = String.valueOf(connection.command("INFO", "server"));
            return info.lines().anyMatch(("process_id:" + started.pid())::equals);
        }
    }

    /** Starts the program again on the same port and in the same directory. */
    void restart() {
        kill();
        start();
    }

    /** Stops the process where it is; its connections stay open and nothing answers. */
    void freeze() {
        Process running = running();
        signal("STOP", running);
        Path state = Path.of("/proc/%d/stat".formatted(running.pid()));
        if (Files.exists(state)) {
            Poll.until("process %d stands still".formatted(running.pid()), () -> isStopped(state));
        }
    }

    void thaw() {
        signal("CONT", running());
    }

    private static boolean isStopped(Path state) {
        try {
            return Files.readString(state).contains(") T ");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The shell has {@code kill} built in; the program of that name may be missing. */
    private static void signal(String name, Process target) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, target.pid()))
                    .inheritIO()
                    .start();
            awaitEnd(shell);
            if (shell.exitValue() != 0) {
                throw new IllegalStateException("could not send %s to process %d".formatted(name, target.pid()));
            }
        } catch (IOException problem) {
            throw new UncheckedIOException("could not run kill", problem);
        }
    }

    /** Ends the process without warning; does nothing if none runs. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            awaitEnd(running);
            Watchdog.forget(running);
            process = null;
        }
    }

    /** Ends the process and deletes its directory; does nothing if done before. */
    void close() {
        kill();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not delete the directory of a server", problem);
        }
    }

    boolean isRunning() {
        return process != null;
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the server on port %d does not run; restart() it first".formatted(port));
        }
        return running;
    }

    private static void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process %d did not end in ten seconds".formatted(ending.pid()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while process %d was ending".formatted(ending.pid()), interrupted);
        }
    }

    private Path logFile() {
        return directory.resolve("server.log");
    }

    private String log() {
        try {
            return Files.readString(logFile(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "";
        }
    }

    private String endOfLog() {
        List<String> lines = log().lines().toList();
        return String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    }
}
