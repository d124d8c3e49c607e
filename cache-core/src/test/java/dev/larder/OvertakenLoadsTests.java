// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class OvertakenLoadsTests {

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;

    OvertakenLoadsTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(CacheOptions.named("things"), Long.class, String.class);
    }

    private String loadWhile(Runnable change) {
        return cache.getOrLoad(1L, key -> {
            change.run();
            return "read before the change";
        });
    }

    @Test
    void areNotStoredAfterAnEviction() {
        assertThat(loadWhile(() -> cache.evict(1L))).isEqualTo("read before the change");
        assertThat(cache.contains(1L)).isFalse();
        assertThat(cache.stats().refusedFills()).isEqualTo(1);
        assertThat(cache.getOrLoad(1L, key -> "new")).isEqualTo("new");
    }

    @Test
    void areNotStoredAfterAClear() {
        assertThat(loadWhile(cache::clear)).isEqualTo("read before the change");
        assertThat(cache.contains(1L)).isFalse();
        assertThat(cache.getOrLoad(1L, key -> "new")).isEqualTo("new");
        assertThat(cache.get(1L)).as("the lease of the refused load is gone").isEqualTo("new");
    }

    @Test
    void leaveWhatWasPut() {
        assertThat(loadWhile(() -> cache.put(1L, "put"))).isEqualTo("read before the change");
        assertThat(cache.get(1L)).isEqualTo("put");
    }
}
