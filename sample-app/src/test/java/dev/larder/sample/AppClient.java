// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Sends requests to the app, and expects it to answer as it should. */
@TestComponent
public class AppClient {

    private final RestTestClient http;

    AppClient(RestTestClient http) {
        this.http = http;
    }

    public RestTestClient.ResponseSpec get(String path, Object... variables) {
        return http.get().uri(path, variables).exchange();
    }

    public RestTestClient.ResponseSpec send(HttpMethod method, String body, String path, Object... variables) {
        return send(MediaType.APPLICATION_JSON, method, body, path, variables);
    }

    public RestTestClient.ResponseSpec send(
            MediaType type, HttpMethod method, String body, String path, Object... variables) {
        return http.method(method)
                .uri(path, variables)
                .contentType(type)
                .body(body)
                .exchange();
    }

    public <T> T read(ParameterizedTypeReference<T> type, String path, Object... variables) {
        return get(path, variables)
                .expectStatus()
                .isOk()
                .expectBody(type)
                .returnResult()
                .getResponseBody();
    }

    public <T> T read(Class<T> type, String path, Object... variables) {
        return read(ParameterizedTypeReference.forType(type), path, variables);
    }

    public <T> T create(Class<T> type, String body, String path, Object... variables) {
        return send(HttpMethod.POST, body, path, variables)
                .expectStatus()
                .isCreated()
                .expectBody(type)
                .returnResult()
                .getResponseBody();
    }

    public void put(String path, Object... variables) {
        http.put().uri(path, variables).exchange().expectStatus().isNoContent();
    }

    public void put(String body, String path, Object... variables) {
        send(HttpMethod.PUT, body, path, variables).expectStatus().isNoContent();
    }

    public void delete(String path, Object... variables) {
        http.delete().uri(path, variables).exchange().expectStatus().isNoContent();
    }

    public static ProblemDetail problem(RestTestClient.ResponseSpec response, int status) {
        return response.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(ProblemDetail.class)
                .returnResult()
                .getResponseBody();
    }
}
