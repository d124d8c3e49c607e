// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole app behind a port, as a client sees it; each test starts with an empty cache. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class ConversationsOverHttpTests {

    @Autowired
    private RestTestClient http;

    @Autowired
    private JdbcClient database;

    @Autowired
    private ConversationMessagesCache cache;

    private Counts before = new Counts(0, 0, 0);

    record Counts(long hits, long misses, long loads) {}

    @BeforeEach
    void startWithAnEmptyCache() {
        cache.clear();
        before = counts();
    }

    @Test
    void theFirstReadMissesAndTheSecondHits() {
        List<Message> first = messages(7);
        assertThat(since()).isEqualTo(new Counts(0, 1, 1));

        assertThat(messages(7)).isEqualTo(first).hasSize(50);
        assertThat(since()).isEqualTo(new Counts(1, 1, 1));
    }

    @Test
    void servesTheNewestMessagesFirst() {
        assertThat(messages(7))
                .extracting(Message::id)
                .isEqualTo(database.sql("select id from message where conversation_id = 7 order by id desc limit 50")
                        .query(Long.class)
                        .list());
    }

    @Test
    void aMessageIsSeenAtOnceWithoutAnotherLoad() {
        List<Message> old = messages(7);

        Message posted = post(7, "Ada", "Hello");

        List<Message> expected = IntStream.range(0, 50)
                .mapToObj(index -> index == 0 ? posted : old.get(index - 1))
                .toList();
        assertThat(messages(7)).isEqualTo(expected);
        assertThat(since().loads()).isEqualTo(1);
    }

    @Test
    void whatAMergeKeptIsWhatALoadBrings() {
        messages(7);
        post(7, "Ada", "First");
        post(7, "Grace", "Second");
        List<Message> merged = messages(7);

        cache.clear();

        assertThat(messages(7)).isEqualTo(merged);
    }

    @Test
    void conversationsDoNotDisturbEachOther() {
        List<Message> eighth = messages(8);

        post(7, "Ada", "Hello");

        assertThat(messages(8)).isEqualTo(eighth);
    }

    @Test
    void anUnknownConversationIsAProblemAndIsRememberedAsAbsent() {
        for (int i = 0; i < 2; i++) {
            assertThat(problem(get("/conversations/51/messages"), 404).getDetail())
                    .isEqualTo("There is no conversation 51");
        }
        assertThat(since()).isEqualTo(new Counts(1, 1, 1));
    }

    @Test
    void nothingIsPostedToAnUnknownConversation() {
        assertThat(refused(51, """
                {"author": "Ada", "text": "Hello"}""", 404).getDetail()).isEqualTo("There is no conversation 51");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"author": "Ada", "text": ""}""", """
            {"author": "Ada", "text": " \\n "}""", """
            {"author": "Ada"}""", "{}"})
    void anEmptyMessageIsAProblemAndLosesNothing(String body) {
        assertThat(refused(7, body, 400).getDetail()).endsWith("must not be empty");
    }

    @Test
    void anOversizedMessageIsAProblemAndLosesNothing() {
        String body = """
                {"author": "Ada", "text": "%s"}""".formatted("x".repeat(2_001));

        assertThat(refused(7, body, 400).getDetail()).isEqualTo("text must have at most 2000 characters, but has 2001");
    }

    @Test
    void theLongestMessageIsAccepted() {
        assertThat(post(7, "a".repeat(50), "é".repeat(2_000)).text()).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"author\": \"Ada\", \"text\": ", "not json", "[]", "\"text\"", ""})
    void malformedJsonIsAProblemAndLosesNothing(String body) {
        assertThat(refused(7, body, 400).getStatus()).isEqualTo(400);
    }

    @Test
    void aConversationThatIsNoNumberIsAProblem() {
        assertThat(problem(get("/conversations/seven/messages"), 400).getDetail())
                .contains("seven");
    }

    private ProblemDetail refused(long conversation, String body, int status) {
        List<Message> cached = messages(7);
        long stored = stored();

        ProblemDetail problem = problem(
                http.post()
                        .uri("/conversations/{id}/messages", conversation)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body)
                        .exchange(),
                status);

        Counts counts = counts();
        assertThat(stored()).isEqualTo(stored);
        assertThat(messages(7)).isEqualTo(cached);
        assertThat(counts().hits()).as("the cached messages were kept").isEqualTo(counts.hits() + 1);
        return problem;
    }

    private RestTestClient.ResponseSpec get(String path) {
        return http.get().uri(path).exchange();
    }

    private static ProblemDetail problem(RestTestClient.ResponseSpec response, int status) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(ProblemDetail.class)
                .returnResult()
                .getResponseBody();
    }

    private List<Message> messages(long conversation) {
        return http.get()
                .uri("/conversations/{id}/messages", conversation)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(new ParameterizedTypeReference<List<Message>>() {})
                .returnResult()
                .getResponseBody();
    }

    private Message post(long conversation, String author, String text) {
        return http.post()
                .uri("/conversations/{id}/messages", conversation)
                .body(new NewMessage(author, text))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Message.class)
                .returnResult()
                .getResponseBody();
    }

    private long stored() {
        return database.sql("select count(*) from message").query(Long.class).single();
    }

    private Counts counts() {
        Map<String, Object> statistics = http.get()
                .uri("/cache-statistics")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(new ParameterizedTypeReference<List<Map<String, Object>>>() {})
                .returnResult()
                .getResponseBody()
                .get(0);
        assertThat(statistics).containsEntry("cache", "messages");
        return new Counts(number(statistics, "hits"), number(statistics, "misses"), number(statistics, "loads"));
    }

    private Counts since() {
        Counts now = counts();
        return new Counts(now.hits() - before.hits(), now.misses() - before.misses(), now.loads() - before.loads());
    }

    private static long number(Map<String, Object> statistics, String name) {
        return ((Number) statistics.get(name)).longValue();
    }
}
