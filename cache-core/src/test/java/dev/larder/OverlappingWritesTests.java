// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class OverlappingWritesTests {

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;
    private String origin = "first";

    OverlappingWritesTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(CacheOptions.named("things"), Long.class, String.class);
    }

    private String get() {
        return cache.getOrLoad(1L, key -> origin);
    }

    private String write(String value) {
        return cache.<RuntimeException>write(1L, () -> {
            origin = value;
            return value;
        });
    }

    @Test
    void showReadersTheOriginAndStoreNothingOfIt() {
        get();
        List<String> seen = new ArrayList<>();

        cache.<RuntimeException>write(1L, () -> {
            seen.add(get());
            origin = "new";
            seen.add(get());
            return origin;
        });

        assertThat(seen).containsExactly("first", "new");
        assertThat(cache.stats().bypasses()).isEqualTo(2);
        assertThat(cache.get(1L)).isEqualTo("new");
    }

    @Test
    void leaveNothingBehindThatMightBeOlder() {
        get();

        cache.<RuntimeException>write(1L, () -> {
            write("committed last");
            return "committed first";
        });

        assertThat(cache.contains(1L)).isFalse();
        assertThat(get()).isEqualTo("committed last");
    }

    @Test
    void leaveNothingIfTheKeyWasEvictedPutOrClearedMeanwhile() {
        List<Runnable> changes = List.of(() -> cache.evict(1L), () -> cache.put(1L, "put"), cache::clear);
        for (Runnable change : changes) {
            cache.<RuntimeException>write(1L, () -> {
                change.run();
                return "written";
            });

            assertThat(cache.contains(1L)).isFalse();
        }
    }

    @Test
    void doNotSpoilTheNextWrite() {
        cache.<RuntimeException>write(1L, () -> {
            cache.evict(1L);
            return "written";
        });
        write("next");

        assertThat(cache.get(1L)).isEqualTo("next");
    }

    @Test
    void storeNoLoadThatAWriteOvertook() {
        String loaded = cache.getOrLoad(1L, key -> {
            String read = origin;
            write("new");
            return read;
        });

        assertThat(loaded).isEqualTo("first");
        assertThat(cache.get(1L)).isEqualTo("new");
    }
}
