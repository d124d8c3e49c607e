// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.net.URI;
import java.nio.file.Path;

/** Where a server for tests comes from. */
sealed interface RedisSource {

    /** A server that somebody else runs. */
    record Given(URI uri) implements RedisSource {}

    /** A container that Testcontainers starts. */
    record Container() implements RedisSource {}

    /** A program that can be run on this machine. */
    sealed interface Program extends RedisSource {

        Path path();
    }

    /** A program on the PATH. */
    record Installed(Path path) implements Program {}

    /** A program that comes as a resource of a jar. */
    record Embedded(String resource) implements Program {

        @Override
        public Path path() {
            return EmbeddedBinary.extract(resource);
        }
    }
}
