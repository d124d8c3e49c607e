// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheConfigurationException;
import dev.larder.CacheEvent;
import dev.larder.CacheListener;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.EarlyRefresh;
import dev.larder.LoadBackOff;
import dev.larder.LoadRetry;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.store.CacheStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;

class LarderAutoConfigurationTests {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LarderAutoConfiguration.class));

    @Test
    void makesACacheManagerWithTheBuiltInDefaults() {
        application.run(context -> {
            assertThat(context).getBeanNames(CacheManager.class).containsExactly("larderCacheManager");
            assertThat(open(context.getBean(CacheManager.class), CacheOptions.named("feed")))
                    .isEqualTo(CacheOptions.named("feed"));
        });
    }

    @Test
    void isFoundByWhoOnlyHasTheStarter() {
        new ApplicationContextRunner()
                .withUserConfiguration(OnlyAutoConfiguration.class)
                .run(context -> assertThat(context).hasSingleBean(CacheManager.class));
    }

    @Test
    void backsOffForACacheManagerOfTheApplication() {
        application
                .withBean("mine", CacheManager.class, CacheManager::inMemory)
                .run(context ->
                        assertThat(context).getBeanNames(CacheManager.class).containsExactly("mine"));
    }

    @Test
    void closesTheCacheManagerWithTheContext() {
        application.run(context -> {
            CacheManager caches = context.getBean(CacheManager.class);
            assertThat(caches.health().available()).isTrue();
            context.close();
            assertThat(caches.health().available()).isFalse();
        });
    }

    @Test
    void bindsEveryOptionOfOneCache() {
        application
                .withPropertyValues(
                        "larder.caches.feed.namespace=social",
                        "larder.caches.feed.version=7",
                        "larder.caches.feed.key-pattern=user:{}:feed",
                        "larder.caches.feed.time-to-live=90m",
                        "larder.caches.feed.stale-while-revalidate=3m",
                        "larder.caches.feed.stale-if-error=4h",
                        "larder.caches.feed.early-refresh.after-share=0.9",
                        "larder.caches.feed.early-refresh.x-fetch-beta=2",
                        "larder.caches.feed.absent-time-to-live=PT5S",
                        "larder.caches.feed.jitter=0.25",
                        "larder.caches.feed.maximum-size=123",
                        "larder.caches.feed.absent-share=0.5",
                        "larder.caches.feed.maximum-payload=64KB",
                        "larder.caches.feed.serializer=smile",
                        "larder.caches.feed.compression=lz4",
                        "larder.caches.feed.compression-threshold=2KB",
                        "larder.caches.feed.loader-deadline=11s",
                        "larder.caches.feed.soft-timeout=200ms",
                        "larder.caches.feed.load-back-off.first-delay=30ms",
                        "larder.caches.feed.load-back-off.max-delay=3s",
                        "larder.caches.feed.lease=12s",
                        "larder.caches.feed.write-intent=13s",
                        "larder.caches.feed.hold-off=14s",
                        "larder.caches.feed.store-read-deadline=15",
                        "larder.caches.feed.store-write-deadline=16ms",
                        "larder.caches.feed.log-keys=false",
                        "larder.caches.feed.retry.max-attempts=3",
                        "larder.caches.feed.retry.first-delay=20ms",
                        "larder.caches.feed.retry.max-delay=1s")
                .withInitializer(OpenedCache.of(CacheOptions.named("feed")))
                .run(context -> assertThat(OpenedCache.options(context))
                        .isEqualTo(CacheOptions.named("feed")
                                .namespace("social")
                                .version(7)
                                .keyPattern("user:{}:feed")
                                .timeToLive(Duration.ofMinutes(90))
                                .staleWhileRevalidate(Duration.ofMinutes(3))
                                .staleIfError(Duration.ofHours(4))
                                .earlyRefresh(new EarlyRefresh(0.9, 2))
                                .absentTimeToLive(Duration.ofSeconds(5))
                                .jitter(0.25)
                                .maximumSize(123)
                                .absentShare(0.5)
                                .maximumPayload(65_536)
                                .serializer(serializerOf(context, 2))
                                .compression(Compression.lz4().threshold(2_048))
                                .loaderDeadline(Duration.ofSeconds(11))
                                .softTimeout(Duration.ofMillis(200))
                                .loadBackOff(LoadBackOff.exponential(Duration.ofMillis(30), Duration.ofSeconds(3)))
                                .lease(Duration.ofSeconds(12))
                                .writeIntent(Duration.ofSeconds(13))
                                .holdOff(Duration.ofSeconds(14))
                                .storeReadDeadline(Duration.ofMillis(15))
                                .storeWriteDeadline(Duration.ofMillis(16))
                                .logKeys(false)
                                .retry(new LoadRetry(3, Duration.ofMillis(20), Duration.ofSeconds(1)))));
    }

    /** Serializers are not equal to each other; their numbers tell. */
    private static CacheSerializer serializerOf(ApplicationContext context, int id) {
        CacheSerializer serializer = OpenedCache.options(context).serializer();
        assertThat(serializer).isNotNull();
        assertThat(serializer.id()).isEqualTo(id);
        return serializer;
    }

    @Test
    void aCacheMayChooseItsCompressionAndKeepTheThresholdOfAll() {
        application
                .withPropertyValues(
                        "larder.defaults.serializer=json",
                        "larder.defaults.compression-threshold=8KB",
                        "larder.caches.feed.compression=lz4")
                .withInitializer(OpenedCache.of(CacheOptions.named("feed")))
                .run(context -> {
                    assertThat(OpenedCache.options(context).compression())
                            .isEqualTo(Compression.lz4().threshold(8_192));
                    assertThat(serializerOf(context, 1)).hasToString("JSON");
                });
    }

    @Test
    void writesWhatPropertiesSayIntoARemoteStore() {
        TestTime time = new TestTime();
        RecordMapStore store = new RecordMapStore(time.sources());
        application
                .withPropertyValues(
                        "larder.defaults.serializer=smile",
                        "larder.defaults.compression=lz4",
                        "larder.caches.feed.compression-threshold=100B")
                .withBean(CacheStore.class, () -> store)
                .withInitializer(OpenedCache.of(CacheOptions.named("feed")))
                .run(context -> {
                    OpenedCache.cache(context).put("short", "news");
                    OpenedCache.cache(context).put("long", "news, ".repeat(100));

                    assertThat(store.raw("feed:v1:short")).startsWith(0xC1, 0x10, 0, 2, 0);
                    assertThat(store.raw("feed:v1:long")).startsWith(0xC1, 0x10, 0, 2, 1);
                    assertThat(OpenedCache.cache(context).get("long")).isEqualTo("news, ".repeat(100));
                });
    }

    @Test
    void putsTheKeyPrefixBeforeTheNamespace() {
        application.withPropertyValues("larder.key-prefix=shop").run(context -> {
            CacheManager caches = context.getBean(CacheManager.class);
            CacheOptions feed = CacheOptions.named("feed").namespace("social").keyPattern("{}");
            open(caches, feed);
            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> open(caches, CacheOptions.named("other").withDefaults(feed)))
                    .withMessageContaining("shop:social:v1:{}");
        });
    }

    @Test
    void whatTheCodeSaysWinsOverTheDefaults() {
        application
                .withPropertyValues("larder.defaults.time-to-live=1h", "larder.defaults.namespace=shop")
                .run(context -> {
                    CacheOptions options = open(
                            context.getBean(CacheManager.class),
                            CacheOptions.named("feed").timeToLive(Duration.ofMinutes(5)));
                    assertThat(options.timeToLive()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(options.namespace()).isEqualTo("shop");
                });
    }

    @Test
    void thePropertiesOfACacheWinOverTheCode() {
        application
                .withPropertyValues("larder.defaults.time-to-live=1h", "larder.caches.feed.time-to-live=3m")
                .withInitializer(OpenedCache.of(CacheOptions.named("feed")
                        .timeToLive(Duration.ofMinutes(5))
                        .jitter(0.1)))
                .run(context -> {
                    CacheOptions options = OpenedCache.options(context);
                    assertThat(options.timeToLive()).isEqualTo(Duration.ofMinutes(3));
                    assertThat(options.jitter()).isEqualTo(0.1);
                });
    }

    @Test
    void usesTheStoreTheSerializerAndTheTimeThatTheApplicationHas() {
        TestTime time = new TestTime();
        RecordMapStore store = new RecordMapStore(time.sources());
        application
                .withBean(TimeSources.class, time::sources)
                .withBean(CacheStore.class, () -> store)
                .withBean(CacheSerializer.class, CacheSerializer::json)
                .withInitializer(OpenedCache.of(CacheOptions.named("feed").timeToLive(Duration.ofMinutes(1))))
                .run(context -> {
                    OpenedCache.cache(context).put("key", "value");
                    CacheManager node = CacheManager.builder()
                            .store(store)
                            .time(time.sources())
                            .build();
                    assertThat(node.open(CacheOptions.named("feed"), String.class, String.class)
                                    .get("key"))
                            .isEqualTo("value");
                    time.advance(Duration.ofMinutes(1));
                    assertThat(OpenedCache.cache(context).get("key")).isNull();
                });
    }

    @Test
    void tellsTheListenersOfTheApplicationInTheirOrder() {
        List<String> heard = new ArrayList<>();
        application
                .withUserConfiguration(Squares.class)
                .withBean("last", CacheListener.class, () -> new Listener(2, heard))
                .withBean("first", CacheListener.class, () -> new Listener(1, heard))
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    squares.get(7);
                    squares.get(7);
                    assertThat(heard)
                            .containsExactly(
                                    "1: squares MISS [7]",
                                    "2: squares MISS [7]",
                                    "1: squares LOADED [7]",
                                    "2: squares LOADED [7]",
                                    "1: squares HIT [7]",
                                    "2: squares HIT [7]");
                });
    }

    @Test
    void noMoreRefreshesRunAtATimeThanItSays() {
        TestTime time = new TestTime();
        List<Runnable> background = new ArrayList<>();
        application
                .withUserConfiguration(Squares.class)
                .withBean(TimeSources.class, time::sources)
                .withBean("larderExecutor", Executor.class, () -> background::add)
                .withPropertyValues(
                        "larder.maximum-refreshes=2",
                        "larder.caches.squares.time-to-live=1m",
                        "larder.caches.squares.stale-while-revalidate=1h")
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    squares.getAll(List.of(1, 2, 3));
                    time.advance(Duration.ofMinutes(1));
                    squares.getAll(List.of(1, 2, 3));
                    assertThat(background).hasSize(2);
                    assertThat(squares.stats().droppedRefreshes()).isEqualTo(1);
                });
    }

    @Test
    void disabledItCachesNothingAndTheBeansStay() {
        application
                .withUserConfiguration(Squares.class)
                .withPropertyValues("larder.enabled=false", "larder.caches.squares.time-to-live=2m")
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    assertThat(squares.get(7)).isEqualTo(49);
                    assertThat(squares.get(7)).isEqualTo(49);
                    assertThat(squares.loads).hasValue(2);
                    assertThat(context.getBean(CacheManager.class).health().details())
                            .containsEntry("store", "none");
                });
    }

    @Test
    void backgroundLoadsRunWithTheTaskDecoratorsOfTheApplication() {
        application
                .withUserConfiguration(Squares.class)
                .withBean(
                        "first",
                        TaskDecorator.class,
                        () -> task -> () -> {
                            Thread.currentThread().setName("decorated");
                            task.run();
                        })
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    assertThat(squares.async().get(7).get()).isEqualTo(49);
                    assertThat(squares.loadedBy).isEqualTo("decorated");
                });
    }

    @Test
    void itsExecutorLeavesBootsAlone() {
        application
                .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasBean("applicationTaskExecutor").hasBean("larderExecutor");
                    assertThat(context.getBean(Executor.class)).isSameAs(context.getBean("applicationTaskExecutor"));
                });
    }

    @Test
    void anExecutorOfTheApplicationByItsNameIsUsed() {
        application
                .withUserConfiguration(Squares.class)
                .withBean("larderExecutor", Executor.class, () -> Runnable::run)
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    assertThat(squares.async().get(7).get()).isEqualTo(49);
                    assertThat(squares.loadedBy)
                            .isEqualTo(Thread.currentThread().getName());
                });
    }

    @Test
    void opensAStrategyBean() {
        application
                .withUserConfiguration(Squares.class)
                .withPropertyValues("larder.caches.squares.time-to-live=2m")
                .run(context -> {
                    SquareCache squares = context.getBean(SquareCache.class);
                    assertThat(squares.get(7)).isEqualTo(49);
                    assertThat(squares.get(7)).isEqualTo(49);
                    assertThat(squares.loads).hasValue(1);
                    assertThat(squares.timeToLive(7)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(2));
                });
    }

    private static CacheOptions open(CacheManager caches, CacheOptions code) {
        return caches.open(code, String.class, String.class).options();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OnlyAutoConfiguration {}

    @Configuration(proxyBeanMethods = false)
    static class Squares {

        @Bean
        SquareCache squareCache(CacheManager caches) {
            return new SquareCache(caches);
        }
    }

    /** Writes down what it hears. */
    private record Listener(int order, List<String> heard) implements CacheListener, Ordered {

        @Override
        public int getOrder() {
            return order;
        }

        @Override
        public void on(CacheEvent event) {
            heard.add("%d: %s %s %s".formatted(order, event.cache(), event.kind(), event.keys()));
        }
    }

    static class SquareCache extends CacheAsideStrategy<Integer, Integer> {

        final AtomicInteger loads = new AtomicInteger();
        volatile String loadedBy = "";

        SquareCache(CacheManager caches) {
            super(caches, CacheOptions.named("squares"));
        }

        @Override
        protected Integer load(Integer number) {
            loads.incrementAndGet();
            loadedBy = Thread.currentThread().getName();
            return number * number;
        }
    }
}
