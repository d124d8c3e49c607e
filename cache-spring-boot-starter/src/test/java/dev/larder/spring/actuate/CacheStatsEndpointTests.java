// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.TestTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** The endpoint where there are several cache managers. */
class CacheStatsEndpointTests {

    private final TestTime time = new TestTime();
    private final ChaosStore chaos = new ChaosStore(new MemoryCacheStore(time.sources()));

    @AutoClose
    private final CacheManager local = CacheManager.inMemory();

    @AutoClose
    private final CacheManager shared =
            CacheManager.builder().store(chaos).time(time.sources()).build();

    private final CacheStatsEndpoint endpoint = new CacheStatsEndpoint(Map.of("shared", shared, "local", local));
    private final Cache<Long, String> here = open(local, "posts");
    private final Cache<Long, String> there = open(shared, "posts");

    private static Cache<Long, String> open(CacheManager caches, String name) {
        Cache<Long, String> cache = caches.open(CacheOptions.named(name).namespace("feed"), Long.class, String.class);
        cache.put(7L, "seven");
        return cache;
    }

    private static void assertRefused(WebEndpointResponse<OperationResponseBody> response) {
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getBody())
                .isEqualTo(
                        new Refusal(
                                "several cache managers have a cache of this name; add ?cacheManager= and one of local, shared"));
    }

    @Test
    void tellsOfAllManagersInOneOrder() {
        open(local, "likes");

        assertThat(((CacheReports) endpoint.caches().getBody()).caches())
                .extracting(report -> report.cacheManager() + " " + report.cache())
                .containsExactly("local likes", "local posts", "shared posts");
    }

    @Test
    void asksWhichManagerIsMeantWhereSeveralHaveTheCache() {
        assertRefused(endpoint.cache("posts", null));
        assertRefused(endpoint.clear("posts", null, null));
        assertRefused(endpoint.evict("posts", new String[] {"7"}, null));
        assertThat(here.contains(7L)).isTrue();
        assertThat(there.contains(7L)).isTrue();
    }

    @Test
    void takesTheManagerThatIsNamed() {
        assertThat(((CacheReport) endpoint.cache("posts", "shared").getBody()).cacheManager())
                .isEqualTo("shared");
        assertThat(endpoint.evict("posts", new String[] {"7"}, "shared").getStatus())
                .isEqualTo(200);
        assertThat(here.contains(7L)).isTrue();
        assertThat(there.contains(7L)).isFalse();
        assertThat(endpoint.clear("posts", null, "local").getStatus()).isEqualTo(200);
        assertThat(here.contains(7L)).isFalse();
    }

    @Test
    void clearsANamespaceInAllManagersAndSaysIfOneDidNotConfirm() {
        chaos.inject(Fault.FAIL);

        WebEndpointResponse<OperationResponseBody> response = endpoint.clearNamespace("feed", null);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getBody()).isInstanceOfSatisfying(EvictionReport.class, report -> {
            assertThat(report.outcome()).isEqualTo(Eviction.UNACKNOWLEDGED);
            assertThat(report.caches()).isEqualTo(List.of("posts", "posts"));
        });
        assertThat(here.contains(7L)).isFalse();
    }

    @Test
    void clearsANamespaceOfOneManager() {
        assertThat(endpoint.clearNamespace("feed", "local").getStatus()).isEqualTo(200);
        assertThat(here.contains(7L)).isFalse();
        assertThat(there.contains(7L)).isTrue();
    }

    @Test
    void tellsThatNoCacheIsOpenWhereThereIsNone() {
        try (CacheManager empty = CacheManager.inMemory()) {
            CacheStatsEndpoint ofNone = new CacheStatsEndpoint(Map.of("empty", empty));

            assertThat(ofNone.cache("posts", null).getBody())
                    .isEqualTo(new Refusal("no cache of this name is open; open are none"));
            assertThat(ofNone.clearNamespace("feed", null).getBody())
                    .isEqualTo(new Refusal("no cache is open in this namespace; those in use are none"));
        }
    }
}
