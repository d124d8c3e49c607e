// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.spring.actuate.OperatedApplication.FeedCache;
import dev.larder.spring.actuate.OperatedApplication.FeedPage;
import dev.larder.spring.actuate.OperatedApplication.MessagesCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The endpoint over HTTP, exposed and nothing else configured. */
@SpringBootTest(
        classes = OperatedApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoints.web.exposure.include=*")
@AutoConfigureRestTestClient
class ReadOnlyEndpointTests {

    @Autowired
    private RestTestClient http;

    @Autowired
    private FeedCache feed;

    @Autowired
    private MessagesCache messages;

    @BeforeEach
    void cacheSomething() {
        feed.get(new FeedPage(7, 0));
        feed.get(new FeedPage(7, 0));
        messages.get(7L);
    }

    @Test
    void tellsWhatIsKnownOfAllCaches() {
        http.get()
                .uri("/actuator/cachestats")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.caches.length()")
                .isEqualTo(3)
                .jsonPath("$.caches[0].cache")
                .isEqualTo("feed")
                .jsonPath("$.caches[1].cache")
                .isEqualTo("messages")
                .jsonPath("$.caches[1].options.namespace")
                .isEqualTo("chat")
                .jsonPath("$.caches[1].cacheManager")
                .isEqualTo("larderCacheManager")
                .jsonPath("$.caches[2].cache")
                .isEqualTo("previews");
    }

    @Test
    void tellsWhatIsKnownOfOneCacheInOneOrderAndLeavesOutWhatIsNot() {
        String json = http.get()
                .uri("/actuator/cachestats/previews")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(json)
                .isEqualTo("{\"cache\":\"previews\",\"cacheManager\":\"larderCacheManager\","
                        + "\"stats\":{\"hits\":0,\"misses\":0,\"loads\":0,\"loadFailures\":0,\"loadMillis\":0.0,"
                        + "\"staleHits\":0,\"staleForErrors\":0,\"overdueLoads\":0,\"overdueLoaders\":0,\"heldBackLoads\":0,\"refreshes\":0,\"droppedRefreshes\":0,"
                        + "\"refusedFills\":0,\"bypasses\":0,\"loadsInTransactions\":0,\"notKept\":0,\"tooLarge\":0,\"puts\":0,\"evictions\":0,\"unreadable\":0,\"journalled\":0,\"replayed\":0,\"journalOverflows\":0,\"storeFailures\":0},"
                        + "\"store\":{\"keys\":0,\"evictions\":0},"
                        + "\"options\":{\"namespace\":\"chat\",\"version\":1,\"timeToLive\":\"10m\",\"timeToLiveByValue\":false,\"versioned\":false,"
                        + "\"staleWhileRevalidate\":\"0s\",\"staleIfError\":\"0s\",\"earlyRefresh\":{},\"absentTimeToLive\":\"30s\","
                        + "\"jitter\":0.0,\"maximumSize\":10000,\"absentShare\":0.1,\"loaderDeadline\":\"30s\","
                        + "\"loadBackOff\":{\"firstDelay\":\"100ms\",\"maxDelay\":\"10s\"},\"lease\":\"5s\",\"writeIntent\":\"30s\",\"holdOff\":\"0s\",\"onStoreFailure\":\"degrade\",\"fillInTransaction\":\"read-only\","
                        + "\"storeReadDeadline\":\"250ms\",\"storeWriteDeadline\":\"500ms\",\"logKeys\":true,"
                        + "\"retry\":{\"maxAttempts\":1}}}");
    }

    @Test
    void tellsRatiosAndMeansWhereThereAreAny() {
        http.get()
                .uri("/actuator/cachestats/feed")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.stats.hitRatio")
                .value(Double.class, ratio -> assertThat(ratio).isBetween(0.5, 1.0))
                .jsonPath("$.stats.loads")
                .isEqualTo(1)
                .jsonPath("$.stats.meanLoadMillis")
                .exists()
                .jsonPath("$.store.keys")
                .isEqualTo(1)
                .jsonPath("$.options.timeToLive")
                .isEqualTo("90m");
    }

    @Test
    void answers404ForACacheThatIsNotOpenAndTellsThoseThatAre() {
        http.get()
                .uri("/actuator/cachestats/fed")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.message")
                .isEqualTo("no cache of this name is open; open are feed, messages, previews");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/cachestats",
                "/actuator/cachestats?namespace=chat",
                "/actuator/cachestats/messages",
                "/actuator/cachestats/messages?key=7",
                "/actuator/cachestats/messages/7"
            })
    void changesNothingUntilAccessIsGranted(String address) {
        http.delete()
                .uri(address)
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isIn(404, 405));

        assertThat(messages.contains(7L)).isTrue();
    }
}
