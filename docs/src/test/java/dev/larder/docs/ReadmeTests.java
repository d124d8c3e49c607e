// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTests {

    private static final String START = "./mvnw -pl sample-app -am spring-boot:run";
    private static final String TEST = "./mvnw verify";

    private static final Pattern VERSION = Pattern.compile(
            "<artifactId>(?:larder-parent|cache-spring-boot-starter)</artifactId>\\s*<version>(.*?)</version>");

    private final Path root = Guide.root();

    @Test
    void hasTheTwoCommands() {
        assertThat(commands(Guide.read(root.resolve("README.md")))).contains(START, TEST);
        assertThat(root.resolve("mvnw")).isExecutable();
        assertThat(Guide.read(root.resolve("sample-app/pom.xml"))).contains("<spring-boot.run.skip>false<");
    }

    @Test
    void whatItSaysRunsAllTestsIsWhatTheBuildServerRuns() {
        assertThat(commands(Guide.read(root.resolve(".ci/run")))).contains(TEST);
        List<Path> workflows = Guide.files(
                root.resolve(".github/workflows"), path -> path.toString().endsWith(".yml"));
        assertThat(workflows)
                .anySatisfy(workflow -> assertThat(Guide.read(workflow)).contains(TEST.replace("mvnw", "mvnw -B")));
    }

    @Test
    void theDependencyHasTheVersionOfTheBuild() {
        String version = version(root.resolve("pom.xml"));
        assertThat(version(root.resolve("docs/getting-started.md"))).isEqualTo(version);
        assertThat(version(root.resolve("README.md"))).isEqualTo(version);
    }

    private static String version(Path file) {
        assertThat(Files.isRegularFile(file)).isTrue();
        Matcher matcher = VERSION.matcher(Guide.read(file));
        assertThat(matcher.find()).as("a version in %s", file).isTrue();
        return matcher.group(1);
    }

    private static List<String> commands(String text) {
        return text.lines().map(String::strip).toList();
    }
}
