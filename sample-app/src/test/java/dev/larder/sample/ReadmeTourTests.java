// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Takes the tour of README.md in a freshly started app; times differ, the rest is as it says. */
@OverHttp
@TestPropertySource(properties = "spring.application.name=tour")
class ReadmeTourTests {

    private static final Path README = Path.of("..", "README.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\\n(?<lines>.*?)^```$");
    private static final Pattern STEP = Pattern.compile("(?m)^\\$ (?<command>.*)\\n(?<output>.*)$");
    private static final Pattern COMMAND = Pattern.compile(
            "curl -s (?:-X (?<method>\\w+) )?(?:-H 'Content-Type: application/json' -d '(?<body>[^']*)' )?"
                    + "'?localhost:8080(?<path>[^\\s']+)'?(?<cut> \\| cut -c-\\d+)?");
    private static final Pattern TIME = Pattern.compile("\"(sentAt|postedAt)\":\"[^\"]*\"?");

    @Autowired
    private RestTestClient http;

    record Step(String command, String output) {}

    @Test
    void theTourGivesWhatTheReadmeSays() throws IOException {
        List<Step> tour = tour();
        assertThat(tour).hasSizeGreaterThan(5);
        for (Step step : tour) {
            Matcher command = COMMAND.matcher(step.command());
            assertThat(command.matches()).as(step.command()).isTrue();

            String answer = withoutTimes(answer(command.group("method"), command.group("path"), command.group("body")));

            String output = withoutTimes(step.output());
            assertThat(command.group("cut") == null ? answer : answer.substring(0, output.length()))
                    .as(step.command())
                    .isEqualTo(output);
        }
    }

    private String answer(@Nullable String method, String path, @Nullable String body) {
        RestTestClient.RequestBodySpec request = http.method(
                        method == null ? body == null ? HttpMethod.GET : HttpMethod.POST : HttpMethod.valueOf(method))
                .uri(path);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return request.exchange().expectBody(String.class).returnResult().getResponseBody();
    }

    private static List<Step> tour() throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(README).replace("\r\n", "\n"));
        while (blocks.find()) {
            Matcher lines = STEP.matcher(blocks.group("lines"));
            while (lines.find()) {
                steps.add(new Step(lines.group("command"), lines.group("output")));
            }
        }
        return steps;
    }

    private static String withoutTimes(String json) {
        return TIME.matcher(json).replaceAll("\"$1\":\"…\"");
    }
}
