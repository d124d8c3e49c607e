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

/** A {@link StampedeProcess}, as the test that started it sees it. */
final class OtherJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final List<String> log = new ArrayList<>();

    /** Starts one as a node over the server at the given address, on the class path of this JVM. */
    OtherJvm(String uri) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds only.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StampedeProcess.class.getName(),
                uri);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not run " + command.get(0), problem);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    void awaitConnected() {
        expect("connected");
    }

    /** Gets its threads ready to ask for a key whose load takes so long. */
    void prepare(String key, int threads, long loadMillis) {
        order("ask %s %d %d".formatted(key, threads, loadMillis));
        expect("ready");
    }

    void go() {
        order("go");
    }

    StampedeProcess.Answer answer() {
        return StampedeProcess.Answer.of(next());
    }

    private void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException problem) {
            throw new UncheckedIOException("the other JVM does not listen; it said " + log, problem);
        }
    }

    private void expect(String answer) {
        String next = next();
        if (!next.equals(answer)) {
            throw new IllegalStateException("the other JVM said '%s' instead of '%s'".formatted(next, answer));
        }
    }

    private String next() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(StampedeProcess.PREFIX)) {
                    return line.substring(StampedeProcess.PREFIX.length());
                }
                log.add(line);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException("could not hear the other JVM", problem);
        }
        throw new IllegalStateException("the other JVM has ended; it said " + log);
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
