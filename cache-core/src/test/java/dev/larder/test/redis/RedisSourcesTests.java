// SPDX-License-Identifier: Apache-2.0
package dev.larder.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedisSourcesTests {

    private static final Path VALKEY = Path.of("/opt/valkey/bin/valkey-server");
    private static final Path REDIS = Path.of("/usr/bin/redis-server");
    private static final String RESOURCE = "redis-server-7.0.15-linux-amd64";

    private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Plan 9", "os.arch", "vax"));
    private final Map<String, String> environment =
            new HashMap<>(Map.of("PATH", "/usr/bin" + File.pathSeparator + "/opt/valkey/bin"));
    private final Set<Path> files = new HashSet<>();
    private final Set<String> classes = new HashSet<>(Set.of(RedisSources.TESTCONTAINERS));
    private @Nullable String resource = RESOURCE;

    private final RedisSources sources = new RedisSources(
            properties::get, environment::get, files::contains, files::contains, classes::contains, () -> resource);

    @Test
    void aGivenPropertyComesFirst() {
        everythingIsThere();
        properties.put("larder.test.redis.uri", "redis://one:1");
        environment.put("LARDER_TEST_REDIS_URI", "redis://two:2");

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Given(URI.create("redis://one:1")));
    }

    @Test
    void aGivenVariableComesNextAndABlankPropertyIsNone() {
        everythingIsThere();
        properties.put("larder.test.redis.uri", " ");
        environment.put("LARDER_TEST_REDIS_URI", "redis://two:2");

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Given(URI.create("redis://two:2")));
    }

    @Test
    void theSocketOfDockerMeansAContainer() {
        everythingIsThere();

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Container());
    }

    @Test
    void theVariableOfDockerMeansAContainer() {
        environment.put("DOCKER_HOST", "tcp://build:2375");

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Container());
    }

    @Test
    void withoutTestcontainersDockerIsOfNoUse() {
        everythingIsThere();
        classes.clear();

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Installed(VALKEY));
    }

    @Test
    void valkeyComesBeforeRedisWhereverTheyAreOnThePath() {
        files.add(REDIS);
        files.add(VALKEY);

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Installed(VALKEY));
    }

    @Test
    void redisOnThePathComesBeforeTheJar() {
        files.add(REDIS);

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Installed(REDIS));
    }

    @Test
    void theJarComesLast() {
        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Embedded(RESOURCE));
    }

    @Test
    void theJarServesWhereThereIsNoPath() {
        environment.clear();

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Embedded(RESOURCE));
    }

    @Test
    void aProcessOfItsOwnIsNeitherGivenNorAContainer() {
        everythingIsThere();
        properties.put("larder.test.redis.uri", "redis://one:1");

        assertThat(sources.ownProcess()).isEqualTo(new RedisSource.Installed(VALKEY));
    }

    @Test
    void aBuildCanAskForTheJarWhateverIsInstalled() {
        everythingIsThere();
        properties.put("larder.test.redis.embedded", "true");

        assertThat(sources.anyServer()).isEqualTo(new RedisSource.Embedded(RESOURCE));
        assertThat(sources.ownProcess()).isEqualTo(new RedisSource.Embedded(RESOURCE));
    }

    @Test
    void whereThereIsNothingTheMessageSaysWhatToInstall() {
        resource = null;

        assertThatThrownBy(sources::anyServer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none for Plan 9 on vax")
                .hasMessageContaining("install Valkey or Redis")
                .hasMessageContaining("-Dlarder.test.redis.uri=redis://host:port");
        assertThatThrownBy(sources::ownProcess).hasMessageContaining("install Valkey or Redis");
    }

    @Test
    void theJarNamesItsProgramsBySystemAndProcessor() {
        assertThat(EmbeddedBinary.suffix("Linux", "amd64")).isEqualTo("-linux-amd64");
        assertThat(EmbeddedBinary.suffix("Linux", "aarch64")).isEqualTo("-linux-arm64");
        assertThat(EmbeddedBinary.suffix("Mac OS X", "x86_64")).isEqualTo("-darwin-amd64");
        assertThat(EmbeddedBinary.suffix("Linux", "i386")).isEqualTo("-linux-386");
    }

    private void everythingIsThere() {
        files.add(Path.of("/var/run/docker.sock"));
        files.add(VALKEY);
        files.add(REDIS);
    }
}
