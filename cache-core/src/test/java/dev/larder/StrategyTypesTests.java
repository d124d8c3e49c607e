// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StrategyTypesTests {

    private static final CacheOptions FEED = CacheOptions.named("feed");

    record Post(long id) {}

    private static class Plain extends BaseCacheStrategy<Long, List<Post>> {
        Plain(CacheManager caches) {
            super(caches, FEED);
        }
    }

    /** As a CGLIB proxy of a Spring bean is. */
    private static final class Proxy extends Plain {
        Proxy(CacheManager caches) {
            super(caches);
        }
    }

    private static class Generic<T> extends CacheAsideStrategy<String, List<T>> {

        Generic(CacheManager caches) {
            super(caches, FEED);
        }

        Generic(CacheManager caches, ValueType<List<T>> type) {
            super(caches, FEED, ValueType.of(String.class), type);
        }

        @Override
        protected List<T> load(String key) {
            return List.of();
        }
    }

    private static final class Concrete extends Generic<Post> {
        Concrete(CacheManager caches) {
            super(caches);
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class Raw extends BaseCacheStrategy {
        @SuppressWarnings("unchecked")
        Raw(CacheManager caches) {
            super(caches, FEED);
        }
    }

    @AutoClose
    private final CacheManager caches = CacheManager.inMemory();

    @Test
    void takesTheTypesOfASubclassAndOfItsSubclasses() {
        StrategyTypes<Long, List<Post>> expected =
                new StrategyTypes<>(ValueType.of(Long.class), new ValueType<List<Post>>() {});

        assertThat(StrategyTypes.of(Plain.class, FEED)).isEqualTo(expected);
        assertThat(StrategyTypes.of(Proxy.class, FEED)).isEqualTo(expected);
        assertThat(new Proxy(caches).get(1L)).isNull();
    }

    @Test
    void takesTheTypesThatAreBoundFurtherDown() {
        assertThat(new Concrete(caches).get("none")).isEmpty();
        assertThat(StrategyTypes.of(Concrete.class, FEED))
                .isEqualTo(new StrategyTypes<>(ValueType.of(String.class), new ValueType<List<Post>>() {}));
    }

    @Test
    void refusesAGenericSubclassAndSaysWhatToDo() {
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> new Generic<Post>(caches))
                .withMessageStartingWith(Generic.class.getName() + " does not say what cache 'feed' holds: ")
                .withMessageContaining("type variable T open")
                .withMessageContaining("java.util.List<T>")
                .withMessageEndingWith("or pass ValueTypes to its constructor");
    }

    @Test
    void refusesARawSubclass() {
        assertThatExceptionOfType(CacheConfigurationException.class)
                .isThrownBy(() -> new Raw(caches))
                .withMessageContaining("type variable K open");
    }

    @Test
    void leavesTheNameFreeAfterARefusal() {
        assertThatExceptionOfType(CacheConfigurationException.class).isThrownBy(() -> new Generic<Post>(caches));

        assertThat(caches.cacheNames()).isEmpty();
        assertThat(new Generic<>(caches, new ValueType<List<Post>>() {}).get("none"))
                .isEmpty();
    }
}
