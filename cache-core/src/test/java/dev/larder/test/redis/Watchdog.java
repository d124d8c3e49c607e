// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends what this JVM has started and deletes its directory as soon as the JVM is gone, even if it was killed.
 *
 * <p>A shutdown hook would not do: build tools kill a JVM whose tests hang. So a shell outside waits for the end of its
 * input, which the system closes with the JVM.
 */
final class Watchdog {

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            watched=
            while read -r verb pid; do
              others=
              for each in $watched; do
                [ "$each" = "$pid" ] || others="$others $each"
              done
              watched=$others
              [ "$verb" = forget ] || watched="$watched $pid"
            done
            for each in $watched; do
              kill -KILL "$each"
            done
            rm -rf "$1"
            """;

    private static final Watchdog OF_THIS_JVM = new Watchdog();

    private final Path directory;
    private final OutputStream input;

    private Watchdog() {
        try {
            directory = Files.createTempDirectory("larder-redis-");
            input = new ProcessBuilder("sh", "-c", SCRIPT, "larder-redis-watchdog", directory.toString())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException problem) {
            throw new UncheckedIOException("could not start the shell that ends the servers of this JVM", problem);
        }
    }

    /** Makes a directory that is deleted with the JVM at the latest. */
    static Path newDirectory() throws IOException {
        return Files.createTempDirectory(OF_THIS_JVM.directory, "server-");
    }

    static void watch(Process process) {
        OF_THIS_JVM.say("watch", process.pid());
    }

    /** Has to follow the end of a process, since its number may be given to another one. */
    static void forget(Process process) {
        OF_THIS_JVM.say("forget", process.pid());
    }

    private synchronized void say(String verb, long pid) {
        try {
            input.write("%s %d\n".formatted(verb, pid).getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (IOException problem) {
            throw new UncheckedIOException("the shell that ends the servers of this JVM is gone", problem);
        }
    }
}
