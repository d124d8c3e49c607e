// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of a test's own, which takes orders by the line and answers them by the line, as the test that started it sees it. */
final class OtherJvm implements AutoCloseable {

    /** What its answers begin with, since the log is written to the same place. */
    private static final String PREFIX = "answer ";

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final List<String> log = new ArrayList<>();
    private volatile boolean isKilled;

    /** Starts one on the class path of this JVM. */
    OtherJvm(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds or minutes only.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not run " + command.get(0), problem);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Answers, in a process that was started like this. */
    static void say(String line) {
        System.out.println(PREFIX + line);
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        isKilled = true;
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while killing a JVM", interrupted);
        }
    }

    void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException problem) {
            throw new UncheckedIOException("the other JVM does not listen; it said " + log, problem);
        }
    }

    void expect(String answer) {
        String next = next();
        if (!next.equals(answer)) {
            throw new IllegalStateException("the other JVM said '%s' instead of '%s'".formatted(next, answer));
        }
    }

    String next() {
        String next = nextIfAlive();
        if (next == null) {
            throw new IllegalStateException("the other JVM has ended; it said " + log);
        }
        return next;
    }

    /** The next answer; null if it has ended, or been killed, before it gave one. */
    @Nullable
    String nextIfAlive() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(PREFIX)) {
                    return line.substring(PREFIX.length());
                }
                log.add(line);
            }
        } catch (IOException problem) {
            if (!isKilled) {
                throw new UncheckedIOException("could not hear the other JVM", problem);
            }
        }
        return null;
    }

    boolean isKilled() {
        return isKilled;
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
