// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class LambdaCacheAsideStrategyTests {

    record Post(long id, String title) {}

    private static Post post(long id, String title) {
        return new Post(id, title);
    }

    @AutoClose
    private final Node node;

    LambdaCacheAsideStrategyTests(StoreKind kind) {
        node = new Node(kind);
    }

    @Test
    void makesAStrategyOfALambda() {
        CacheAsideStrategy<Long, Post> lambda = CacheAsideStrategy.of(
                node.caches, CacheOptions.named("lambda"), Post.class, id -> post(id, "post " + id));

        assertThat(lambda.get(1L)).isEqualTo(post(1, "post 1"));
        assertThat(lambda.getAll(List.of(1L, 2L)).keySet()).containsExactly(1L, 2L);
        assertThat(lambda.refresh(2L)).isEqualTo(post(2, "post 2"));
        assertThat(lambda.name()).isEqualTo("lambda");
    }

    @Test
    void aLambdasKeysOfDifferentClassesDoNotMeet() {
        CacheAsideStrategy<Object, String> lambda = CacheAsideStrategy.of(
                node.caches,
                CacheOptions.named("objects"),
                String.class,
                key -> key.getClass().getSimpleName());

        assertThat(lambda.get(1L)).isEqualTo("Long");
        assertThat(lambda.get(1)).isEqualTo("Integer");
        assertThat(lambda.get("1")).isEqualTo("String");
        assertThat(lambda.get(1L)).isEqualTo("Long");
    }

    @Test
    void makesAStrategyOfALoaderWithTypesAndALoadAllOfItsOwn() {
        CacheLoader<Long, List<Post>> loader = new CacheLoader<>() {
            @Override
            public List<Post> load(Long key) {
                return List.of(post(key, "one"));
            }

            @Override
            public Map<Long, List<Post>> loadAll(Collection<Long> keys) {
                Map<Long, List<Post>> all = new LinkedHashMap<>();
                keys.forEach(key -> all.put(key, List.of(post(key, "of many"))));
                return all;
            }
        };
        CacheAsideStrategy<Long, List<Post>> lambda = CacheAsideStrategy.of(
                node.caches,
                CacheOptions.named("typed"),
                ValueType.of(Long.class),
                new ValueType<List<Post>>() {},
                loader);

        assertThat(lambda.get(1L)).containsExactly(post(1, "one"));
        assertThat(lambda.getAll(List.of(1L, 2L, 3L)).get(3L)).containsExactly(post(3, "of many"));
        assertThat(lambda.get(1L)).containsExactly(post(1, "one"));
    }
}
