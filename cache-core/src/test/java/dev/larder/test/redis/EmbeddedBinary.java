// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The {@code redis-server} inside a jar of embedded-redis, of whatever version is on the class path. */
final class EmbeddedBinary {

    private static final String ANY_CLASS_OF_THE_JAR = "redis/embedded/RedisServer.class";

    private static final Map<String, Path> EXTRACTED = new ConcurrentHashMap<>();

    private EmbeddedBinary() {}

    /** Returns the name of the resource for this system, or {@code null} if there is none. */
    static @Nullable String find() {
        URL inJar = loader().getResource(ANY_CLASS_OF_THE_JAR);
        if (inJar == null) {
            return null;
        }
        String suffix = suffix(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (JarFile jar = open(inJar)) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("redis-server-") && name.endsWith(suffix))
                    .findFirst()
                    .orElse(null);
        } catch (IOException problem) {
            throw new UncheckedIOException("could not look for a redis-server in " + inJar, problem);
        }
    }

    /** Copies the resource into a file that can be run, once for the life of the JVM. */
    static Path extract(String resource) {
        return EXTRACTED.computeIfAbsent(resource, EmbeddedBinary::copy);
    }

    private static Path copy(String resource) {
        try (InputStream binary = Objects.requireNonNull(loader().getResourceAsStream(resource), resource)) {
            Path file = Watchdog.newDirectory().resolve(resource);
            Files.copy(binary, file);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("the file system does not let files be executed: " + file);
            }
            return file;
        } catch (IOException problem) {
            throw new UncheckedIOException("could not take %s out of its jar".formatted(resource), problem);
        }
    }

    static String suffix(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        return "-%s-%s"
                .formatted(
                        system.startsWith("mac") ? "darwin" : system,
                        switch (osArch) {
                            case "x86_64" -> "amd64";
                            case "aarch64" -> "arm64";
                            case "x86", "i386" -> "386";
                            default -> osArch;
                        });
    }

    private static JarFile open(URL inJar) throws IOException {
        JarURLConnection connection = (JarURLConnection) inJar.openConnection();
        // A cached jar belongs to the class loader, and closing it would close it for all.
        connection.setUseCaches(false);
        return connection.getJarFile();
    }

    private static ClassLoader loader() {
        return EmbeddedBinary.class.getClassLoader();
    }
}
