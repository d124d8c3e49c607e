// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.ValueType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class MethodValueTypeTests {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "optional", "future", "stage", "mono"})
    void isThatOfTheValueInWhatTheMethodReturns(String method) {
        assertThat(typeOf(method)).isEqualTo(Post.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "readable", "writable", "flux", "laterList"})
    void isEqualWhereTheSameIsKept(String method) {
        assertThat(typeOf(method))
                .isEqualTo(new ValueType<List<Post>>() {}.type())
                .hasSameHashCodeAs(typeOf("list"))
                .hasToString("java.util.List<" + Post.class.getTypeName() + ">");
    }

    @Test
    void keepsNestedTypeArguments() {
        assertThat(typeOf("nested")).hasToString(new ValueType<Map<String, Page<List<Post>>>>() {}.toString());
        assertThat(typeOf("lists").getTypeName()).isEqualTo("java.util.List<" + Post.class.getTypeName() + ">[]");
        assertThat(typeOf("lists")).isEqualTo(typeOf("lists"));
    }

    @Test
    void unwrapsOnceAsSpringDoes() {
        assertThat(typeOf("laterMaybe")).isEqualTo(new ValueType<Optional<Post>>() {}.type());
    }

    @Test
    void ofAPrimitiveIsItsBox() {
        assertThat(typeOf("count")).isEqualTo(Long.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "boxedNothing", "laterNothing", "monoOfNothing", "rawFuture"})
    void thereIsNoneWhereNothingIsReturned(String method) {
        assertThat(typeOf(method)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openList", "openArray"})
    void thereIsNoneWhereAVariableStaysOpen(String method) {
        assertThat(typeOf(method)).isNull();
    }

    @Test
    void ofAGenericSuperclassIsWhatTheTargetClassGivesIt() {
        assertThat(typeOf(PagesOfPosts.class, "one")).hasToString(new ValueType<Page<Post>>() {}.toString());
        assertThat(typeOf(PagesOfPosts.class, "all")).hasToString(new ValueType<List<Page<Post>>>() {}.toString());
        assertThat(typeOf(PagesOfPosts.class, "array")).isEqualTo(typeOf("pages"));
        assertThat(typeOf(Posts.class, "array")).isEqualTo(Post[].class);
        assertThat(typeOf(Repository.class, "one")).isNull();
    }

    private static @Nullable Type typeOf(String method) {
        return typeOf(Methods.class, method);
    }

    private static @Nullable Type typeOf(Class<?> type, String name) {
        Method method = Stream.of(type.getMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return MethodValueType.of(method, type);
    }

    record Post(long id) {}

    record Page<T>(List<T> items) {}

    interface Repository<T> {

        T one();

        List<T> all();

        T[] array();
    }

    interface Pages<E> extends Repository<Page<E>> {}

    interface PagesOfPosts extends Pages<Post> {}

    interface Posts extends Repository<Post> {}

    interface Methods {

        Post plain();

        Optional<Post> optional();

        CompletableFuture<Post> future();

        CompletionStage<Post> stage();

        Mono<Post> mono();

        List<Post> list();

        List<? extends Post> readable();

        List<? super Post> writable();

        Flux<Post> flux();

        CompletableFuture<List<Post>> laterList();

        Map<String, Page<List<Post>>> nested();

        List<Post>[] lists();

        Page<Post>[] pages();

        CompletableFuture<Optional<Post>> laterMaybe();

        long count();

        void nothing();

        Void boxedNothing();

        CompletableFuture<Void> laterNothing();

        Mono<Void> monoOfNothing();

        @SuppressWarnings("rawtypes")
        CompletableFuture rawFuture();

        <T> List<T> openList();

        <T> T[] openArray();
    }
}
