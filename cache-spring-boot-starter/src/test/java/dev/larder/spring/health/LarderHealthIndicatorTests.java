// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.TestTime;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class LarderHealthIndicatorTests {

    private final TestTime time = new TestTime();
    private final ChaosStore chaos = new ChaosStore(new MemoryCacheStore(time.sources()));

    @AutoClose
    private final CacheManager caches =
            CacheManager.builder().store(chaos).time(time.sources()).build();

    private final LarderHealthIndicator indicator = new LarderHealthIndicator(caches);
    private final Cache<Long, String> posts = caches.open(CacheOptions.named("posts"), Long.class, String.class);

    @Test
    void tellsOfTheStoreAndTheCaches() {
        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .isEqualTo(Map.of(
                        "degraded",
                        false,
                        "store",
                        Map.of("available", true, "store", "memory", "caches", 1),
                        "overdueLoaders",
                        Map.of(),
                        "caches",
                        1,
                        "storeFailures",
                        Map.of()));
    }

    @Test
    void staysUpButIsDegradedWhileTheStoreDoesNotAnswer() {
        chaos.inject(Fault.FAIL);
        assertThat(posts.getOrLoad(7L, key -> "from the origin")).isEqualTo("from the origin");

        Health health = indicator.health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("degraded", true);
        assertThat(health.getDetails().get("store"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("available", false)
                .containsKey("error");
        assertThat(health.getDetails())
                .containsEntry("storeFailures", Map.of("posts", posts.stats().storeFailures()));
    }

    @Test
    void isDegradedNoMoreOnceTheStoreAnswersAgain() {
        chaos.inject(Fault.FAIL, Verb.HEALTH);
        indicator.health();
        chaos.heal();

        assertThat(indicator.health().getDetails()).containsEntry("degraded", false);
    }

    @Test
    void staysUpWhenTheCacheManagerIsClosed() {
        try (CacheManager closed = CacheManager.inMemory()) {
            closed.close();
            assertThat(new LarderHealthIndicator(closed).health().getStatus()).isEqualTo(Status.UP);
        }
    }
}
