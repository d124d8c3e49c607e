// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.redis.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/** Two instances of the app over one database that share what they cache in Redis. */
class TwoInstancesTests {

    @TempDir
    private Path directory;

    @Test
    void aMessageThatOneInstanceAddsIsInTheNextAnswerOfTheOther() {
        try (RedisServer redis = RedisServer.start();
                ConfigurableApplicationContext one = start(redis);
                ConfigurableApplicationContext other = start(redis)) {
            String before = messages(other);
            long member = one.getBean(JdbcClient.class)
                    .sql("select min(user_id) from members where conversation_id = 7")
                    .query(Long.class)
                    .single();

            String written = client(one)
                    .post()
                    .uri("/conversations/7/messages")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"author\": %d, \"text\": \"Hello\"}".formatted(member))
                    .retrieve()
                    .body(String.class);

            assertThat(before).doesNotContain(written);
            assertThat(messages(other)).startsWith("[" + written);
            assertThat(messages(one)).isEqualTo(messages(other));
            assertThat(redis.command("EXISTS", "sample:chat:v1:conversation:7:messages"))
                    .isEqualTo(1L);
        }
    }

    private ConfigurableApplicationContext start(RedisServer redis) {
        return SpringApplication.run(
                SampleApplication.class,
                "--spring.profiles.active=redis",
                "--spring.data.redis.url=" + redis.uri(),
                "--server.port=0",
                "--sample.database=" + directory.resolve("sample"));
    }

    private static String messages(ConfigurableApplicationContext app) {
        return client(app).get().uri("/conversations/7/messages").retrieve().body(String.class);
    }

    private static RestClient client(ConfigurableApplicationContext app) {
        return RestClient.create("http://localhost:" + app.getEnvironment().getRequiredProperty("local.server.port"));
    }
}
