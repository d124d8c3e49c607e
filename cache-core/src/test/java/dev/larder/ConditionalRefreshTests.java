// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ConditionalRefreshTests {

    /** Says "unchanged" while the origin's text is that of the held one. */
    private final class Articles extends CacheAsideStrategy<String, String> {

        Articles(CacheManager caches) {
            super(
                    caches,
                    CacheOptions.named("articles")
                            .timeToLive(TwoNodes.FRESH)
                            .staleWhileRevalidate(Duration.ofMinutes(1))
                            .staleIfError(Duration.ofHours(1)));
        }

        @Override
        protected @Nullable String load(String key) {
            asked.add("load");
            return nodes.origin;
        }

        @Override
        protected @Nullable String reload(String key, String held) {
            asked.add("reload of " + held);
            return held.equals(nodes.origin) ? held : nodes.origin;
        }
    }

    @AutoClose
    private final TwoNodes nodes;

    private final List<String> asked = new ArrayList<>();
    private final Articles articles;

    ConditionalRefreshTests(StoreKind kind) {
        nodes = new TwoNodes(kind, TwoNodes.options());
        articles = new Articles(nodes.manager());
    }

    @Test
    void anUnchangedValueGetsItsWholeLifeAgain() {
        articles.get("key");
        nodes.elapse(TwoNodes.FRESH);
        articles.get("key");
        nodes.runBackground();

        assertThat(asked).containsExactly("load", "reload of first");
        assertThat(articles.timeToLive("key")).isEqualTo(TwoNodes.FRESH);
        assertThat(articles.get("key")).isEqualTo("first");
        assertThat(articles.stats().refreshes()).isEqualTo(1);
    }

    @Test
    void aChangedOneIsReplaced() {
        articles.get("key");
        nodes.origin = "second";

        assertThat(articles.refresh("key")).isEqualTo("second");
        assertThat(articles.get("key")).isEqualTo("second");
    }

    @Test
    void theWaitForALoadOfAStaleValueIsConditionalToo() {
        articles.get("key");
        nodes.elapse(TwoNodes.FRESH.plusMinutes(1));

        assertThat(articles.get("key")).isEqualTo("first");
        assertThat(asked).containsExactly("load", "reload of first");
        assertThat(articles.timeToLive("key")).isEqualTo(TwoNodes.FRESH);
    }

    @Test
    void unchangedIsRefusedIfAnEvictionCameInBetween() {
        articles.get("key");
        articles.cache().refresh("key", new CacheLoader<>() {
            @Override
            public @Nullable String load(String key) {
                return "loaded";
            }

            @Override
            public @Nullable String reload(String key, String held) {
                articles.evict(key);
                return held;
            }
        });

        assertThat(articles.contains("key")).isFalse();
    }

    @Test
    void anAbsenceIsLoadedLikeAnyOtherKey() {
        nodes.origin = null;
        articles.get("key");
        articles.refresh("key");

        assertThat(asked).containsExactly("load", "load");
    }

    @Test
    void anAsynchronousLoaderMaySaySoToo() {
        AsyncCacheLoader<String, String> loader = new AsyncCacheLoader<>() {
            @Override
            public CompletionStage<String> load(String key) {
                return CompletableFuture.completedFuture("loaded");
            }

            @Override
            public CompletionStage<String> reload(String key, String held) {
                asked.add("reload of " + held);
                return CompletableFuture.completedFuture(held);
            }
        };
        CompletableFuture<@Nullable String> first = articles.cache().async().getOrLoadAsync("key", loader);
        nodes.runBackground();
        nodes.elapse(TwoNodes.FRESH);
        articles.cache().async().getOrLoadAsync("key", loader);
        nodes.runBackground();

        assertThat(first.join()).isEqualTo("loaded");
        assertThat(asked).containsExactly("reload of loaded");
        assertThat(articles.timeToLive("key")).isEqualTo(TwoNodes.FRESH);
    }
}
