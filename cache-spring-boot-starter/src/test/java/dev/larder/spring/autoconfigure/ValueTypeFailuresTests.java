// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheConfigurationException;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.spring.SpringCacheManager;
import dev.larder.store.CacheStore;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What a user reads whose methods keep values of two types in one cache. */
@ExtendWith(OutputCaptureExtension.class)
class ValueTypeFailuresTests {

    private static final String NAME = ValueTypeFailuresTests.class.getName();

    @Test
    void twoMethodsWithDifferentTypes(CapturedOutput output) {
        fails(Bytes.class, TwoTypes.class);

        assertThat(output)
                .contains("Description:", "Action:")
                .contains("Cache 'posts' can have values of one type only, since they become bytes; ")
                .contains(NAME + "$Differing.one keeps java.lang.String in it")
                .contains(NAME + "$Differing.all keeps java.util.List<java.lang.String> in it")
                .contains("Give each method a cache of its own, or set larder.caches.posts.value-type")
                .doesNotContain("\tat ");
    }

    @Test
    void aBeanThatIsMadeLateIsSeenByItsClass(CapturedOutput output) {
        fails(Bytes.class, Texts.class, LateByClass.class);

        assertThat(output)
                .contains(NAME + "$EqualTypes")
                .contains(NAME + "$Numbers.number keeps java.lang.Integer in it");
    }

    @Test
    void aBeanThatIsMadeLateAndDeclaredByAnInterfaceIsRefusedWhereItIsCalled() {
        try (ConfigurableApplicationContext context = start(classes(Bytes.class, Texts.class, LateByInterface.class))) {
            NumbersByInterface numbers = context.getBean(NumbersByInterface.class);
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(CacheConfigurationException.class)
                        .isThrownBy(() -> numbers.number(1))
                        .withMessageContaining("$EqualTypes.")
                        .withMessageContaining("$Numbers.number keeps java.lang.Integer in it");
            }
            assertThat(context.getBean(EqualTypes.class).plain(1)).isEqualTo("text");
        }
    }

    @Test
    void aCacheThatWasOpenedByItsNameBefore(CapturedOutput output) {
        fails(Bytes.class, Texts.class, Early.class);

        assertThat(output)
                .contains("it was opened before by its name only, for plain JSON, and " + NAME + "$EqualTypes.")
                .contains("Set larder.caches.posts.value-type, or open it after all beans are made");
    }

    @Test
    void equalTypesAndEvictionsAreFine() {
        try (ConfigurableApplicationContext context = start(classes(Bytes.class, Texts.class))) {
            EqualTypes texts = context.getBean(EqualTypes.class);
            texts.evict(1);
            assertThat(texts.plain(1)).isEqualTo("text");
            assertThat(texts.optional(1)).contains("text");
            assertThat(texts.later(1).join()).isEqualTo("text");
            assertThat(texts.number(1)).isEqualTo(texts.boxed(1));
        }
    }

    @Test
    void theTypesMakeNoDifferenceInMemory() {
        try (ConfigurableApplicationContext context = start(classes(TwoTypes.class))) {
            assertThat(context.getBean(Differing.class).one(1)).isEqualTo("text");
            assertThat(context.getBean(Differing.class).all(2)).containsExactly("text");
        }
    }

    @Test
    void theTypesMakeNoDifferenceWhereNothingIsCached() {
        try (ConfigurableApplicationContext context =
                start(classes(Bytes.class, TwoTypes.class), "larder.enabled=false")) {
            assertThat(context.getBean(Differing.class).one(1)).isEqualTo("text");
        }
    }

    @Test
    void theTypeInThePropertiesIsAskedForNoSecond() {
        try (ConfigurableApplicationContext context =
                start(classes(Bytes.class, TwoTypes.class), "larder.caches.posts.value-type=java.lang.Object")) {
            assertThat(context.getBean(Differing.class).one(1)).isEqualTo("text");
            assertThat(context.getBean(Differing.class).all(2)).containsExactly("text");
        }
    }

    @Test
    void aTypeThatDoesNotComeBack(CapturedOutput output) {
        fails(classes(Bytes.class, Texts.class), "larder.caches.posts.value-type=java.lang.Runnable");

        assertThat(output)
                .contains("The values of cache 'posts' cannot be kept in a remote store")
                .contains("java.lang.Runnable");
    }

    @Test
    void aTypeForTheCacheOfAStrategy(CapturedOutput output) {
        fails(classes(Strategy.class), "larder.caches.feed.value-type=java.lang.String");

        assertThat(output)
                .contains("A value type is set for cache 'feed', but somebody else opened it, with a type of its own.")
                .contains("Remove larder.caches.feed.value-type");
    }

    private static void fails(Class<?>... applications) {
        fails(List.of(applications));
    }

    private static void fails(List<Class<?>> applications, String... properties) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> start(applications, properties).close());
    }

    private static List<Class<?>> classes(Class<?>... applications) {
        return List.of(applications);
    }

    private static ConfigurableApplicationContext start(List<Class<?>> applications, String... properties) {
        List<Class<?>> sources = new ArrayList<>(applications);
        sources.add(Application.class);
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class Bytes {

        @Bean
        CacheStore store() {
            return new RecordMapStore(new TestTime().sources());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoTypes {

        @Bean
        Differing differing() {
            return new Differing();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Texts {

        @Bean
        EqualTypes texts() {
            return new EqualTypes();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LateByClass {

        @Bean
        @Lazy
        Numbers numbers() {
            return new Numbers();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LateByInterface {

        @Bean
        @Lazy
        NumbersByInterface numbers() {
            return new Numbers();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Early {

        @Bean
        String early(SpringCacheManager caches) {
            return caches.getCache("posts").getName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Strategy {

        @Bean
        Feed feed(CacheManager caches) {
            return new Feed(caches);
        }
    }

    static class Feed extends BaseCacheStrategy<Long, String> {

        Feed(CacheManager caches) {
            super(caches, CacheOptions.named("feed"));
        }
    }

    static class Differing {

        @Cacheable("posts")
        public String one(long id) {
            return "text";
        }

        @CachePut("posts")
        public List<String> all(long id) {
            return List.of("text");
        }
    }

    interface NumbersByInterface {

        int number(long id);
    }

    static class Numbers implements NumbersByInterface {

        @Override
        @Cacheable("posts")
        public int number(long id) {
            return 7;
        }
    }

    static class EqualTypes {

        @Cacheable("posts")
        public String plain(long id) {
            return "text";
        }

        @CachePut("posts")
        public Optional<String> optional(long id) {
            return Optional.of("text");
        }

        @CachePut("posts")
        public CompletableFuture<String> later(long id) {
            return CompletableFuture.completedFuture("text");
        }

        @CachePut("posts")
        public void nothing(long id) {}

        @CacheEvict("posts")
        public boolean evict(long id) {
            return true;
        }

        @Cacheable("numbers")
        public int number(long id) {
            return 7;
        }

        @Cacheable("numbers")
        public Integer boxed(long id) {
            return 7;
        }
    }
}
