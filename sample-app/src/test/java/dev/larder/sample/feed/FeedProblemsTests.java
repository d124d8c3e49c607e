// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** Bad requests get problem details, and after each of them database and caches are as they were. */
@OverHttp
class FeedProblemsTests {

    private static final String LONG = "x".repeat(2_001);

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private CacheManager manager;

    @Autowired
    private FeedPageCache pages;

    @Autowired
    private PostDetailsCache details;

    @Autowired
    private ReactionCountsCache reactions;

    @Autowired
    private JdbcClient database;

    private Map<String, Long> rows = Map.of();
    private long evictions;

    @BeforeEach
    void warmUp() {
        caches.clear();
        app.get("/users/7/feed").expectStatus().isOk();
        app.get("/users/7").expectStatus().isOk();
        app.get("/posts/9").expectStatus().isOk();
        rows = rows();
        evictions = evictions();
    }

    @AfterEach
    void nothingIsLost() {
        assertThat(rows()).isEqualTo(rows);
        assertThat(evictions()).isEqualTo(evictions);
        assertThat(pages.contains(new FeedPage(7, 0))).isTrue();
        assertThat(details.contains(9L)).isTrue();
        assertThat(reactions.contains(9L)).isTrue();
        assertThat(caches.contains("profiles", 7L)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/users/201", "/users/201/feed", "/users/201/feed?page=5", "/users/201/followers", "/users/-1"})
    void nothingIsReadOfAnUnknownUser(String path) {
        assertThat(problem(404, app.get(path)).getTitle()).isEqualTo("Unknown user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/posts/0", "/posts/999999", "/posts/999999/comments"})
    void nothingIsReadOfAnUnknownPost(String path) {
        assertThat(problem(404, app.get(path)).getTitle()).isEqualTo("Unknown post");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 | page must be greater than or equal to 0",
                "-2147483648 | page must be greater than or equal to 0",
                "10001 | page must be less than or equal to 10000",
                "2147483647 | page must be less than or equal to 10000",
                "2147483648 | Failed to convert 'page' with value: '2147483648'",
                "first | Failed to convert 'page' with value: 'first'",
                "1.5 | Failed to convert 'page' with value: '1.5'"
            })
    void aPageThatNobodyHasIsAProblem(String page, String detail) {
        assertThat(problem(400, app.get("/users/7/feed?page={page}", page)).getDetail())
                .isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /users/201/posts | {'text': 'Hello'}",
                "PUT | /users/201 | {'name': 'Nobody', 'bio': ''}",
                "PUT | /users/201/following/7 | ''",
                "PUT | /users/7/following/201 | ''",
                "DELETE | /users/7/following/201 | ''",
                "PUT | /posts/9/reactions/201 | {'kind': 'LIKE'}",
                "DELETE | /posts/9/reactions/201 | ''",
                "PUT | /posts/999999/reactions/7 | {'kind': 'LIKE'}",
                "POST | /posts/999999/comments | {'author': 7, 'text': 'Hello'}",
                "POST | /posts/9/comments | {'author': 201, 'text': 'Hello'}"
            })
    void nothingIsDoneByOrToWhatIsUnknown(String method, String path, String body) {
        assertThat(problem(404, send(method, path, body)).getDetail()).matches("There is no (user 201|post 999999)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /users/7/posts | {'text': ''} | text must not be blank",
                "POST | /users/7/posts | {'text': ' '} | text must not be blank",
                "POST | /users/7/posts | {} | text must not be blank",
                "POST | /users/7/posts | {'text': 'LONG'} | text must have at most 2000 characters",
                "POST | /posts/9/comments | {'author': 7, 'text': ''} | text must not be blank",
                "POST | /posts/9/comments | {'text': 'Hello'} | author must not be null",
                "POST | /posts/9/comments | {'author': 7, 'text': 'LONG'} | text must have at most 1000 characters",
                "PUT | /users/7 | {'name': '', 'bio': ''} | name must not be blank",
                "PUT | /users/7 | {'name': 'Ada'} | bio must not be null",
                "PUT | /users/7 | {'name': 'LONG', 'bio': ''} | name must have at most 50 characters",
                "PUT | /users/7 | {'name': 'Ada', 'bio': 'LONG'} | bio must have at most 500 characters",
                "PUT | /posts/9/reactions/7 | {} | kind must not be null",
                "PUT | /posts/9/reactions/7 | {'kind': 'MEH'} | MEH is none of [LIKE, LOVE, LAUGH, WOW, SAD, ANGRY]",
                "PUT | /users/7/following/7 | '' | User 7 cannot follow himself",
            })
    void whatIsEmptyOversizedOrImpossibleIsRefused(String method, String path, String body, String detail) {
        assertThat(problem(400, send(method, path, body)).getDetail()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /users/7/posts | {'text': ",
                "POST | /users/7/posts | []",
                "POST | /users/7/posts | ''",
                "POST | /users/7/posts | {'text': 5}",
                "POST | /users/7/posts | {'text': true}",
                "POST | /posts/9/comments | {'author': '7', 'text': 'Hello'}",
                "PUT | /posts/9/reactions/7 | {'kind': 0}",
                "PUT | /posts/9/reactions/7 | LIKE",
                "PUT | /users/7 | null"
            })
    void malformedJsonIsRefused(String method, String path, String body) {
        assertThat(problem(400, send(method, path, body)).getDetail())
                .isIn(
                        "The body is not the JSON that is expected here",
                        "0 is none of [LIKE, LOVE, LAUGH, WOW, SAD, ANGRY]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users/ada", "/users/1.5/feed", "/posts/99999999999999999999", "/posts/x/comments"})
    void whatIsNoNumberIsRefused(String path) {
        problem(400, app.get(path));
    }

    @Test
    void anotherMediaTypeOrMethodIsRefused() {
        problem(415, app.send(MediaType.TEXT_PLAIN, HttpMethod.POST, "Hello", "/users/7/posts"));
        problem(405, send("DELETE", "/posts/9", ""));
        problem(404, app.get("/nothing"));
    }

    private ResponseSpec send(String method, String path, String body) {
        return app.send(HttpMethod.valueOf(method), body.replace('\'', '"').replace("LONG", LONG), path);
    }

    private static ProblemDetail problem(int status, ResponseSpec response) {
        return AppClient.problem(response, status);
    }

    private Map<String, Long> rows() {
        return Stream.of("users where name <> '' and name <> 'Ada'", "posts", "comments", "follows", "reactions")
                .collect(Collectors.toMap(
                        table -> table,
                        table -> database.sql("select count(*) from " + table)
                                .query(Long.class)
                                .single()));
    }

    private long evictions() {
        return List.copyOf(manager.statistics()).stream()
                .mapToLong(cache -> cache.stats().evictions())
                .sum();
    }
}
