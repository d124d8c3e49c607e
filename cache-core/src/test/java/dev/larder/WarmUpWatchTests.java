// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What people see of a warm-up. */
@ParameterizedClass
@EnumSource
class WarmUpWatchTests {

    private static final List<Long> HUNDRED =
            LongStream.rangeClosed(1, 100).boxed().toList();

    @AutoClose
    private final Node node;

    @AutoClose
    private final LogCapture log = new LogCapture();

    private Duration perCall = Duration.ofSeconds(1);

    WarmUpWatchTests(StoreKind kind) {
        node = new Node(kind);
    }

    private CacheAsideStrategy<Long, String> posts(CacheOptions options) {
        return CacheAsideStrategy.of(
                node.caches, options, ValueType.of(Long.class), ValueType.of(String.class), new SlowLoader());
    }

    private CacheAsideStrategy<Long, String> posts() {
        return posts(CacheOptions.named("posts"));
    }

    /** Takes its time for each call, and knows two numbers that it cannot load. */
    private final class SlowLoader implements CacheLoader<Long, String> {

        @Override
        public @Nullable String load(Long id) throws IOException {
            return loadAll(List.of(id)).get(id);
        }

        @Override
        public Map<Long, String> loadAll(Collection<Long> ids) throws IOException {
            node.elapse(perCall);
            if (ids.contains(33L) || ids.contains(34L)) {
                throw new IOException("the words of a post");
            }
            return ids.stream().collect(Collectors.toMap(Function.identity(), id -> "post " + id));
        }
    }

    private static WarmUp oneByOne(int batchSize) {
        return WarmUp.defaults().concurrency(1).batchSize(batchSize);
    }

    @Test
    void saysAtTheStartEveryFiveSecondsAndAtTheEndHowFarItIs() {
        posts().warmUp(HUNDRED.subList(0, 30), oneByOne(2));

        assertThat(log.said(Level.INFO))
                .containsExactly(
                        "warming up cache 'posts': 30 keys in batches of 2, at most 1 at a time",
                        "warming up cache 'posts': 10 of 30 keys (33 %), 2 keys/s, 0 failed",
                        "warming up cache 'posts': 20 of 30 keys (66 %), 2 keys/s, 0 failed",
                        "warmed up cache 'posts': 30 of 30 keys (100 %), 2 keys/s, 0 failed");
    }

    @Test
    void saysNoMoreThanOneLineForTenPercent() {
        perCall = Duration.ofSeconds(6);
        posts().warmUp(HUNDRED.subList(0, 32), oneByOne(1));

        assertThat(log.said(Level.INFO))
                .hasSize(11)
                .element(1)
                .isEqualTo("warming up cache 'posts': 4 of 32 keys (12 %), 0 keys/s, 0 failed");
    }

    @Test
    void saysNothingInBetweenIfItIsQuick() {
        perCall = Duration.ofMillis(10);
        posts().warmUp(HUNDRED.subList(0, 30), oneByOne(1));

        assertThat(log.said(Level.INFO))
                .containsExactly(
                        "warming up cache 'posts': 30 keys in batches of 1, at most 1 at a time",
                        "warmed up cache 'posts': 30 of 30 keys (100 %), 100 keys/s, 0 failed");
    }

    @Test
    void tellsItsListenerAfterEachBatch() {
        List<WarmUpReport> heard = new CopyOnWriteArrayList<>();

        WarmUpReport last = posts().warmUp(HUNDRED.subList(0, 25), oneByOne(10).listener(heard::add));

        assertThat(heard)
                .containsExactly(
                        new WarmUpReport("posts", 25, 10, 0, Duration.ofSeconds(1), null),
                        new WarmUpReport("posts", 25, 20, 0, Duration.ofSeconds(2), null),
                        last);
        assertThat(heard).extracting(WarmUpReport::percent).containsExactly(40, 80, 100);
        assertThat(heard).extracting(WarmUpReport::isComplete).containsExactly(false, false, true);
        assertThat(last.keysPerSecond()).isEqualTo(8);
    }

    @Test
    void aBrokenListenerCostsNothingAndIsSaidOnce() {
        WarmUpReport report = posts().warmUp(HUNDRED, oneByOne(10).listener(heard -> {
            throw new AssertionError("broken");
        }));

        assertThat(report.done()).isEqualTo(100);
        assertThat(log.events())
                .filteredOn(event -> event.getThrowableProxy() != null)
                .hasSize(1);
        assertThat(log.said(Level.WARN))
                .contains("the listener to the warm-up of cache 'posts' failed (its further failures are not logged)");
    }

    @Test
    void saysTheFirstKeyThatFailsAndCountsTheOthers() {
        WarmUpReport report = posts().warmUp(HUNDRED, oneByOne(50));

        assertThat(report.failed()).isEqualTo(2);
        assertThat(log.said(Level.WARN))
                .containsExactly("warming up key 'posts:v1:33' of cache 'posts' failed: java.io.IOException"
                        + " (further failures are only counted)");
        assertThat(log.said(Level.INFO)).last().asString().endsWith("2 failed");
    }

    @Test
    void saysNoKeyThatMayNotBeLogged() {
        posts(CacheOptions.named("posts").logKeys(false)).warmUp(HUNDRED);

        assertThat(log.said(Level.WARN))
                .containsExactly("warming up a key of cache 'posts' failed: java.io.IOException"
                        + " (further failures are only counted)");
    }
}
