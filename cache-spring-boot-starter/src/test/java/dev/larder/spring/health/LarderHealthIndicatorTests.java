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
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
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
    void isDegradedWhileARemoteStoreIsNotAskedOrHasNotConfirmedAnEviction() {
        ChaosStore remote = new ChaosStore(new RecordMapStore(time.sources()));
        try (CacheManager guarded =
                CacheManager.builder().store(remote).time(time.sources()).build()) {
            Cache<Long, String> likes = guarded.open(CacheOptions.named("likes"), Long.class, String.class);
            LarderHealthIndicator health = new LarderHealthIndicator(guarded);
            assertThat(health.health().getDetails()).containsEntry("degraded", false);

            remote.inject(Fault.FAIL, Verb.EVICT);
            likes.evict(1L);
            assertThat(health.health().getDetails())
                    .containsEntry("degraded", true)
                    .extractingByKey("store", InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("available", true)
                    .containsEntry("breaker", "closed")
                    .containsEntry("journal", 1);

            remote.heal();
            time.advance(Duration.ofSeconds(1));
            assertThat(health.health().getDetails()).containsEntry("degraded", false);
        }
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
