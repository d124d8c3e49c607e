// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes over one store of records, each with a way to it that fails and stalls as the test says, and an origin. Everything runs on
 * the thread that brings it about, and time moves when the test moves it, so that calls are asynchronous ones that a test looks at.
 */
final class Outage implements AutoCloseable {

    static final Duration READ_DEADLINE = Duration.ofMillis(250);
    static final Duration CHANGE_DEADLINE = Duration.ofMillis(500);

    /** More than any wait of a breaker, and any pause between two replays: both are spread by half. */
    static final Duration WAIT = Duration.ofMillis(751);

    /** One node: its way to the store, its manager and its cache. */
    static final class Member {

        final ChaosStore chaos;
        final CacheManager manager;
        final Cache<String, String> cache;
        final List<CacheEvent.Kind> events = new ArrayList<>();
        private final Map<String, String> origin;
        int loads;

        private Member(
                CacheStore store,
                TestTime time,
                Map<String, String> origin,
                CacheOptions options,
                UnaryOperator<CacheManagerBuilder> more) {
            this.chaos = new ChaosStore(store);
            this.origin = origin;
            CacheManagerBuilder builder = CacheManager.builder()
                    .store(chaos)
                    .time(time.sources())
                    .executor(Runnable::run)
                    .listener(event -> events.add(event.kind()));
            builder.steps = Runnable::run;
            this.manager = more.apply(builder).build();
            this.cache = manager.open(options, String.class, String.class);
        }

        @Nullable
        String load(String key) {
            loads++;
            return origin.get(key);
        }

        CompletableFuture<@Nullable String> get(String key) {
            return cache.async().getOrLoad(key, this::load);
        }

        CompletableFuture<Eviction> evict(String key) {
            Pipeline<String, String> pipeline = ((PipelineCache<String, String>) cache).pipeline();
            return pipeline.changes.evict(List.of(pipeline.storeKey(key)), pipeline.background);
        }

        /** What a read returns that has nothing to wait for. */
        @Nullable
        String got(String key) {
            return get(key).getNow("still waiting");
        }

        GuardStatus guard() {
            return manager.guard().orElseThrow();
        }
    }

    final TestTime time = new TestTime();
    final RecordMapStore records = new RecordMapStore(time.sources());
    final Map<String, String> origin = new ConcurrentHashMap<>();
    final Member here;
    final Member there;

    Outage() {
        this(options(), UnaryOperator.identity());
    }

    Outage(CacheOptions options, UnaryOperator<CacheManagerBuilder> more) {
        here = member(options, more);
        there = member(options, more);
    }

    static CacheOptions options() {
        return CacheOptions.named("things").timeToLive(Duration.ofHours(1));
    }

    Member member(CacheOptions options, UnaryOperator<CacheManagerBuilder> more) {
        return new Member(records, time, origin, options, more);
    }

    void elapse(Duration duration) {
        time.advance(duration);
    }

    /** Lets reads of a node fail until its breaker is open. */
    void open(Member node) {
        node.chaos.inject(ChaosStore.Fault.FAIL);
        for (int i = 0; i < 10; i++) {
            node.get("something to open the breaker with");
        }
        if (node.guard().worst() != GuardStatus.Breaker.OPEN) {
            throw new AssertionError("the breaker did not open");
        }
    }

    @Override
    public void close() {
        here.manager.close();
        there.manager.close();
    }
}
