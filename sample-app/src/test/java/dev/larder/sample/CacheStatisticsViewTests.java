// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheStatisticsViewTests {

    private final CacheManager caches = CacheManager.inMemory();
    private final CacheAsideStrategy<Object, String> names =
            CacheAsideStrategy.of(caches, CacheOptions.named("names"), String.class, key -> "name of " + key);

    @Test
    void aCacheThatNobodyReadHasNoHitRatio() {
        assertThat(view()).isEqualTo(new CacheStatisticsView("names", 0, 0, null, 0, Duration.ZERO, 0L));
    }

    @Test
    void showsWhatTheReadsDid() {
        names.get(1);
        names.get(1);
        names.get(1);
        names.get(2);

        CacheStatisticsView view = view();
        assertThat(view.hits()).isEqualTo(2);
        assertThat(view.misses()).isEqualTo(2);
        assertThat(view.hitRatio()).isEqualTo(0.5);
        assertThat(view.loads()).isEqualTo(2);
        assertThat(view.loadTime()).isPositive();
        assertThat(view.keys()).isEqualTo(2);
    }

    private CacheStatisticsView view() {
        return CacheStatisticsView.of(caches.statistics().get(0));
    }
}
