// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static dev.larder.key.KeyGlob.any;
import static dev.larder.key.KeyGlob.glob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.key.KeyGlob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class EvictMatchingTests {

    record Page(long user, String list, int number) {}

    private static final class PageCache extends BaseCacheStrategy<Page, String> {
        PageCache(CacheManager caches) {
            super(caches, options("pages"));
        }
    }

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;

    EvictMatchingTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(options("things"), Long.class, String.class);
    }

    private static CacheOptions options(String name) {
        return CacheOptions.named(name).namespace("chat");
    }

    @Test
    void evictsThePagesThatMatch() {
        PageCache pages = new PageCache(node.caches);
        Map<Page, String> values = new LinkedHashMap<>();
        for (long user = 1; user <= 3; user++) {
            for (String list : List.of("home", "ho:me", "friends")) {
                values.put(new Page(user, list, 1), "one");
                values.put(new Page(user, list, 2), "two");
            }
        }
        pages.putAll(values);

        assertThat(pages.evictMatching(KeyGlob.of(2L, any(), any()))).isEqualTo(Eviction.EVICTED);
        assertThat(users(pages, values)).containsExactly(1L, 3L);
        assertThat(pages.evictMatching(KeyGlob.of(any(), glob("ho*"), 1))).isEqualTo(Eviction.EVICTED);
        assertThat(pages.getAll(values.keySet()).keySet())
                .containsExactly(
                        new Page(1, "home", 2),
                        new Page(1, "ho:me", 2),
                        new Page(1, "friends", 1),
                        new Page(1, "friends", 2),
                        new Page(3, "home", 2),
                        new Page(3, "ho:me", 2),
                        new Page(3, "friends", 1),
                        new Page(3, "friends", 2));
        assertThat(pages.evictMatching(KeyGlob.of(1L, "ho*", any()))).isEqualTo(Eviction.NOT_CACHED);
        assertThat(pages.evictMatching(KeyGlob.of(3L, "ho:me", 2))).isEqualTo(Eviction.EVICTED);
        assertThat(pages.contains(new Page(3, "ho:me", 2))).isFalse();
    }

    private static Set<Long> users(PageCache pages, Map<Page, String> values) {
        Set<Long> users = new TreeSet<>();
        pages.getAll(values.keySet()).keySet().forEach(page -> users.add(page.user()));
        return users;
    }

    @Test
    void matchesOnlyKeysOfItsOwn() {
        PageCache pages = new PageCache(node.caches);
        pages.put(new Page(1, "home", 1), "one");
        cache.put(1L, "value");

        assertThat(cache.evictMatching(KeyGlob.of(any()))).isEqualTo(Eviction.EVICTED);
        assertThat(cache.contains(1L)).isFalse();
        assertThat(pages.contains(new Page(1, "home", 1))).isTrue();
    }

    @Test
    void refusesAPatternThatItsKeysCannotMatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.evictMatching(KeyGlob.of(any(), any())))
                .withMessageContaining("Cache 'things' cannot match the pattern (any, any)")
                .withMessageContaining("it gives 2 where a key has 1 part");
    }
}
