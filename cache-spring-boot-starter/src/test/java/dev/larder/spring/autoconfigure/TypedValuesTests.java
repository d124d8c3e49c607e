// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.spring.SpringCacheManager;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What annotated methods return comes back from a store of bytes as what it was. */
class TypedValuesTests {

    private static final Post POST = new Post(1, "first", Instant.EPOCH);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LarderAutoConfiguration.class,
                    LarderSpringCacheAutoConfiguration.class,
                    LarderCacheAnnotationsAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    @ParameterizedTest
    @MethodSource("methods")
    void comesBackAsWhatItWas(BiFunction<Posts, Long, Object> method) {
        application.run(context -> {
            Posts posts = context.getBean(Posts.class);
            AtomicInteger calls = context.getBean(AtomicInteger.class);

            Object first = method.apply(posts, 1L);
            assertThat(method.apply(posts, 1L)).isEqualTo(first).hasSameClassAs(first);
            assertThat(calls).as("the second answer came from the store").hasValue(1);
        });
    }

    static Stream<Named<BiFunction<Posts, Long, Object>>> methods() {
        return Stream.of(
                Named.of("a record", Posts::one),
                Named.of("a list of records", (posts, id) -> List.copyOf(posts.all(id))),
                Named.of("nested generics", (posts, id) -> Map.copyOf(posts.pages(id))),
                Named.of("what a generic superclass returns", Posts::inherited),
                Named.of("an optional", Posts::maybe),
                Named.of("a future", (posts, id) -> posts.later(id).join()),
                Named.of("a mono", (posts, id) -> posts.mono(id).block()),
                Named.of(
                        "a mono, in order to share calls",
                        (posts, id) -> posts.sharedMono(id).block()),
                Named.of(
                        "a flux",
                        (posts, id) -> List.copyOf(posts.flux(id).collectList().block())),
                Named.of("a primitive", Posts::count),
                Named.of("what a condition lets through", Posts::unlessNull),
                Named.of("what two caches have", Posts::inTwoCaches));
    }

    @Test
    void theStoreOfTheApplicationHasBytes() {
        application.run(context -> {
            context.getBean(Posts.class).one(1);

            RecordMapStore store = context.getBean(RecordMapStore.class);
            assertThat(new String(store.raw(store.keys().get(0)), UTF_8)).contains("\"first\"");
        });
    }

    @Test
    void whatIsPutIsFoundByMethodsAndByHand() {
        application.run(context -> {
            Posts posts = context.getBean(Posts.class);
            Cache cache = cache(context.getBean(SpringCacheManager.class), "puts");

            assertThat(posts.save(1)).isEqualTo(POST);

            assertThat(cache.get(1L, Post.class)).isEqualTo(POST);
            assertThat(cache.get(1L).get()).isEqualTo(POST);
            assertThat(cache.retrieve(1L).join()).isEqualTo(new SimpleValueWrapper(POST));
            assertThat(posts.put(1)).isEqualTo(POST);
            assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
        });
    }

