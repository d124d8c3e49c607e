// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppCaches.Reads;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each test starts with empty caches. */
@OverHttp
class ConversationsOverHttpTests {

    @Autowired
    private AppClient app;

    @Autowired
    private JdbcClient database;

    @Autowired
    private AppCaches caches;

    @Autowired
    private TypingCache typing;

    private Reads before = new Reads(0, 0, 0);
    private long author;
    private long stranger;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
        before = caches.reads("messages");
        List<Long> members = app.read(Conversation.class, "/conversations/7").members();
        author = members.get(0);
        stranger = LongStream.rangeClosed(1, 200)
                .filter(user -> !members.contains(user))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstReadMissesAndTheSecondHits() {
        List<Message> first = messages(7);
        assertThat(since()).isEqualTo(new Reads(0, 1, 1));

        assertThat(messages(7)).isEqualTo(first).hasSize(50);
        assertThat(since()).isEqualTo(new Reads(1, 1, 1));
    }

    @Test
    void servesTheNewestMessagesFirst() {
        assertThat(messages(7))
                .extracting(Message::id)
                .isEqualTo(database.sql("select id from messages where conversation_id = 7 order by id desc limit 50")
                        .query(Long.class)
                        .list());
    }

    @Test
    void aMessageIsSeenAtOnceWithoutAnotherLoad() {
        List<Message> old = messages(7);

        Message posted = post("Hello");

        List<Message> expected = IntStream.range(0, 50)
                .mapToObj(index -> index == 0 ? posted : old.get(index - 1))
                .toList();
        assertThat(messages(7)).isEqualTo(expected);
        assertThat(since().loads()).isEqualTo(1);
    }

    @Test
    void whatAMergeKeptIsWhatALoadBrings() {
        messages(7);
        post("First");
        post("Second");
        List<Message> merged = messages(7);

        caches.clear();

        assertThat(messages(7)).isEqualTo(merged);
    }

    @Test
    void conversationsDoNotDisturbEachOther() {
        List<Message> eighth = messages(8);

        post("Hello");

        assertThat(messages(8)).isEqualTo(eighth);
    }

    @Test
    void anUnknownConversationIsAProblemAndIsRememberedAsAbsent() {
        for (int i = 0; i < 2; i++) {
            assertThat(AppClient.problem(app.get("/conversations/51/messages"), 404)
                            .getDetail())
                    .isEqualTo("There is no conversation 51");
        }
        assertThat(since()).isEqualTo(new Reads(1, 1, 1));
    }

    @Test
    void nothingIsPostedToAnUnknownConversation() {
        assertThat(refused(51, message(author, "Hello"), 404).getDetail()).isEqualTo("There is no conversation 51");
    }

    @Test
    void anUnknownUserPostsNothing() {
        assertThat(refused(7, message(201, "Hello"), 404).getDetail()).isEqualTo("There is no user 201");
    }

    @Test
    void whoIsNotAMemberPostsNothing() {
        assertThat(refused(7, message(stranger, "Hello"), 403).getDetail())
                .isEqualTo("User %d is not a member of conversation 7", stranger);
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
            {"author": 1, "text": ""}""", """
            {"author": 1, "text": " \\n "}""", """
            {"author": 1}""", """
            {"author": 1, "text": null}"""})
    void anEmptyMessageIsAProblemAndLosesNothing(String body) {
        assertThat(refused(7, body, 400).getDetail()).isEqualTo("text must not be blank");
    }

    @Test
    void allThatIsWrongIsSaid() {
        assertThat(refused(7, "{}", 400).getDetail()).isEqualTo("author must not be null; text must not be blank");
    }

    @Test
    void anOversizedMessageIsAProblemAndLosesNothing() {
        assertThat(refused(7, message(author, "x".repeat(2_001)), 400).getDetail())
                .isEqualTo("text must have at most 2000 characters");
    }

    @Test
    void theLongestMessageIsAccepted() {
        assertThat(post("é".repeat(2_000)).text()).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"author\": 1, \"text\": ",
                "not json",
                "[]",
                "\"text\"",
                "",
                "{\"author\": \"Ada\", \"text\": \"Hello\"}",
                "{\"author\": \"1\", \"text\": \"Hello\"}",
                "{\"author\": 1.5, \"text\": \"Hello\"}",
                "{\"author\": 1e99, \"text\": \"Hello\"}",
                "{\"author\": 1, \"text\": 5}",
                "{\"author\": 1, \"text\": {}}"
            })
    void malformedJsonIsAProblemAndLosesNothing(String body) {
        assertThat(refused(7, body, 400).getStatus()).isEqualTo(400);
    }

    @Test
    void aConversationThatIsNoNumberIsAProblem() {
        assertThat(AppClient.problem(app.get("/conversations/seven/messages"), 400)
                        .getDetail())
                .contains("seven");
    }

    @Test
    void anotherMediaTypeIsAProblem() {
        AppClient.problem(app.send(MediaType.TEXT_PLAIN, HttpMethod.POST, "Hello", "/conversations/7/messages"), 415);
    }

    @Test
    void whoTypesIsSeenUntilHeHasPosted() {
        assertThat(typing()).isEmpty();

        app.put("/conversations/7/typing/{user}", author);
        assertThat(typing()).containsExactly(author);
        assertThat(typing.contains(new Typist(7, author))).isTrue();

        post("Hello");
        assertThat(typing()).isEmpty();
    }

    @Test
    void whoIsNotAMemberDoesNotType() {
        AppClient.problem(app.send(HttpMethod.PUT, "", "/conversations/7/typing/{user}", stranger), 403);
        AppClient.problem(app.send(HttpMethod.PUT, "", "/conversations/7/typing/201"), 404);
        AppClient.problem(app.send(HttpMethod.PUT, "", "/conversations/51/typing/{user}", author), 404);

        assertThat(typing()).isEmpty();
    }

    @Test
    void nobodyTypesInAnUnknownConversation() {
        AppClient.problem(app.get("/conversations/51/typing"), 404);
    }

    private List<Long> typing() {
        return app.read(new ParameterizedTypeReference<>() {}, "/conversations/7/typing");
    }

    private ProblemDetail refused(long conversation, String body, int status) {
        List<Message> cached = messages(7);
        long stored = stored();
        Reads reads = since();

        ProblemDetail problem = AppClient.problem(
                app.send(HttpMethod.POST, body, "/conversations/{id}/messages", conversation), status);

        assertThat(stored()).isEqualTo(stored);
        assertThat(messages(7)).isEqualTo(cached);
        assertThat(since().hits()).as("the cached messages were kept").isEqualTo(reads.hits() + 1);
        return problem;
    }

    private List<Message> messages(long conversation) {
        return app.read(new ParameterizedTypeReference<>() {}, "/conversations/{id}/messages", conversation);
    }

    private Message post(String text) {
        return app.create(Message.class, message(author, text), "/conversations/7/messages");
    }

    private static String message(long author, String text) {
        return "{\"author\": %d, \"text\": \"%s\"}".formatted(author, text);
    }

    private long stored() {
        return database.sql("select count(*) from messages").query(Long.class).single();
    }

    private Reads since() {
        return caches.reads("messages").since(before);
    }
}
