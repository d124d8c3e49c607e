// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where servers for tests come from, by what there is around.
 *
 * @param property system properties by name
 * @param environment environment variables by name
 * @param exists whether there is a file or a socket
 * @param executable whether there is a program
 * @param onClassPath whether there is a class of that name
 * @param embedded the resource with a program for this system, or {@code null}
 */
record RedisSources(
        Function<String, @Nullable String> property,
        Function<String, @Nullable String> environment,
        Predicate<Path> exists,
        Predicate<Path> executable,
        Predicate<String> onClassPath,
        Supplier<@Nullable String> embedded) {

    static final String URI_PROPERTY = "larder.test.redis.uri";
    static final String URI_VARIABLE = "LARDER_TEST_REDIS_URI";
    static final String EMBEDDED_PROPERTY = "larder.test.redis.embedded";
    static final String TESTCONTAINERS = "org.testcontainers.containers.GenericContainer";

    private static final Path DOCKER_SOCKET = Path.of("/var/run/docker.sock");
    private static final String WHAT_TO_DO = """
            Tests need a Redis or Valkey server, and there is none for %s. Do one of these:
            - install Valkey or Redis, so that valkey-server or redis-server is on the PATH;
            - put org.signal:embedded-redis on the test class path (it has programs for Linux and macOS);
            - start Docker and put org.testcontainers:testcontainers on the test class path;
            - start a server yourself and give its address: -D%s=redis://host:port, or the environment variable %s.
            The last two are not enough for tests that kill or freeze a server.""";

    static RedisSources ofThisMachine() {
        return new RedisSources(
                System::getProperty,
                System::getenv,
                Files::exists,
                path -> Files.isRegularFile(path) && Files.isExecutable(path),
                RedisSources::isOnClassPath,
                EmbeddedBinary::find);
    }

    /** Chooses for tests that are content with any server. */
    RedisSource anyServer() {
        return given().or(this::container).or(this::program).orElseThrow(this::nothing);
    }

    /** Chooses for tests that kill and freeze, and so need a process of their own. */
    RedisSource.Program ownProcess() {
        return program().orElseThrow(this::nothing);
    }

    private Optional<RedisSource> given() {
        return Stream.of(property.apply(URI_PROPERTY), environment.apply(URI_VARIABLE))
                .filter(RedisSources::isSet)
                .findFirst()
                .map(uri -> new RedisSource.Given(URI.create(uri)));
    }

    // Testcontainers logs an error with all it has tried if it is asked where there is no Docker.
    private Optional<RedisSource> container() {
        if (onlyEmbedded()) {
            return Optional.empty();
        }
        boolean docker = isSet(environment.apply("DOCKER_HOST")) || exists.test(DOCKER_SOCKET);
        return docker && onClassPath.test(TESTCONTAINERS) ? Optional.of(new RedisSource.Container()) : Optional.empty();
    }

    private Optional<RedisSource.Program> program() {
        return onlyEmbedded()
                ? inJar()
                : installed("valkey-server").or(() -> installed("redis-server")).or(this::inJar);
    }

    /** So that a build can say which version it runs on, whatever is installed. */
    private boolean onlyEmbedded() {
        return Boolean.parseBoolean(property.apply(EMBEDDED_PROPERTY));
    }

    private Optional<RedisSource.Program> installed(String program) {
        String path = environment.apply("PATH");
        if (path == null) {
            return Optional.empty();
        }
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .filter(RedisSources::isSet)
                .map(directory -> Path.of(directory, program))
                .filter(executable)
                .findFirst()
                .map(RedisSource.Installed::new);
    }

    private Optional<RedisSource.Program> inJar() {
        return Optional.ofNullable(embedded.get()).map(RedisSource.Embedded::new);
    }

    private IllegalStateException nothing() {
        return new IllegalStateException(WHAT_TO_DO.formatted(
                "%s on %s".formatted(property.apply("os.name"), property.apply("os.arch")),
                URI_PROPERTY,
                URI_VARIABLE));
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean isOnClassPath(String className) {
        return RedisSources.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
    }
}
