// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/** Runs the app over a file, as its users do. */
class RestartTests {

    @TempDir
    private Path directory;

    @Test
    void aRestartFindsWhatWasWrittenAndFillsInNothing() {
        String written;
        long messages;
        try (ConfigurableApplicationContext app = start()) {
            long member = app.getBean(JdbcClient.class)
                    .sql("select min(user_id) from members where conversation_id = 7")
                    .query(Long.class)
                    .single();
            written = client(app)
                    .post()
                    .uri("/conversations/7/messages")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"author\": %d, \"text\": \"Hello\"}".formatted(member))
                    .retrieve()
                    .body(String.class);
            messages = messages(app);
        }

        try (ConfigurableApplicationContext app = start()) {
            assertThat(messages(app)).isEqualTo(messages).isEqualTo(10_001);
            assertThat(client(app)
                            .get()
                            .uri("/conversations/7/messages")
                            .retrieve()
                            .body(String.class))
                    .startsWith("[" + written);
        }
        assertThat(directory.resolve("sample.mv.db")).isRegularFile();
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(
                SampleApplication.class, "--server.port=0", "--sample.database=" + directory.resolve("sample"));
    }

    private static RestClient client(ConfigurableApplicationContext app) {
        return RestClient.create("http://localhost:" + app.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private static long messages(ConfigurableApplicationContext app) {
        return app.getBean(JdbcClient.class)
                .sql("select count(*) from messages")
                .query(Long.class)
                .single();
    }
}
