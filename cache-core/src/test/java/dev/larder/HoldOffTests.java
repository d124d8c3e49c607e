// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class HoldOffTests {

    private static final Duration HOLD_OFF = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(10);

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;

    HoldOffTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(CacheOptions.named("lagging").holdOff(HOLD_OFF), Long.class, String.class);
    }

    @Test
    void keepsNoWrittenValueAndNoLoadUntilItIsOver() {
        assertThat(cache.<RuntimeException>write(1L, () -> "written")).isEqualTo("written");
        assertThat(cache.contains(1L)).isFalse();
        assertIsOverAfterItsTime();
    }

    @Test
    void beginsWithAnEvictionToo() {
        cache.getOrLoad(1L, key -> "loaded");
        cache.evict(1L);
        assertIsOverAfterItsTime();
    }

    @Test
    void beginsWithAnEvictionByTextToo() {
        cache.getOrLoad(1L, key -> "loaded");
        cache.evictByText("1");
        assertIsOverAfterItsTime();
    }

    private void assertIsOverAfterItsTime() {
        node.elapse(HOLD_OFF.minus(MOMENT));
        assertThat(cache.getOrLoad(1L, key -> "of the lagging replica")).isEqualTo("of the lagging replica");
        assertThat(cache.contains(1L)).isFalse();
        node.elapse(MOMENT);
        assertThat(cache.getOrLoad(1L, key -> "new")).isEqualTo("new");
        assertThat(cache.get(1L)).isEqualTo("new");
    }
}
