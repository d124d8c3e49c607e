// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.spring.SpringCacheManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class LarderSpringCacheAutoConfigurationTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LarderAutoConfiguration.class,
                    LarderSpringCacheAutoConfiguration.class,
                    LarderCacheAnnotationsAutoConfiguration.class,
                    CacheAutoConfiguration.class));

    private final ApplicationContextRunner caching = application.withUserConfiguration(Caching.class);

    @Test
    void makesSpringsCacheManagerAndBootsBacksOff() {
        caching.run(context -> assertThat(context)
                .getBeanNames(org.springframework.cache.CacheManager.class)
                .containsExactly("cacheManager"));
        caching.run(context -> assertThat(context).hasSingleBean(SpringCacheManager.class));
    }

    @Test
    void isThereForInjectionWithoutAnnotationsToo() {
        application.run(context -> assertThat(context).hasSingleBean(SpringCacheManager.class));
    }

    @Test
    void aCacheableMethodIsCalledOnce() {
        caching.run(context -> {
            Numbers numbers = context.getBean(Numbers.class);
            assertThat(numbers.square(7)).isEqualTo(49);
            assertThat(numbers.square(7)).isEqualTo(49);
            assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
        });
    }

    @Test
    void propertiesSetTheOptionsOfACacheThatAnAnnotationNames() {
        caching.withPropertyValues("larder.caches.squares.time-to-live=24h")
                .run(context -> assertThat(options(context.getBean(CacheManager.class), "squares")
                                .timeToLive())
                        .isEqualTo(Duration.ofHours(24)));
    }

    @Test
    void opensCachesThatAnnotationsAndPropertiesNameAtStartupAndOthersOnDemand() {
        caching.withPropertyValues("larder.spring-caches=declared,listed").run(context -> {
            CacheManager caches = context.getBean(CacheManager.class);
            assertThat(caches.cacheNames()).containsExactly("cubes", "declared", "listed", "squares");

            assertThat(context.getBean(SpringCacheManager.class).getCache("later"))
                    .isNotNull();
            assertThat(caches.cacheNames()).contains("later");
        });
    }

    @Test
    void backsOffForACacheManagerOfTheApplication() {
        caching.withBean("mine", org.springframework.cache.CacheManager.class, ConcurrentMapCacheManager::new)
                .run(context -> {
                    assertThat(context)
                            .doesNotHaveBean(SpringCacheManager.class)
                            .hasSingleBean(CacheManager.class);
                    Numbers numbers = context.getBean(Numbers.class);
                    numbers.square(7);
                    numbers.square(7);
                    assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
                    assertThat(context.getBean(CacheManager.class).cacheNames()).isEmpty();
                });
    }

    @Test
    void doesNotChooseBetweenSeveralCacheManagersOfLarder() {
        application
                .withBean("first", CacheManager.class, CacheManager::inMemory)
                .withBean("second", CacheManager.class, CacheManager::inMemory)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SpringCacheManager.class));
    }

    @Test
    void severalViewsOfTheApplicationAreFineWhereAConfigurerChooses() {
        caching.withUserConfiguration(TwoViews.class, Chooser.class).run(context -> {
            assertThat(context).hasNotFailed();
            Numbers numbers = context.getBean(Numbers.class);
            assertThat(numbers.square(7)).isEqualTo(numbers.square(7));
            assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
        });
    }

    @Test
    void opensNoCacheOfAnotherCacheManagerThatAnAnnotationNames() {
        application
                .withUserConfiguration(TwoViews.class, OnAnother.class)
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        beans -> beans.getBeanDefinition("one").setPrimary(true)))
                .run(context -> {
                    assertThat(context.getBean(CacheManager.class).cacheNames()).containsExactly("mine");
                    assertThat(context.getBean(Others.class).other(7)).isEqualTo(7);
                    assertThat(context.getBean("two", SpringCacheManager.class).getCacheNames())
                            .containsExactly("others");
                });
    }

    @Test
    void respectsThatBootsCachesAreSwitchedOff() {
        caching.withPropertyValues("spring.cache.type=none", "larder.caches.squares.time-to-live=24h")
                .run(context -> {
                    assertThat(context).hasSingleBean(NoOpCacheManager.class).hasSingleBean(CacheManager.class);
                    Numbers numbers = context.getBean(Numbers.class);
                    numbers.square(7);
                    numbers.square(7);
                    assertThat(context.getBean(AtomicInteger.class)).hasValue(2);
                });
    }

    @Test
    void respectsACacheManagerOfBootsThatIsAskedFor() {
        caching.withPropertyValues("spring.cache.type=simple")
                .run(context -> assertThat(context).hasSingleBean(ConcurrentMapCacheManager.class));
    }

    @Test
    void aCacheResolverOfTheApplicationStays() {
        ConcurrentMapCache own = new ConcurrentMapCache("own");
        CacheResolver resolver = context -> List.of(own);
        caching.withBean(CachingConfigurer.class, () -> new CachingConfigurer() {
                    @Override
                    public CacheResolver cacheResolver() {
                        return resolver;
                    }
                })
                .run(context -> {
                    context.getBean(Numbers.class).square(7);
                    assertThat(own.get(7).get()).isEqualTo(49);
                });
    }

    @Test
    void aCacheResolverOfTheApplicationMayReturnSeveralCaches() {
        List<ConcurrentMapCache> own = List.of(new ConcurrentMapCache("one"), new ConcurrentMapCache("two"));
        caching.withBean(CachingConfigurer.class, () -> new CachingConfigurer() {
                    @Override
                    public CacheResolver cacheResolver() {
                        return context -> own;
                    }
                })
                .run(context -> {
                    assertThat(context.getBean(Numbers.class).square(7)).isEqualTo(49);
                    assertThat(own)
                            .allSatisfy(cache -> assertThat(cache.get(7).get()).isEqualTo(49));
                    assertThat(context.getBean(CacheManager.class).cacheNames()).isEmpty();
                });
    }

    @Test
    void aChildContextWhoseParentHasTheCacheManagerKeepsThePromises() {
        application.run(parent -> caching.withParent(parent).run(child -> {
            Numbers numbers = child.getBean(Numbers.class);
            Numbers.DURING_CALL.set(() ->
                    child.getBean(SpringCacheManager.class).getCache("cubes").evict(7));
            numbers.cube(7);
            Numbers.DURING_CALL.set(() -> {});
            assertThat(child.getBean(SpringCacheManager.class).getCache("cubes").get(7))
                    .isNull();
        }));
    }

    @Test
    void disabledEveryMethodIsCalled() {
        caching.withPropertyValues("larder.enabled=false").run(context -> {
            Numbers numbers = context.getBean(Numbers.class);
            assertThat(numbers.square(7)).isEqualTo(49);
            assertThat(numbers.square(7)).isEqualTo(49);
            assertThat(numbers.cube(7)).isEqualTo(343);
            assertThat(context.getBean(AtomicInteger.class)).hasValue(3);
        });
    }

    @Test
    void aStrategyThatIsMadeLateStillOpensItsCacheThoughAnAnnotationNamesIt() {
        caching.withInitializer(context -> context.addBeanFactoryPostProcessor(
                        beans -> beans.getBeanDefinition("late").setLazyInit(true)))
                .withUserConfiguration(Late.class)
                .run(context -> {
                    context.getBean(Numbers.class).evictSquare(7);
                    assertThat(context.getBean(LateCache.class).get(7)).isEqualTo(49);
                    context.getBean(Numbers.class).evictSquare(7);
                    assertThat(context.getBean(LateCache.class).contains(7)).isFalse();
                });
    }

    @Test
    void aBeanMayAskForItsCacheWhileItIsMadeThoughAStrategyNeedsThatBean() {
        application
                .withUserConfiguration(AskingEarly.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(LateCache.class));
    }

    private static CacheOptions options(CacheManager caches, String cache) {
        return caches.find(cache).orElseThrow().options();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {

        @Bean
        AtomicInteger calls() {
            return new AtomicInteger();
        }

        @Bean
        Numbers numbers(AtomicInteger calls) {
            return new Numbers(calls);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Late {

        @Bean
        LateCache late(CacheManager caches) {
            return new LateCache(caches);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AskingEarly {

        @Bean
        AtomicReference<Object> asking(SpringCacheManager caches) {
            return new AtomicReference<>(caches.getCache("asked"));
        }

        @Bean
        LateCache strategy(CacheManager caches, AtomicReference<Object> asking) {
            return new LateCache(caches);
        }
    }

    static class LateCache extends CacheAsideStrategy<Integer, Integer> {

        LateCache(CacheManager caches) {
            super(caches, CacheOptions.named("squares"));
        }

        @Override
        protected Integer load(Integer number) {
            return number * number;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoViews {

        @Bean
        SpringCacheManager one(CacheManager caches) {
            return new SpringCacheManager(caches);
        }

        @Bean
        SpringCacheManager two() {
            return new SpringCacheManager(CacheManager.inMemory());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Chooser {

        @Bean
        CachingConfigurer configurer(@Qualifier("one") SpringCacheManager chosen) {
            return new CachingConfigurer() {
                @Override
                public SpringCacheManager cacheManager() {
                    return chosen;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class OnAnother {

        @Bean
        Others others() {
            return new Others();
        }
    }

    static class Others {

        @Cacheable("mine")
        public int mine(int number) {
            return number;
        }

        @Cacheable(cacheNames = "others", cacheManager = "two")
        public int other(int number) {
            return number;
        }
    }

    static class Numbers {

        static final AtomicReference<Runnable> DURING_CALL = new AtomicReference<>(() -> {});

        private final AtomicInteger calls;

        Numbers(AtomicInteger calls) {
            this.calls = calls;
        }

        @Cacheable("squares")
        public int square(int number) {
            calls.incrementAndGet();
            return number * number;
        }

        @Cacheable(cacheNames = "cubes", unless = "#result < 0")
        public int cube(int number) {
            calls.incrementAndGet();
            DURING_CALL.get().run();
            return number * number * number;
        }

        @CacheEvict("squares")
        public void evictSquare(int number) {}
    }
}