    @Test
    void theVerbsOfACacheHaveTheTypeOfTheMethods() {
        application.run(context -> {
            Cache cache = cache(context.getBean(SpringCacheManager.class), "all");
            List<Post> posts = List.of(POST);

            assertThat(cache.putIfAbsent(1L, posts)).isNull();
            assertThat(cache.putIfAbsent(1L, List.of()).get()).isEqualTo(posts);
            List<?> found = cache.get(1L, List.class);
            assertThat(found).isEqualTo(posts);
            assertThat(cache.<Object>get(1L, () -> List.of())).isEqualTo(posts);
            assertThat(cache.<Object>get(2L, () -> posts)).isEqualTo(posts);
            assertThat(cache.get(2L).get()).isEqualTo(posts);
            assertThat(cache.retrieve(3L, () -> CompletableFuture.completedFuture(posts))
                            .join())
                    .isEqualTo(posts);
            assertThat(cache.get(3L).get()).isEqualTo(posts);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> cache.get(1L, Post.class));
        });
    }

    @Test
    void aCacheThatNoMethodNamesHasPlainJson() {
        application.run(context -> {
            Cache cache = cache(context.getBean(SpringCacheManager.class), "byhand");

            cache.put("plain", Map.of("id", List.of(1, "two", true)));
            assertThat(cache.get("plain").get()).isEqualTo(Map.of("id", List.of(1, "two", true)));
            assertThat(cache.<Object>get("record", () -> POST)).isEqualTo(POST);
            assertThat(cache.get("record"))
                    .as("what would come back as a map is not kept")
                    .isNull();
        });
    }

    @Test
    void aCacheOfOnesOwnMayBeGivenItsType() {
        application
                .withPropertyValues(
                        "larder.spring-caches=byhand", "larder.caches.byhand.value-type=" + Post.class.getName())
                .run(context -> {
                    Cache cache = cache(context.getBean(SpringCacheManager.class), "byhand");
                    cache.put(1L, POST);
                    assertThat(cache.get(1L, Post.class)).isEqualTo(POST);
                });
    }

    @Test
    void theTypeInThePropertiesWinsOverTheSignature() {
        application
                .withPropertyValues("larder.caches.loose.value-type=" + Post.class.getName())
                .run(context -> {
                    Posts posts = context.getBean(Posts.class);
                    assertThat(posts.loose(1)).isEqualTo(POST);
                    assertThat(posts.loose(1)).isEqualTo(POST);
                    assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
                });
    }

    @Test
    void aPrimitiveInThePropertiesIsItsBox() {
        application
                .withPropertyValues("larder.spring-caches=numbers", "larder.caches.numbers.value-type=long")
                .run(context -> {
                    Cache cache = cache(context.getBean(SpringCacheManager.class), "numbers");
                    cache.put(1L, 7L);
                    assertThat(cache.get(1L, Long.class)).isEqualTo(7L);
                });
    }

    private static Cache cache(SpringCacheManager caches, String name) {
        return caches.getCache(name);
    }

    record Post(long id, String text, Instant written) {}

    record Page<T>(List<T> items, Optional<String> next) {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {

        @Bean
        TimeSources time() {
            return new TestTime().sources();
        }

        @Bean
        RecordMapStore store(TimeSources time) {
            return new RecordMapStore(time);
        }

        @Bean
        AtomicInteger calls() {
            return new AtomicInteger();
        }

        @Bean
        Posts posts(AtomicInteger calls) {
            return new Posts(calls);
        }
    }

    static class Repository<T> {

        private final AtomicInteger calls;
        private final T one;

        Repository(AtomicInteger calls, T one) {
            this.calls = calls;
            this.one = one;
        }

        @Cacheable("inherited")
        public T inherited(long id) {
            calls.incrementAndGet();
            return one;
        }
    }

    static class Posts extends Repository<Page<Post>> {

        private final AtomicInteger calls;

        Posts(AtomicInteger calls) {
            super(calls, new Page<>(List.of(POST), Optional.empty()));
            this.calls = calls;
        }

        private Post called() {
            calls.incrementAndGet();
            return POST;
        }

        @Cacheable("one")
        public Post one(long id) {
            return called();
        }

        @Cacheable("all")
        public List<Post> all(long id) {
            return List.of(called());
        }

        @Cacheable("pages")
        public Map<String, Page<Post>> pages(long id) {
            return Map.of("first", new Page<>(List.of(called()), Optional.of("2")));
        }

        @Cacheable("one")
        public Optional<Post> maybe(long id) {
            return Optional.of(called());
        }

        @Cacheable("one")
        public CompletableFuture<Post> later(long id) {
            return CompletableFuture.completedFuture(called());
        }

        @Cacheable("one")
        public Mono<Post> mono(long id) {
            return Mono.fromCallable(this::called);
        }

        @Cacheable(cacheNames = "one", sync = true)
        public Mono<Post> sharedMono(long id) {
            return Mono.fromCallable(this::called);
        }

        @Cacheable("all")
        public Flux<Post> flux(long id) {
            return Flux.defer(() -> Flux.just(called(), POST));
        }

        @Cacheable("counts")
        public long count(long id) {
            called();
            return Long.MAX_VALUE;
        }

        @Cacheable(cacheNames = "one", unless = "#result == null")
        public Post unlessNull(long id) {
            return called();
        }

        @Cacheable({"one", "puts"})
        public Post inTwoCaches(long id) {
            return called();
        }

        @CachePut("puts")
        public Post save(long id) {
            return called();
        }

        @Caching(cacheable = @Cacheable("puts"))
        public Post put(long id) {
            return called();
        }

        @Cacheable("loose")
        public Object loose(long id) {
            return called();
        }
    }
}
