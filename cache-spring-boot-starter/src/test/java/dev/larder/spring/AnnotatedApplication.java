// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheManager;
import dev.larder.CacheStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An application whose methods are annotated, over a real proxy. */
abstract class AnnotatedApplication {

    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Application.class);
    final CacheManager caches = context.getBean(CacheManager.class);
    final Posts posts = context.getBean(Posts.class);
    final World world = context.getBean(World.class);
    final ConcurrentMap<Long, String> origin = world.origin;

    @BeforeEach
    void fill() {
        origin.put(1L, "old");
    }

    @AfterEach
    void close() {
        context.close();
    }

    final void changeDuringCall(Runnable eviction) {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            origin.put(1L, "new");
            eviction.run();
        };
    }

    final @Nullable Object value(String cache, Object key) {
        Cache.ValueWrapper found = springCache(cache).get(key);
        return found == null ? null : found.get();
    }

    final Cache springCache(String name) {
        return context.getBean(SpringCacheManager.class).getCache(name);
    }

    final CacheStats stats(String cache) {
        return caches.find(cache).orElseThrow().stats();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    @Import(SpringCacheInfrastructure.class)
    static class Application {

        @Bean(destroyMethod = "close")
        CacheManager larderCacheManager() {
            return CacheManager.inMemory();
        }

        @Bean
        SpringCacheManager cacheManager(CacheManager caches) {
            return new SpringCacheManager(caches);
        }

        @Bean
        World world() {
            return new World();
        }

        @Bean
        Posts posts(World world) {
            return new Posts(world);
        }

        @Bean
        SmartInitializingSingleton callerAtStartup(Posts posts, World world) {
            return () -> {
                posts.calledAtStartup(99L);
                world.calledAtStartup = true;
            };
        }
    }

    /** What the service finds, and what happens while it is called; a proxy of the service has no fields. */
    static final class World {

        final ConcurrentMap<Long, String> origin = new ConcurrentHashMap<>();
        final AtomicInteger calls = new AtomicInteger();
        final List<Thread> callers = new ArrayList<>();
        volatile Runnable duringCall = () -> {};
        volatile CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        volatile @Nullable IOException failure;
        volatile @Nullable RuntimeException thrownAtOnce;
        volatile boolean calledAtStartup;

        /** Reads first; what happens then comes too late for this call. */
        @Nullable
        String read(long id) {
            calls.incrementAndGet();
            String value = origin.get(id);
            duringCall.run();
            return value;
        }

        CompletableFuture<@Nullable String> begin() {
            CompletableFuture<@Nullable String> begun = answer;
            calls.incrementAndGet();
            return begun;
        }

        void awaitCalls(int count) {
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (calls.get() < count) {
                if (System.nanoTime() > patience) {
                    throw new AssertionError("the method is not called");
                }
                Thread.onSpinWait();
            }
        }
    }

    static class Posts {

        private final World world;

        Posts(World world) {
            this.world = world;
        }

        @Cacheable("posts")
        public @Nullable String byId(long id) {
            return world.read(id);
        }

        @Cacheable(cacheNames = "posts", unless = "#result == ''")
        public @Nullable String unlessEmpty(long id) {
            return world.read(id);
        }

        @Cacheable({"posts", "drafts"})
        public @Nullable String inTwoCaches(long id) {
            return world.read(id);
        }

        @Cacheable(cacheNames = "posts", condition = "#id > 0")
        public @Nullable String onlyPositive(long id) {
            return world.read(id);
        }

        @Cacheable("posts")
        public Optional<String> optional(long id) {
            return Optional.ofNullable(world.read(id));
        }

        @Cacheable("posts")
        public CompletableFuture<@Nullable String> later(long id) {
            return world.begin();
        }

        @Cacheable(cacheNames = "posts", unless = "#result == ''")
        public CompletableFuture<@Nullable String> laterUnlessEmpty(long id) {
            return world.begin();
        }

        @Cacheable({"posts", "drafts"})
        public CompletableFuture<@Nullable String> laterInTwoCaches(long id) {
            return world.begin();
        }

        @Cacheable(cacheNames = "posts", cacheManager = "cacheManager")
        public @Nullable String namingTheManager(long id) {
            return world.read(id);
        }

        @Cacheable(cacheNames = "posts", cacheManager = "cacheManager", unless = "#result == ''")
        public @Nullable String namingTheManagerUnlessEmpty(long id) {
            return world.read(id);
        }

        @Cacheable(cacheNames = "startups", unless = "#result == ''")
        public @Nullable String calledAtStartup(long id) {
            return world.origin.containsKey(id) ? world.read(id) : null;
        }

        @Cacheable("contexts")
        public Mono<String> fromContext(long id) {
            return Mono.deferContextual(context -> Mono.just(context.get("user")));
        }

        @Cacheable("posts")
        public CompletableFuture<String> throwingAtOnce(long id) {
            throw world.thrownAtOnce;
        }

        @Cacheable("posts")
        public Mono<String> mono(long id) {
            return Mono.fromFuture(world.begin());
        }

        @Cacheable(cacheNames = "posts", unless = "#result == ''")
        public Mono<String> monoUnlessEmpty(long id) {
            return Mono.fromFuture(world.begin());
        }

        @Cacheable("lists")
        public Flux<String> flux(long id) {
            return Flux.just(world.read(id), String.valueOf(id));
        }

        @Cacheable("posts")
        public String failing(long id) throws IOException {
            throw world.failure;
        }

        @Cacheable(cacheNames = "posts", unless = "#result == ''")
        public String failingUnlessEmpty(long id) throws IOException {
            throw world.failure;
        }

        @Cacheable("authors")
        public String byAuthor(String author, int number) {
            world.calls.incrementAndGet();
            return author + " " + number;
        }

        @CachePut(cacheNames = "posts", key = "#id")
        public String save(long id, String text) {
            world.origin.put(id, text);
            return text;
        }

        @CacheEvict("posts")
        public void evict(long id) {}

        @CacheEvict(cacheNames = "posts", allEntries = true)
        public void evictAll() {}

        @CacheEvict(cacheNames = "posts", beforeInvocation = true)
        public void evictAndFail(long id) {
            throw new IllegalStateException("failed after the eviction");
        }

        @Caching(put = @CachePut("drafts"), evict = @CacheEvict("posts"))
        public @Nullable String move(long id) {
            return world.origin.get(id);
        }
    }
}
