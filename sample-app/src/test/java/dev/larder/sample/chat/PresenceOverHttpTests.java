// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;

@OverHttp
class PresenceOverHttpTests {

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @BeforeEach
    void nobodyIsOnline() {
        caches.clear();
    }

    @Test
    void showsWhoIsOnlineAmongThoseAskedFor() {
        app.put("/users/1/online");
        app.put("/users/2/online");
        app.put("/users/3/online");

        app.delete("/users/2/online");

        assertThat(online("1,2,4")).containsExactly(1L);
    }

    @Test
    void anUnknownUserIsNeverOnline() {
        AppClient.problem(app.send(HttpMethod.PUT, "", "/users/201/online"), 404);
        AppClient.problem(app.send(HttpMethod.DELETE, "", "/users/201/online"), 404);

        assertThat(online("201")).isEmpty();
    }

    @Test
    void badQuestionsAreProblems() {
        AppClient.problem(app.get("/online"), 400);
        AppClient.problem(app.get("/online?users=one"), 400);
        String many = IntStream.rangeClosed(1, 201).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(AppClient.problem(app.get("/online?users={many}", many), 400).getDetail())
                .isEqualTo("users must be at most 200");
    }

    private List<Long> online(String users) {
        return app.read(new ParameterizedTypeReference<>() {}, "/online?users={users}", users);
    }
}
