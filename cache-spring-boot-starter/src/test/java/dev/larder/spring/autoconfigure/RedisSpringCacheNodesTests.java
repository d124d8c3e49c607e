// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.spring.SpringCacheManager;
import dev.larder.test.redis.RedisServer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Two applications over one real server: what one of them loads while the other one evicts is stored nowhere. */
class RedisSpringCacheNodesTests {

    private final Origin origin = new Origin();
    private final ApplicationContextRunner node = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    LarderAutoConfiguration.class,
                    LarderRedisAutoConfiguration.class,
                    LarderSpringCacheAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withBean(Origin.class, () -> origin)
            .withPropertyValues(
                    "larder.store=redis",
                    // Of each test its own: a clear is seen by the other node a moment later.
                    "larder.key-prefix=" + UUID.randomUUID(),
                    "larder.defaults.store-read-deadline=30s",
                    "larder.defaults.store-write-deadline=30s",
                    "larder.spring-caches=plain",
                    "spring.data.redis.url=" + RedisServer.shared().uri());

    /** What is done with two nodes. */
    @FunctionalInterface
    private interface Step {

        void with(ApplicationContext here, ApplicationContext there) throws Exception;
    }

    private void run(Step step) {
        node.run(here -> node.run(there -> {
            awaitConnected(here);
            awaitConnected(there);
            step.with(here, there);
        }));
    }

    @Test
    void aSynchronizedMethodThatAnotherNodeEvictedMeanwhileIsStoredNowhere() {
        run((here, there) -> {
            origin.posts.put(1L, "old");
            origin.pause = new CountDownLatch(1);
            CompletableFuture<@Nullable String> slow =
                    CompletableFuture.supplyAsync(() -> posts(here).byId(1));
            await(origin.hasRead);

            origin.posts.put(1L, "new");
            posts(there).evict(1);
            origin.pause.countDown();

            assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(cache(here, "posts").get(1L)).isNull();
            assertThat(cache(there, "posts").get(1L)).isNull();
            int calls = origin.calls.get();
            assertThat(posts(here).byId(1)).isEqualTo("new");
            assertThat(posts(there).byId(1)).isEqualTo("new");
            assertThat(origin.calls).hasValue(calls + 1);
        });
    }

    @Test
    void aFutureThatAnotherNodeEvictedMeanwhileIsStoredNowhere() {
        run((here, there) -> {
            CountDownLatch isCalled = new CountDownLatch(1);
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> slow = cache(here, "plain").retrieve(1L, () -> {
                isCalled.countDown();
                return answer;
            });
            await(isCalled);

            cache(there, "plain").evict(1L);
            answer.complete("old");

            assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(cache(here, "plain").get(1L)).isNull();
            assertThat(cache(there, "plain").get(1L)).isNull();
            CompletableFuture<String> next =
                    cache(there, "plain").retrieve(1L, () -> CompletableFuture.completedFuture("new"));
            assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("new");
            assertThat(cache(here, "plain").get(1L, String.class)).isEqualTo("new");
        });
    }

    /** What is loaded before the connection stands is not stored. */
    private static void awaitConnected(ApplicationContext node) {
        Cache cache = cache(node, "plain");
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            assertThat(System.nanoTime() - patience).as("patience").isNegative();
            cache.get("warm", () -> "up");
        } while (cache.get("warm") == null);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Posts posts(ApplicationContext node) {
        return node.getBean(Posts.class);
    }

    private static Cache cache(ApplicationContext node, String name) {
        return node.getBean(SpringCacheManager.class).getCache(name);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {

        @Bean
        Posts posts(Origin origin) {
            return new Posts(origin);
        }
    }

    /** Reads first, and waits then. */
    static final class Origin {

        final ConcurrentMap<Long, String> posts = new ConcurrentHashMap<>();
        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch hasRead = new CountDownLatch(1);
        volatile CountDownLatch pause = new CountDownLatch(0);

        @Nullable
        String read(long id) {
            calls.incrementAndGet();
            String post = posts.get(id);
            hasRead.countDown();
            try {
                await(pause);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return post;
        }
    }

    static class Posts {

        private final Origin origin;

        Posts(Origin origin) {
            this.origin = origin;
        }

        @Cacheable(cacheNames = "posts", sync = true)
        public @Nullable String byId(long id) {
            return origin.read(id);
        }

        @CacheEvict("posts")
        public void evict(long id) {}
    }
}
