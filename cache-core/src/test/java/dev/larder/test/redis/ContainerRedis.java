// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import java.net.URI;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. Apart, because Testcontainers is needed only where there is Docker. */
final class ContainerRedis {

    private static final DockerImageName IMAGE = DockerImageName.parse("valkey/valkey:8.1-alpine");
    private static final int PORT = 6379;

    private ContainerRedis() {}

    /** Starts a server; Testcontainers removes it when the JVM is gone. */
    static URI start() {
        try {
            GenericContainer<?> container = new GenericContainer<>(IMAGE)
                    .withExposedPorts(PORT)
                    .withCommand("valkey-server", "--save", "", "--appendonly", "no");
            container.start();
            return URI.create("redis://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT)));
        } catch (RuntimeException problem) {
            throw new IllegalStateException(
                    "Docker seems to be there, but could not run %s; repair it, or name another server by -D%s=redis://host:port"
                            .formatted(IMAGE, RedisSources.URI_PROPERTY),
                    problem);
        }
    }
}
