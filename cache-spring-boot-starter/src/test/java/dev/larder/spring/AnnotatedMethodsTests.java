// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CacheManager;
import dev.larder.CacheStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring's annotations as an application uses them, over a real proxy. */
class AnnotatedMethodsTests {

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Application.class);
    private final CacheManager caches = context.getBean(CacheManager.class);
    private final Posts posts = context.getBean(Posts.class);
    private final World world = context.getBean(World.class);
    private final ConcurrentMap<Long, String> origin = world.origin;

    @BeforeEach
    void fill() {
        origin.put(1L, "old");
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aCacheableMethodIsCalledOnceAndItsNullIsRemembered() {
        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(2L)).isNull();
        assertThat(posts.byId(2L)).isNull();

        assertThat(world.calls).hasValue(2);
        assertThat(stats("posts").hits()).isEqualTo(2);
        assertThat(stats("posts").misses()).isEqualTo(2);
        assertThat(stats("posts").loads()).isEqualTo(2);
    }

    @Test
    void aCacheableMethodIsCalledOnceHoweverManyThreadsCallIt() {
        world.duringCall = () -> awaitWaiters(world);
        List<Thread> threads = new ArrayList<>();
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            Thread thread = new Thread(() -> answers.add(posts.byId(1L)));
            threads.add(thread);
            world.callers.add(thread);
        }
        threads.forEach(Thread::start);
        threads.forEach(AnnotatedMethodsTests::join);

        assertThat(answers).hasSize(20).containsOnly("old");
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void aCallThatAnEvictionOvertookIsNotStored() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(1L)).isEqualTo("new");
    }

    @Test
    void aCallWithUnlessThatAnEvictionOvertookIsNotStored() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
        assertThat(stats("posts").refusedFills()).isEqualTo(1);
    }

    @Test
    void aCallOverTwoCachesThatAnEvictionOvertookIsNotStoredInTheOneThatWasEvicted() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.inTwoCaches(1L)).isEqualTo("old");

        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isEqualTo("old");
    }

    @Test
    void aFutureThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.later(1L);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.later(1L).join()).isEqualTo("new");
        assertThat(posts.later(1L).join()).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
    }

    @Test
    void aFutureWithUnlessThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.laterUnlessEmpty(1L);
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.laterUnlessEmpty(1L).join()).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void aMonoThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.mono(1L).toFuture();
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.mono(1L).block()).isEqualTo("new");
        assertThat(posts.mono(1L).block()).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
    }

    @Test
    void aMonoWithUnlessThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.monoUnlessEmpty(1L).toFuture();
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");
        assertThat(value("posts", 1L)).isNull();

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.monoUnlessEmpty(1L).block()).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void aFutureOverTwoCachesThatAnEvictionOvertookIsStoredInNeither() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.laterInTwoCaches(1L);
        springCache("posts").evict(1L);
        springCache("drafts").evict(1L);
        answer.complete("old");

        assertThat(first.join()).isEqualTo("old");
        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isNull();
    }

    @Test
    void anOperationThatNamesOurCacheManagerKeepsThePromisesToo() {
        changeDuringCall(() -> posts.evict(1L));
        assertThat(posts.namingTheManager(1L)).isEqualTo("old");
        assertThat(posts.namingTheManager(1L)).isEqualTo("new");

        posts.evict(1L);
        origin.put(1L, "old");
        changeDuringCall(() -> posts.evict(1L));
        assertThat(posts.namingTheManagerUnlessEmpty(1L)).isEqualTo("old");
        assertThat(posts.namingTheManagerUnlessEmpty(1L)).isEqualTo("new");
    }

    @Test
    void aMethodThatAsksAnotherForItsKeyDoesNotWaitForItself() {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            assertThat(posts.byId(1L)).isEqualTo("old");
        };

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void aMonoSeesTheContextOfItsSubscriberAndAFutureFailsWithWhatTheMethodThrew() {
        assertThat(posts.fromContext(1L)
                        .contextWrite(context -> context.put("user", "Ada"))
                        .block())
                .isEqualTo("Ada");

        IllegalArgumentException thrown = new IllegalArgumentException("bad id");
        world.thrownAtOnce = thrown;
        assertThatThrownBy(() -> posts.throwingAtOnce(1L).join()).hasCause(thrown);
    }

    @Test
    void aSubscriberWhoLeavesLeavesNoLeaseBehind() {
        world.answer = new CompletableFuture<>();
        Disposable subscriber = posts.monoUnlessEmpty(1L).subscribe();
        world.awaitCalls(1);
        subscriber.dispose();

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void aCallDuringStartupLeavesTheMethodFenced() {
        assertThat(world.calledAtStartup).isTrue();
        origin.put(7L, "old");
        world.duringCall = () -> {
            world.duringCall = () -> {};
            origin.put(7L, "new");
            springCache("startups").evict(7L);
        };
        assertThat(posts.calledAtStartup(7L)).isEqualTo("old");
        assertThat(posts.calledAtStartup(7L)).isEqualTo("new");
    }

    @Test
    void aFluxIsCachedAsAList() {
        assertThat(posts.flux(1L).collectList().block()).isEqualTo(List.of("old", "1"));
        assertThat(posts.flux(1L).collectList().block()).isEqualTo(List.of("old", "1"));
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void anEmptyMonoIsRemembered() {
        world.answer = CompletableFuture.completedFuture(null);

        assertThat(posts.mono(1L).blockOptional()).isEmpty();
        assertThat(posts.mono(1L).blockOptional()).isEmpty();
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void anOptionalIsCachedAsWhatItHolds() {
        assertThat(posts.optional(1L)).contains("old");
        assertThat(posts.optional(1L)).contains("old");
        assertThat(posts.optional(2L)).isEmpty();
        assertThat(posts.optional(2L)).isEmpty();

        assertThat(world.calls).hasValue(2);
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void whatAMethodThrowsComesAsItIsAndTheKeyIsFree() {
        IOException checked = new IOException("away");
        world.failure = checked;

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> posts.failing(1L))
                .isSameAs(checked);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> posts.failingUnlessEmpty(1L))
                .isSameAs(checked);

        world.failure = null;
        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L))
                .as("the lease of the call that failed was given back")
                .isEqualTo("old");
    }

    @Test
    void whatUnlessKeepsOutIsNotStoredAndLeavesTheKeyFree() {
        origin.put(1L, "");

        assertThat(posts.unlessEmpty(1L)).isEmpty();
        assertThat(value("posts", 1L)).isNull();

        origin.put(1L, "new");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void aConditionThatDoesNotHoldGoesPastTheCache() {
        assertThat(posts.onlyPositive(-1L)).isNull();
        assertThat(posts.onlyPositive(-1L)).isNull();
        assertThat(world.calls).hasValue(2);

        posts.onlyPositive(1L);
        posts.onlyPositive(1L);
        assertThat(world.calls).hasValue(3);
    }

    @Test
    void cachePutStoresWhatTheMethodReturns() {
        posts.byId(1L);

        assertThat(posts.save(1L, "new")).isEqualTo("new");

        assertThat(posts.byId(1L)).isEqualTo("new");
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void cacheEvictRemovesOneKeyOrAll() {
        origin.put(2L, "second");
        posts.byId(1L);
        posts.byId(2L);

        posts.evict(1L);
        assertThat(value("posts", 1L)).isNull();
        assertThat(value("posts", 2L)).isEqualTo("second");

        posts.evictAll();
        assertThat(value("posts", 2L)).isNull();
    }

    @Test
    void evictionBeforeTheInvocationHappensThoughTheMethodFails() {
        posts.byId(1L);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> posts.evictAndFail(1L));
        assertThat(value("posts", 1L)).isNull();
    }

    @Test
    void aMethodThatPutsAndEvictsDoesBoth() {
        posts.byId(1L);

        posts.move(1L);

        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isEqualTo("old");
    }

    @Test
    void severalArgumentsAreOneKey() {
        assertThat(posts.byAuthor("Ada", 1)).isEqualTo("Ada 1");
        assertThat(posts.byAuthor("Ada", 1)).isEqualTo("Ada 1");
        assertThat(posts.byAuthor("Ada", 2)).isEqualTo("Ada 2");

        assertThat(world.calls).hasValue(2);
        assertThat(springCache("authors").get(new SimpleKey("Ada", 1)).get()).isEqualTo("Ada 1");
    }

    @Test
    void aMethodThatCallsItselfForTheSameKeyDoesNotHang() {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            assertThat(posts.byId(1L)).isEqualTo("old");
        };

        assertThat(posts.byId(1L)).isEqualTo("old");
    }

    @Test
    void whatTheMethodDoesWithTheCacheItselfIsNoFencedRead() {
        world.duringCall = () -> springCache("posts").get(2L);

        posts.unlessEmpty(1L);
        springCache("posts").put(2L, "put");

        assertThat(value("posts", 2L)).isEqualTo("put");
    }

    private void changeDuringCall(Runnable eviction) {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            origin.put(1L, "new");
            eviction.run();
        };
    }

    private @Nullable Object value(String cache, Object key) {
        Cache.ValueWrapper found = springCache(cache).get(key);
        return found == null ? null : found.get();
    }

    private Cache springCache(String name) {
        return context.getBean(SpringCacheManager.class).getCache(name);
    }

    private CacheStats stats(String cache) {
        return caches.find(cache).orElseThrow().stats();
    }

    /** Waits until all callers but the one who loads are parked in the cache. */
    private static void awaitWaiters(World world) {
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!world.callers.stream()
                .filter(thread -> thread != Thread.currentThread())
                .allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            if (System.nanoTime() > patience) {
                throw new AssertionError("the other callers do not wait: "
                        + world.callers.stream().map(Thread::getState).toList());
            }
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
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
