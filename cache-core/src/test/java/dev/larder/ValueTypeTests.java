// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTypeTests {

    record Post(long id) {}

    private static class PostsType extends ValueType<List<Post>> {}

    private static final class SpecialPostsType extends PostsType {}

    private static class Later<T> extends ValueType<List<T>> {}

    @SuppressWarnings("unused") // read by reflection
    private Map<String, List<Post>> field;

    @Test
    void keepsNestedTypeArguments() {
        ValueType<Map<String, List<Optional<Post>>>> type = new ValueType<>() {};

        assertThat(type.type().getTypeName())
                .isEqualTo("java.util.Map<java.lang.String, java.util.List<java.util.Optional<%s>>>"
                        .formatted(Post.class.getName()));
        assertThat(type).hasToString(type.type().getTypeName());
    }

    @Test
    void takesTheTypeFromTheSubclassThatGaveIt() {
        assertThat(new SpecialPostsType()).isEqualTo(new ValueType<List<Post>>() {});
    }

    @Test
    void isEqualIfItStandsForTheSameType() throws Exception {
        Type found = ValueTypeTests.class.getDeclaredField("field").getGenericType();
        ValueType<Map<String, List<Post>>> written = new ValueType<>() {};

        assertThat(ValueType.of(found)).isEqualTo(written).hasSameHashCodeAs(written);
        assertThat(ValueType.of(Post.class)).isEqualTo(new ValueType<Post>() {});
        assertThat(ValueType.of(Post.class)).isNotEqualTo(ValueType.of(String.class));
        assertThat(ValueType.of(Post.class)).isNotEqualTo(Post.class);
    }

    @Test
    void makesATypeOfAClass() {
        assertThat(ValueType.of(Post.class).type()).isEqualTo(Post.class);
        assertThat(ValueType.of((Type) int[].class).type()).isEqualTo(int[].class);
    }

    @Test
    @SuppressWarnings("rawtypes")
    void refusesToBeWithoutATypeArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValueType() {})
                .withMessage(
                        "no type argument: write new ValueType<List<Post>>() {} with the type in the angle brackets");
    }

    @Test
    void refusesATypeVariable() {
        assertThatIllegalArgumentException()
                .isThrownBy(ValueTypeTests::<Post>open)
                .withMessageStartingWith("the type argument of a ValueType leaves the type variable E open")
                .withMessageEndingWith("(java.util.List<E>); give a concrete type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValueType.of(List.class.getMethod("iterator").getGenericReturnType()))
                .withMessageStartingWith("the type leaves the type variable E open");
    }

    @Test
    void refusesAVariableThatItsOwnSubclassLeftForLater() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Later<Post>())
                .withMessageContaining("leaves the type variable T open");
    }

    @Test
    void refusesVariablesInArraysAndBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(ValueTypeTests::<Post>array)
                .withMessageContaining("variable E open");
        assertThatIllegalArgumentException()
                .isThrownBy(ValueTypeTests::<Post>upperBound)
                .withMessageContaining("variable E open");
        assertThatIllegalArgumentException()
                .isThrownBy(ValueTypeTests::<Post>lowerBound)
                .withMessageContaining("variable E open");
    }

    @Test
    void takesWildcardsWithoutVariables() {
        assertThat(new ValueType<List<? extends Number>>() {})
                .hasToString("java.util.List<? extends java.lang.Number>");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> ValueType.of((Class<Post>) null))
                .withMessage("type must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> ValueType.of((Type) null))
                .withMessage("type must not be null");
    }

    private static <E> ValueType<List<E>> open() {
        return new ValueType<>() {};
    }

    private static <E> ValueType<List<E[]>> array() {
        return new ValueType<>() {};
    }

    private static <E> ValueType<List<? extends E>> upperBound() {
        return new ValueType<>() {};
    }

    private static <E> ValueType<List<? super E>> lowerBound() {
        return new ValueType<>() {};
    }
}
