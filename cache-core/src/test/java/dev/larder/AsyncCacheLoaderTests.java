// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class AsyncCacheLoaderTests {

    @AutoClose
    private final Node node;

    private final Cache<Long, String> cache;
    private final CompletableFuture<@Nullable String> origin = new CompletableFuture<>();

    AsyncCacheLoaderTests(StoreKind kind) {
        node = new Node(kind);
        cache = node.caches.open(
                CacheOptions.named("things")
                        .loaderDeadline(Duration.ofSeconds(10))
                        .retry(LoadRetry.exponential(2, Duration.ofSeconds(1))),
                Long.class,
                String.class);
    }

    private CompletableFuture<@Nullable String> get() {
        return cache.async().getOrLoadAsync(1L, key -> origin);
    }

    @Test
    void keepsNoThreadAndServesAllWhoAskMeanwhile() {
        CompletableFuture<@Nullable String> first = get();
        CompletableFuture<@Nullable String> second = cache.async().getOrLoad(1L, key -> "never called");
        assertThat(first).isNotDone();

        node.elapse(Duration.ofSeconds(3));
        origin.complete("loaded");

        assertThat(first.join()).isEqualTo("loaded");
        assertThat(second.join()).isEqualTo("loaded");
        assertThat(cache.get(1L)).isEqualTo("loaded");
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().loadTime()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void absenceIsRemembered() {
        origin.complete(null);

        assertThat(get().join()).isNull();
        assertThat(cache.lookup(1L)).matches(CacheEntry::isAbsent);
    }

    @Test
    void aFailedStageIsAFailedLoadAndIsTriedAgain() {
        IllegalStateException failure = new IllegalStateException("the origin is away");
        CompletableFuture<@Nullable String> first = get();
        origin.completeExceptionally(failure);
        node.time.awaitPendingTasks(3); // the renewal of the lease, the loader deadline, and the second attempt
        assertThat(first).isNotDone();

        node.elapse(Duration.ofSeconds(2));

        assertThatThrownBy(first::join).hasRootCause(failure);
        assertThat(cache.stats().loadFailures()).isEqualTo(2);
        assertThat(cache.contains(1L)).isFalse();
        assertThat(cache.getOrLoad(1L, key -> "the key is free")).isEqualTo("the key is free");
    }

    @Test
    void aCheckedFailureBecomesACacheLoadException() {
        origin.completeExceptionally(new IOException("away"));
        CompletableFuture<@Nullable String> first = get();
        node.elapse(Duration.ofSeconds(2));

        assertThatThrownBy(first::join)
                .hasCauseInstanceOf(CacheLoadException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aStageThatNeverCompletesFreesTheKeyAfterTheLoaderDeadline() {
        CompletableFuture<@Nullable String> hanging = get();
        node.elapse(Duration.ofSeconds(10));

        assertThat(cache.getOrLoad(1L, key -> "loaded by another")).isEqualTo("loaded by another");
        origin.complete("late");

        assertThat(hanging.join()).isEqualTo("late");
        assertThat(cache.get(1L)).isEqualTo("loaded by another");
    }

    @Test
    void aLoaderThatReturnsNoStageSaysSo() {
        var broken = cache.async().getOrLoadAsync(1L, key -> null);
        node.elapse(Duration.ofSeconds(2));

        assertThatThrownBy(broken::join).hasMessageContaining("the loader of cache 'things' returned null");
    }
}
