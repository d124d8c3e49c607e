// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.spring.actuate.OperatedApplication.FeedCache;
import dev.larder.spring.actuate.OperatedApplication.FeedPage;
import dev.larder.spring.actuate.OperatedApplication.MessagesCache;
import dev.larder.spring.actuate.OperatedApplication.PreviewCache;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.TestTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The endpoint over HTTP, with access granted, over a store that fails on demand. */
@SpringBootTest(
        classes = {OperatedApplication.class, UnrestrictedEndpointTests.FailingStore.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=cachestats",
            "management.endpoint.cachestats.access=unrestricted"
        })
@AutoConfigureRestTestClient
class UnrestrictedEndpointTests {

    @TestConfiguration(proxyBeanMethods = false)
    static class FailingStore {

        private final TestTime time = new TestTime();

        @Bean
        ChaosStore chaos() {
            return new ChaosStore(new MemoryCacheStore(time.sources()));
        }

        @Bean
        CacheManager caches(ChaosStore chaos) {
            return CacheManager.builder()
                    .store(chaos)
                    .time(time.sources())
                    .keyPrefix("app")
                    .build();
        }
    }

    @Autowired
    private RestTestClient http;

    @Autowired
    private ChaosStore chaos;

    @Autowired
    private FeedCache feed;

    @Autowired
    private MessagesCache messages;

    @Autowired
    private PreviewCache previews;

    @BeforeEach
    void cacheSomething() {
        chaos.heal();
        feed.getAll(List.of(new FeedPage(7, 0), new FeedPage(7, 1)));
        messages.getAll(List.of(7L, 8L));
        previews.get("kept");
    }

    private RestTestClient.BodyContentSpec delete(String address, int status) {
        return http.delete()
                .uri(address)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/messages/7",
                "/messages/app:chat:v1:conversation:7:messages",
                "/messages?key=7",
                "/messages?key=app:chat:v1:conversation:7:messages",
                "/messages/7?cacheManager=caches"
            })
    void evictsOneKey(String path) {
        delete("/actuator/cachestats" + path, 200).json("{\"outcome\":\"EVICTED\",\"caches\":[\"messages\"]}");

        assertThat(messages.contains(7L)).isFalse();
        assertThat(messages.contains(8L)).isTrue();
        delete("/actuator/cachestats" + path, 200).jsonPath("$.outcome").isEqualTo("NOT_CACHED");
    }

    @Test
    void evictsARecordByItsParts() {
        delete("/actuator/cachestats/feed/7:0", 200).jsonPath("$.outcome").isEqualTo("EVICTED");

        assertThat(feed.contains(new FeedPage(7, 0))).isFalse();
        assertThat(feed.contains(new FeedPage(7, 1))).isTrue();
    }

    @Test
    void evictsAKeyWithSlashesInThePath() {
        previews.get("news/today");

        delete("/actuator/cachestats/previews/news/today", 200)
                .jsonPath("$.outcome")
                .isEqualTo("EVICTED");
        assertThat(previews.contains("news/today")).isFalse();
    }

    @Test
    void evictsAKeyOfAnySignsByTheParameter() {
        previews.get("https://example.org/a b?c=d");

        http.delete()
                .uri("/actuator/cachestats/previews?key={key}", "https%3A//example.org/a%20b%3Fc=d")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.outcome")
                .isEqualTo("EVICTED");
        assertThat(previews.contains("https://example.org/a b?c=d")).isFalse();
    }

    @Test
    void clearsOneCacheAndLeavesItsNamespaceAlone() {
        delete("/actuator/cachestats/messages", 200).json("{\"outcome\":\"EVICTED\",\"caches\":[\"messages\"]}");

        assertThat(messages.contains(7L)).isFalse();
        assertThat(messages.contains(8L)).isFalse();
        assertThat(previews.contains("kept")).isTrue();
    }

    @Test
    void clearsANamespaceAndLeavesTheOthersAlone() {
        delete("/actuator/cachestats?namespace=chat", 200)
                .json("{\"outcome\":\"EVICTED\",\"caches\":[\"messages\",\"previews\"]}");

        assertThat(messages.contains(7L)).isFalse();
        assertThat(previews.contains("kept")).isFalse();
        assertThat(feed.contains(new FeedPage(7, 0))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                          | 400 | nothing was cleared: say which namespace, as in ?namespace=chat, or which cache",
                "?namespace=               | 400 | nothing was cleared: say which namespace, as in ?namespace=chat, or which cache",
                "?cache=messages           | 400 | nothing was cleared: say which namespace, as in ?namespace=chat, or which cache",
                "?namespace=chats          | 404 | no cache is open in this namespace; those in use are feed, chat",
                "?namespace=chat&cacheManager=other | 404 | no cache is open in this namespace; those in use are none",
                "/mesages                  | 404 | no cache of this name is open; open are feed, messages, previews",
                "/mesages/7                | 404 | no cache of this name is open; open are feed, messages, previews",
                "/messages?key=            | 400 | nothing was evicted: no key is given",
                "/messages/                | 400 | nothing was evicted: no key is given",
                "/messages//               | 400 | nothing was evicted: no key is given",
            })
    void refusesWhatItDoesNotUnderstandAndClearsNothing(String path, int status, String message) {
        delete("/actuator/cachestats" + (path == null ? "" : path), status)
                .jsonPath("$.message")
                .isEqualTo(message);

        assertThat(messages.contains(7L)).isTrue();
        assertThat(previews.contains("kept")).isTrue();
        assertThat(feed.contains(new FeedPage(7, 0))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/messages/seven",
                "/messages/7:0",
                "/messages/app:chat:v1:conversation:7:typing",
                "/messages/chat:v1:conversation:7:messages"
            })
    void refusesWhatNoKeyOfTheCacheCanBe(String path) {
        delete("/actuator/cachestats" + path, 400)
                .jsonPath("$.message")
                .isEqualTo("Cache 'messages' has no key of this text: its texts read "
                        + "'app:chat:v1:conversation:{}:messages', where a key has 1 part (java.lang.Long); give a whole text, "
                        + "or only what stands for each {}, joined by colons");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages/7", "/messages?key=7", "/messages", "?namespace=chat"})
    void answers503IfTheStoreDidNotConfirm(String path) {
        chaos.inject(Fault.FAIL);

        delete("/actuator/cachestats" + path, 503)
                .jsonPath("$.outcome")
                .isEqualTo("UNACKNOWLEDGED")
                .jsonPath("$.message")
                .isNotEmpty();
    }

    @Test
    void readsAlsoIfTheStoreDoesNotAnswer() {
        chaos.inject(Fault.FAIL);

        http.get()
                .uri("/actuator/cachestats/messages")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.stats.loads")
                .exists()
                .jsonPath("$.store")
                .isEmpty();
    }
}
