// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

@OverHttp
class ProfilesOverHttpTests {

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches caches;

    @Autowired
    private JdbcClient database;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
    }

    @Test
    void aProfileIsCached() {
        Profile profile = profile(20);
        assertThat(caches.contains("profiles", 20L)).isTrue();

        rename(20, "Somebody else");
        assertThat(profile(20)).isEqualTo(profile);

        rename(20, profile.name());
    }

    @Test
    void aProfileCountsWhoFollowsWhom() {
        assertThat(profile(21).followers()).isEqualTo(count("followed_id"));
        assertThat(profile(21).following()).isEqualTo(count("follower_id"));
    }

    @Test
    void aWriteIsSeenAtOnceAndEvictsNobodyElsesProfile() {
        Profile old = profile(22);
        profile(23);

        Profile answer = app.send(HttpMethod.PUT, """
                        {"name": "Wim", "bio": ""}""", "/users/22")
                .expectStatus()
                .isOk()
                .expectBody(Profile.class)
                .returnResult()
                .getResponseBody();

        assertThat(profile(22))
                .isEqualTo(answer)
                .isEqualTo(new Profile(22, "Wim", "", old.followers(), old.following()));
        assertThat(caches.contains("profiles", 23L)).isTrue();
    }

    @Test
    void anUnknownUserIsAskedForEachTime() {
        AppClient.problem(app.get("/users/201"), 404);
        assertThat(caches.contains("profiles", 201L)).isFalse();
    }

    private Profile profile(long user) {
        return app.read(Profile.class, "/users/{user}", user);
    }

    private void rename(long user, String name) {
        database.sql("update users set name = ? where id = ?")
                .params(name, user)
                .update();
    }

    private long count(String column) {
        return database.sql("select count(*) from follows where %s = 21".formatted(column))
                .query(Long.class)
                .single();
    }
}
