// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WeigherFailureTests {

    @AutoClose
    private final CacheManager caches = CacheManager.inMemory();

    private @Nullable Throwable failure;

    private final Cache<String, String> cache = caches.open(
            CacheOptions.named("weighed").<String, String>maximumWeight(100, (key, value) -> {
                if (failure != null) {
                    throw Futures.<RuntimeException>sneaky(failure);
                }
                return 1;
            }),
            String.class,
            String.class);

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("weigher"), new StackOverflowError("weigher"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void costsNoCallerHisValue(Throwable broken) {
        cache.put("cached", "old");
        failure = broken;

        assertThat(cache.getOrLoad("key", key -> "loaded")).isEqualTo("loaded");
        assertThat(cache.getAllOrLoad(List.of("key", "cached"), key -> "loaded"))
                .isEqualTo(Map.of("key", "loaded", "cached", "old"));
        assertThat(cache.refresh("cached", key -> "new")).isEqualTo("new");
        assertThat(cache.get("cached")).isEqualTo("old");
        assertThat(cache.<RuntimeException>write("key", () -> "written")).isEqualTo("written");
        assertThat(cache.contains("key")).isFalse();
        assertThat(cache.stats().storeFailures()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isAPutThatTheStoreDidNotConfirm(Throwable broken) {
        failure = broken;

        assertThat(cache.put("key", "value")).isFalse();
        assertThat(cache.putIfAbsent("key", "value")).isNull();
        assertThat(cache.contains("key")).isFalse();
    }
}
