// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.LoadRetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of docs/options.md, and the default that no getter tells. */
class OptionsExampleTests {

    @Test
    void optionsAreSetOneByOne() {
        // tag::options[]
        CacheOptions options = CacheOptions.named("feed")
                .timeToLive(Duration.ofHours(1))
                .jitter(0.1)
                .maximumSize(50_000)
                .retry(LoadRetry.exponential(3, Duration.ofMillis(50)));
        // end::options[]
        assertThat(options.timeToLive()).isEqualTo(Duration.ofHours(1));
        assertThat(options.jitter()).isEqualTo(0.1);
        assertThat(options.retry().maxAttempts()).isEqualTo(3);
    }

    @Test
    void aLocalStoreKeepsTenThousandValuesUnlessItIsToldOtherwise() {
        CacheManager caches = CacheManager.inMemory();
        Map<Integer, Integer> values = new HashMap<>();
        for (int i = 0; i < 11_000; i++) {
            values.put(i, i);
        }

        caches.open(CacheOptions.named("numbers"), Integer.class, Integer.class).putAll(values);

        assertThat(caches.statistics().get(0).store().keys()).hasValue(10_000);
    }
}
