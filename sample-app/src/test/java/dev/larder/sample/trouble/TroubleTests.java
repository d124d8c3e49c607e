// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.Eviction;
import dev.larder.sample.AppCaches;
import dev.larder.sample.AppClient;
import dev.larder.sample.OverHttp;
import dev.larder.store.CacheStore.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** Feeds go on being served while the database is slow or failing; entries are expired by hand, so that no test waits for it. */
@OverHttp
@ActiveProfiles("trouble")
@TestPropertySource(
        properties = {
            // So that a failure of one test holds nobody back in the next.
            "larder.defaults.load-back-off.first-delay=0s",
            "larder.caches.feed-pages.time-to-live=1h",
            "larder.caches.posts.time-to-live=1h",
            "larder.caches.reactions.time-to-live=1h",
            "larder.caches.posts.soft-timeout=20ms",
            "larder.caches.reactions.soft-timeout=20ms",
            "larder.caches.feed-pages.soft-timeout=20ms"
        })
class TroubleTests {

    private static final List<String> FEED = List.of("feed-pages", "posts", "reactions");

    @Autowired
    private AppClient app;

    @Autowired
    private AppCaches appCaches;

    @Autowired
    private CacheManager caches;

    private final Map<String, Set<Object>> read = new ConcurrentHashMap<>();
    private List<Map<String, Object>> before = List.of();

    @BeforeEach
    void readTheFeed() {
        appCaches.clear();
        Subscription subscription =
                caches.listen(event -> read.computeIfAbsent(event.cache(), unheardOf -> ConcurrentHashMap.newKeySet())
                        .addAll(event.keys()));
        before = feed();
        subscription.cancel();
        assertThat(before).isNotEmpty();
    }

    @AfterEach
    void recover() {
        app.put("{\"delay\":\"PT0S\",\"failing\":false}", "/trouble");
    }

    @Test
    void aFailingDatabaseLeavesTheFeedAsItWas() {
        expire();
        app.put("{\"delay\":\"PT0S\",\"failing\":true}", "/trouble");

        assertThat(feed()).isEqualTo(before);
        assertThat(FEED)
                .allSatisfy(cache -> assertThat(staleAnswers(cache)).as(cache).isPositive());
        app.get("/users/13/feed").expectStatus().is5xxServerError();

        recover();
        assertThat(feed()).isEqualTo(before);
    }

    @Test
    void aSlowDatabaseKeepsNobodyWaitingWhoHasReadTheFeedBefore() {
        expire();
        app.put("{\"delay\":\"PT1M\",\"failing\":false}", "/trouble");

        assertThat(feed()).isEqualTo(before);
        assertThat(FEED)
                .allSatisfy(cache -> assertThat(staleAnswers(cache)).as(cache).isPositive());
    }

    @Test
    void badTroubleIsRefused() {
        for (String bad : List.of("{}", "{\"delay\":\"PT-1S\"}", "{\"delay\":\"PT6M\"}", "{\"delay\":\"soon\"}")) {
            app.send(HttpMethod.PUT, bad, "/trouble").expectStatus().isBadRequest();
        }
    }

    @SuppressWarnings("unchecked")
    private void expire() {
        for (String name : FEED) {
            Cache<Object, Object> cache =
                    (Cache<Object, Object>) caches.find(name).orElseThrow();
            assertThat(cache.expireAll(read.get(name))).as(name).isEqualTo(Eviction.EVICTED);
        }
    }

    private long staleAnswers(String cache) {
        return caches.find(cache).orElseThrow().stats().staleForErrors();
    }

    private List<Map<String, Object>> feed() {
        return app.read(new ParameterizedTypeReference<>() {}, "/users/12/feed");
    }
}
