// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.key.KeyGlob;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreStatistics;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CacheManagerTests {

    private final StoreKind kind;
    private final TestTime time = new TestTime();
    private final ChaosStore chaos;

    @AutoClose
    private final Node node;

    private final CacheManager caches;

    CacheManagerTests(StoreKind kind) {
        this.kind = kind;
        chaos = new ChaosStore(kind.store(time.sources()));
        node = new Node(time, chaos);
        caches = node.caches;
    }

    private static Cache<String, String> open(CacheManager caches, CacheOptions options) {
        return caches.open(options, String.class, String.class);
    }

    private Cache<String, String> open(String name, String namespace) {
        return open(caches, CacheOptions.named(name).namespace(namespace));
    }

    @Test
    void knowsItsCachesByName() {
        Cache<String, String> posts = open("posts", "feed");
        open("feed", "feed");

        assertThat(caches.cacheNames()).containsExactly("feed", "posts");
        assertThat(caches.find("posts")).containsSame(posts);
        assertThat(caches.find("unknown")).isEmpty();
    }

    @Test
    void tellsHowManyValuesThisProcessHolds() {
        Cache<String, String> posts = open("posts", "feed");
        posts.putAll(Map.of("a", "value", "b", "value"));
        chaos.inject(Fault.FAIL);

        assertThat(posts.localSize()).isEqualTo(kind == StoreKind.MEMORY ? OptionalLong.of(2) : OptionalLong.empty());
    }

    @Test
    void tellsWhatIsKnownOfEachCache() {
        Cache<String, String> posts = open("posts", "feed");
        open("comments", "feed");
        posts.putAll(Map.of("a", "value", "b", "value"));
        posts.put("c", null);
        posts.get("a");

        List<CacheStatistics> statistics = caches.statistics();

        assertThat(statistics).extracting(CacheStatistics::cache).containsExactly("comments", "posts");
        assertThat(statistics).extracting(CacheStatistics::namespace).containsOnly("feed");
        assertThat(statistics.get(1).stats()).isEqualTo(posts.stats());
        assertThat(statistics.get(1).stats().hits()).isEqualTo(1);
        if (kind == StoreKind.MEMORY) {
            assertThat(statistics.get(0).store().keys()).hasValue(0);
            assertThat(statistics.get(1).store().keys()).hasValue(3);
        } else {
            // As on a server, what is told is told of the namespace.
            assertThat(statistics.get(1).store().keys()).hasValue(3);
            assertThat(statistics.get(1).store().memoryBytes()).isNotEmpty();
        }
    }

    @Test
    void tellsItsOwnCountsAlsoIfTheStoreDoesNotAnswer() {
        open("posts", "feed").get("a");
        chaos.inject(Fault.FAIL, Verb.STATISTICS);

        CacheStatistics statistics = caches.statistics().get(0);

        assertThat(statistics.stats().misses()).isEqualTo(1);
        assertThat(statistics.store())
                .isEqualTo(new StoreStatistics(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void tellsWhatIsKnownOfOneCache() {
        open("posts", "feed").get("a");
        open("comments", "feed");
        chaos.inject(Fault.FAIL, Verb.STATISTICS);

        assertThat(caches.statistics("posts")).hasValue(caches.statistics().get(1));
        assertThat(caches.statistics("unknown")).isEmpty();
        assertThat(chaos.calls(Verb.STATISTICS)).as("one for one, two for both").isEqualTo(3);
    }

    @Test
    void waitsASecondForTheStatisticsOfAllCachesTogether() {
        open("posts", "feed");
        open("comments", "feed");
        chaos.inject(Fault.STALL, Verb.STATISTICS);
        CompletableFuture<List<CacheStatistics>> statistics = CompletableFuture.supplyAsync(caches::statistics);
        chaos.awaitStalled(2);
        time.awaitPendingTasks(2);

        time.advance(Duration.ofSeconds(1));
        assertThat(statistics.orTimeout(20, TimeUnit.SECONDS).join())
                .hasSize(2)
                .allSatisfy(known -> assertThat(known.store().keys()).isEmpty());
    }

    @Test
    void clearsANamespaceAndLeavesItsNeighboursAlone() {
        Cache<String, String> messages = open("messages", "chat");
        Cache<String, String> online = open("online", "chat");
        Cache<String, String> chats = open("chats", "chats");
        Cache<String, String> feed = open("chat", "feed");
        for (Cache<String, String> cache : List.of(messages, online, chats, feed)) {
            cache.put("key", "value");
        }

        assertThat(caches.clear("chat")).isEqualTo(Eviction.EVICTED);
        assertThat(messages.contains("key")).isFalse();
        assertThat(online.contains("key")).isFalse();
        assertThat(chats.get("key")).isEqualTo("value");
        assertThat(feed.get("key")).isEqualTo("value");
        messages.put("key", "new");
        assertThat(messages.get("key")).isEqualTo("new");
    }

    @Test
    void storesNoLoadThatTheClearingOfItsNamespaceOvertook() {
        Cache<String, String> messages = open("messages", "chat");

        String loaded = messages.getOrLoad("key", key -> {
            caches.clear("chat");
            return "read before the clear";
        });

        assertThat(loaded).isEqualTo("read before the clear");
        assertThat(messages.contains("key")).isFalse();
    }

    @Test
    void saysIfTheStoreDidNotConfirmAClear() {
        chaos.inject(Fault.FAIL, Verb.CLEAR);

        assertThat(caches.clear("chat")).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(Eviction.UNACKNOWLEDGED.isAcknowledged()).isFalse();
    }

    @Test
    void refusesToClearNoNamespace() {
        assertThatNullPointerException()
                .isThrownBy(() -> caches.clear(null))
                .withMessageContaining("namespace must not be null");
    }

    @Test
    void tellsHowTheStoreIs() {
        assertThat(caches.health().available()).isTrue();

        chaos.inject(Fault.FAIL, Verb.HEALTH);
        StoreHealth health = caches.health();
        assertThat(health.available()).isFalse();
        assertThat(health.details()).containsKey("error");
    }

    @Test
    void waitsASecondForTheHealthOfAStore() {
        chaos.inject(Fault.STALL, Verb.HEALTH);
        CompletableFuture<StoreHealth> health = CompletableFuture.supplyAsync(caches::health);
        chaos.awaitStalled(1);
        time.awaitPendingTasks(1);

        time.advance(Duration.ofMillis(999));
        assertThat(health).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(health.join().available()).isFalse();
    }

    @Test
    void leavesNothingBehindOfACacheThatItRefused() {
        open("posts", "feed");
        CacheOptions twin = CacheOptions.named("twin").namespace("feed").keyPattern("posts:{}");

        assertThatExceptionOfType(CacheConfigurationException.class).isThrownBy(() -> open(caches, twin));
        assertThat(caches.cacheNames()).containsExactly("posts");
        assertThat(caches.find("twin")).isEmpty();
        if (kind == StoreKind.MEMORY) {
            assertThat(caches.health().details()).containsEntry("caches", 1);
        }
        assertThat(open(caches, twin.keyPattern("twins:{}")).put("key", "value"))
                .isTrue();
    }

    @Test
    void opensCachesWithTheOptionsThatItsConfigurationMakes() {
        try (CacheManager configured = CacheManager.builder()
                .store(chaos)
                .time(time.sources())
                .configure(options -> options.timeToLive(Duration.ofSeconds(5)))
                .build()) {
            Cache<String, String> posts =
                    open(configured, CacheOptions.named("posts").timeToLive(Duration.ofHours(1)));
            posts.put("key", "value");

            assertThat(posts.options().timeToLive()).isEqualTo(Duration.ofSeconds(5));
            assertThat(posts.timeToLive("key")).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void refusesAConfigurationThatRenamesACache() {
        try (CacheManager configured = CacheManager.builder()
                .configure(options -> CacheOptions.named("another"))
                .build()) {
            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> open(configured, CacheOptions.named("posts")))
                    .withMessageContaining("'posts'")
                    .withMessageContaining("'another'");
            assertThat(configured.cacheNames()).isEmpty();
        }
    }

    @Test
    void aPrefixKeepsApplicationsApartThatShareAStore() {
        try (CacheManager shop = prefixed("shop");
                CacheManager blog = prefixed("blog")) {
            Cache<String, String> ofShop = open(shop, CacheOptions.named("users"));
            Cache<String, String> ofBlog = open(blog, CacheOptions.named("users"));
            ofShop.put("key", "of the shop");

            assertThat(ofBlog.get("key")).isNull();
            ofBlog.put("key", "of the blog");
            blog.clear("users");
            assertThat(ofBlog.contains("key")).isFalse();
            assertThat(ofShop.get("key")).isEqualTo("of the shop");
        }
    }

    private CacheManager prefixed(String prefix) {
        return CacheManager.builder()
                .store(chaos)
                .time(time.sources())
                .keyPrefix(prefix)
                .build();
    }

    @Test
    void twoNodesOverOneStoreSeeEachOthersChanges() {
        try (CacheManager other =
                CacheManager.builder().store(chaos).time(time.sources()).build()) {
            Cache<String, String> here = open("messages", "chat");
            Cache<String, String> there =
                    open(other, CacheOptions.named("messages").namespace("chat"));

            here.put("key", "put");
            assertThat(there.get("key")).isEqualTo("put");
            there.<RuntimeException>write("key", () -> "written");
            assertThat(here.get("key")).isEqualTo("written");
            here.evict("key");
            assertThat(there.get("key")).isNull();
            there.put("key", "again");
            other.clear("chat");
            assertThat(here.get("key")).isNull();
            assertThat(there.stats().hits()).isEqualTo(1);
            assertThat(here.stats().hits()).as("each counts its own").isEqualTo(1);
            assertThat(there.getOrLoad("key", key -> {
                        here.evict(key);
                        return "overtaken by the other node";
                    }))
                    .isEqualTo("overtaken by the other node");
            assertThat(there.contains("key")).isFalse();
        }
    }

    @Test
    void leavesOpenWhatItWasGiven() {
        open("posts", "feed").put("key", "value");
        caches.close();

        try (CacheManager next =
                CacheManager.builder().store(chaos).time(time.sources()).build()) {
            assertThat(open(next, CacheOptions.named("posts").namespace("feed")).get("key"))
                    .isEqualTo("value");
        }
    }

    @Test
    void evictsByPatternUnderAPrefix() {
        try (CacheManager prefixed = prefixed("shop")) {
            Cache<String, String> posts = open(prefixed, CacheOptions.named("posts"));
            posts.put("key", "value");

            assertThat(prefixed.statistics().get(0).store().keys()).hasValue(1);
            assertThat(posts.evictMatching(KeyGlob.of(KeyGlob.any()))).isEqualTo(Eviction.EVICTED);
            assertThat(posts.contains("key")).isFalse();
        }
    }
}
