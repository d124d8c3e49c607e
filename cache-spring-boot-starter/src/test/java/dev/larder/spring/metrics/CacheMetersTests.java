// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CacheMetersTests {

    private static final int METERS_OF_A_LOCAL_CACHE = 25;

    @AutoClose
    private final CacheManager caches = CacheManager.inMemory();

    @AutoClose
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AutoClose
    private final CacheMeters meters = new CacheMeters(Map.of("larder", caches));

    private Cache<Long, String> open(String name) {
        return open(caches, name);
    }

    private static Cache<Long, String> open(CacheManager caches, String name) {
        return caches.open(CacheOptions.named(name), Long.class, String.class);
    }

    private double count(String name, String... tags) {
        return registry.get(name)
                .tags("cache", "posts")
                .tags(tags)
                .functionCounter()
                .count();
    }

    @Test
    void tellWhetherARemoteStoreIsAskedAndWhatItHasYetToConfirm() {
        TestTime time = new TestTime();
        ChaosStore chaos = new ChaosStore(new RecordMapStore(time.sources()));
        try (CacheManager remote =
                        CacheManager.builder().store(chaos).time(time.sources()).build();
                CacheMeters guarded = new CacheMeters(Map.of("remote", remote))) {
            guarded.bindTo(registry);
            Cache<Long, String> posts = open(remote, "posts");
            chaos.inject(Fault.FAIL);
            for (long key = 0; key < 5; key++) {
                posts.get(key);
            }
            posts.evict(1L);
            assertThat(gauge("larder.store.breaker")).isEqualTo(2);
            assertThat(gauge("larder.store.journal")).isEqualTo(1);

            chaos.heal();
            time.advance(Duration.ofSeconds(1));
            posts.get(1L);
            assertThat(gauge("larder.store.breaker")).isZero();
            assertThat(gauge("larder.store.journal")).isZero();
            assertThat(count("larder.journal.evictions", "outcome", "journalled"))
                    .isEqualTo(1);
            assertThat(count("larder.journal.evictions", "outcome", "replayed")).isEqualTo(1);
            assertThat(count("larder.journal.evictions", "outcome", "overflowed"))
                    .isZero();
        }
        assertThat(registry.find("larder.store.journal").gauge()).isNull();
    }

    private double gauge(String name) {
        return registry.get(name).tags("cache.manager", "remote").gauge().value();
    }

    @Test
    void countWhatACacheDoes() {
        Cache<Long, String> posts = open("posts");
        meters.bindTo(registry);
        posts.getOrLoad(1L, key -> "one");
        posts.get(1L);
        posts.get(1L);
        posts.put(2L, "two");
        posts.put(3L, "three");
        posts.evict(3L);
        posts.getOrLoad(4L, key -> {
            posts.evict(4L);
            return "overtaken";
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> posts.getOrLoad(5L, key -> {
                    throw new IllegalStateException("no origin");
                }));

        assertThat(count("cache.gets", "result", "hit")).isEqualTo(2);
        assertThat(count("cache.gets", "result", "miss")).isEqualTo(3);
        assertThat(count("cache.puts")).isEqualTo(2);
        assertThat(count("cache.evictions")).isEqualTo(2);
        assertThat(registry.get("cache.size").gauge().value()).isEqualTo(2);
        assertThat(count("larder.loads", "outcome", "success")).isEqualTo(2);
        assertThat(count("larder.loads", "outcome", "failure")).isEqualTo(1);
        assertThat(count("larder.fills.refused")).isEqualTo(1);
        assertThat(registry.get("larder.load.time").functionTimer().count()).isEqualTo(3);
        assertThat(registry.get("larder.load.time").functionTimer().totalTime(TimeUnit.NANOSECONDS))
                .as("up to what is lost where the registry converts it")
                .isCloseTo((double) posts.stats().loadTime().toNanos(), within(1.0));
    }

    @Test
    void countTroublesAndAskNoRemoteStore() {
        TestTime time = new TestTime();
        ChaosStore chaos = new ChaosStore(new RecordMapStore(time.sources()));
        try (CacheManager remote =
                CacheManager.builder().store(chaos).time(time.sources()).build()) {
            Cache<Long, String> posts = open(remote, "posts");
            new CacheMeters(Map.of("remote", remote)).bindTo(registry);
            posts.put(1L, "one");
            chaos.inject(Fault.TRUNCATE, Verb.GET);
            posts.get(1L);
            chaos.inject(Fault.FAIL, Verb.GET);
            posts.getOrLoad(1L, key -> "from the origin");
            int asked = calls(chaos);

            assertThat(count("larder.entries.unreadable")).isEqualTo(1);
            assertThat(count("larder.store.failures"))
                    .isEqualTo((double) posts.stats().storeFailures());
            assertThat(count("larder.loads.bypassed")).isEqualTo(1);
            registry.forEachMeter(meter -> meter.measure().forEach(measured -> measured.getValue()));
            assertThat(calls(chaos)).as("calls of the store").isEqualTo(asked);
            assertThat(registry.find("cache.size").gauge())
                    .as("only the store knows")
                    .isNull();
        }
    }

    private static int calls(ChaosStore chaos) {
        return Stream.of(Verb.values()).mapToInt(chaos::calls).sum();
    }

    @Test
    void followCachesThatAreOpenedLater() {
        meters.bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();

        open("posts");
        open("likes");
        assertThat(registry.getMeters()).hasSize(2 * METERS_OF_A_LOCAL_CACHE);
    }

    @Test
    void bindNothingTwice() {
        open("posts");
        meters.bindTo(registry);
        List<Meter> once = registry.getMeters();
        meters.bindTo(registry);
        open("likes");

        assertThat(registry.getMeters()).hasSize(2 * METERS_OF_A_LOCAL_CACHE).containsAll(once);
    }

    @Test
    void countOnceInEachRegistryOfAComposite() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(registry);
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        composite.add(second);
        meters.bindTo(composite);
        open("posts").put(1L, "one");

        assertThat(count("cache.puts")).isEqualTo(1);
        assertThat(second.get("cache.puts").functionCounter().count()).isEqualTo(1);
        assertThat(second.getMeters()).hasSize(METERS_OF_A_LOCAL_CACHE);

        meters.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(second.getMeters()).isEmpty();
    }

    @Test
    void tellCachesOfOneNameInTwoManagersApart() {
        try (CacheManager other = CacheManager.inMemory()) {
            new CacheMeters(Map.of("larder", caches, "other", other)).bindTo(registry);
            open("posts").put(1L, "one");
            open(other, "posts");

            assertThat(count("cache.puts", "cache.manager", "larder")).isEqualTo(1);
            assertThat(count("cache.puts", "cache.manager", "other")).isZero();
        }
    }

    @Test
    void areTakenOutWhenTheBinderIsClosed() {
        registry.counter("of.another");
        meters.bindTo(registry);
        open("posts");
        meters.close();
        open("likes");

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("of.another");
    }

    @Test
    void keepNoCacheAliveFromTheRegistry() {
        WeakReference<Cache<Long, String>> forgotten = closedAndForgotten();

        for (int i = 0; i < 50 && forgotten.get() != null; i++) {
            System.gc();
        }

        assertThat(forgotten.get()).isNull();
        assertThat(registry.getMeters())
                .hasSize(METERS_OF_A_LOCAL_CACHE)
                .allSatisfy(meter -> assertThat(meter.measure()).isNotEmpty());
    }

    private WeakReference<Cache<Long, String>> closedAndForgotten() {
        try (CacheManager closed = CacheManager.inMemory()) {
            Cache<Long, String> posts = open(closed, "posts");
            new CacheMeters(Map.of("forgotten", closed)).bindTo(registry);
            return new WeakReference<>(posts);
        }
    }

    @Test
    void prometheusDropsNoneBesideOtherCaches() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // The tags as Spring Boot's own registrar of caches gives them.
        new CaffeineCacheMetrics<>(
                        Caffeine.newBuilder().recordStats().build(),
                        "users",
                        Tags.of("cache.manager", "cacheManager", "name", "users"))
                .bindTo(prometheus);
        meters.bindTo(prometheus);
        open("posts").put(1L, "one");

        String scrape = prometheus.scrape();
        TreeSet<String> families = new TreeSet<>();
        scrape.lines()
                .filter(line -> line.contains("cache=\"posts\""))
                .forEach(line -> families.add(line.substring(0, line.indexOf('{'))));
        assertThat(families)
                .containsExactly(
                        "cache_evictions_total",
                        "cache_gets_total",
                        "cache_puts_total",
                        "cache_size",
                        "larder_entries_unreadable_total",
                        "larder_fills_refused_total",
                        "larder_journal_evictions_total",
                        "larder_load_time_seconds_count",
                        "larder_load_time_seconds_sum",
                        "larder_loaders_overdue",
                        "larder_loads_bypassed_total",
                        "larder_loads_held_back_total",
                        "larder_loads_in_transactions_total",
                        "larder_loads_overdue_total",
                        "larder_loads_total",
                        "larder_refreshes_total",
                        "larder_stale_served_total",
                        "larder_store_failures_total",
                        "larder_values_unstored_total");
        assertThat(scrape)
                .contains("cache_puts_total{cache=\"posts\",cache_manager=\"larder\",name=\"posts\"} 1.0")
                .contains(
                        "cache_gets_total{cache=\"posts\",cache_manager=\"larder\",name=\"posts\",result=\"miss\"} 0.0")
                .contains(
                        "cache_gets_total{cache=\"users\",cache_manager=\"cacheManager\",name=\"users\",result=\"miss\"} 0.0")
                .contains("cache_size{cache=\"users\"");
    }
}
