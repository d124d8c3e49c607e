// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenericTypesTests {

    private static class Root<A, B> {}

    private static class Swapped<X, Y> extends Root<Y, X> {}

    private static class Wrapped<T> extends Swapped<List<Map<String, T>>, Optional<T>> {}

    private static class OfLongs extends Wrapped<Long> {}

    private static class Deeper extends OfLongs {}

    private static class Arrays<T> extends Root<T[], List<? extends T>> {}

    private static class OfTextArrays extends Arrays<String> {}

    @SuppressWarnings("rawtypes")
    private static class Raw extends Root {}

    private static class Entries<T> extends Root<Map.Entry<T, T>, T> {}

    private static class OfTextEntries extends Entries<String> {}

    @Test
    void findsArgumentsThroughSuperclassesThatRenameAndNestThem() {
        assertThat(argumentsOf(OfLongs.class))
                .containsExactly(
                        new ValueType<Optional<Long>>() {}.type(), new ValueType<List<Map<String, Long>>>() {}.type());
        assertThat(argumentsOf(Deeper.class)).containsExactly(argumentsOf(OfLongs.class));
    }

    @Test
    void findsArgumentsThatStandInArraysAndInTheBoundsOfWildcards() {
        assertThat(argumentsOf(OfTextArrays.class))
                .extracting(Type::getTypeName)
                .containsExactly("java.lang.String[]", "java.util.List<java.lang.String>");
    }

    @Test
    void leavesOpenWhatNobodyBinds() {
        assertThat(argumentsOf(Raw.class)).extracting(Type::getTypeName).containsExactly("A", "B");
        assertThat(argumentsOf(Wrapped.class)[0].getTypeName()).isEqualTo("java.util.Optional<T>");
    }

    @Test
    void replacedTypesAreEqualToTheJdksOwn() {
        Type replaced = argumentsOf(OfLongs.class)[0];
        Type own = new ValueType<Optional<Long>>() {}.type();

        assertThat(replaced).isEqualTo(own).hasSameHashCodeAs(own);
        assertThat(own).isEqualTo(replaced);
        assertThat(replaced.toString()).isEqualTo(own.toString());
        assertThat(replaced).isNotEqualTo(new ValueType<Optional<String>>() {}.type());
        assertThat(replaced).isNotEqualTo("java.util.Optional<java.lang.Long>");
    }

    @Test
    void keepsTheOwnerOfANestedType() {
        Type replaced = argumentsOf(OfTextEntries.class)[0];

        assertThat(replaced).isEqualTo(new ValueType<Map.Entry<String, String>>() {}.type());
        assertThat(((ParameterizedType) replaced).getOwnerType()).isEqualTo(Map.class);
    }

    @Test
    void namesTheOpenVariableAndTheTypeItStandsIn() {
        Type open = argumentsOf(Wrapped.class)[1];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenericTypes.requireConcrete(open, "the value type"))
                .withMessage(
                        "the value type leaves the type variable T open, so values could not be read back as what they"
                                + " were (java.util.List<java.util.Map<java.lang.String, T>>); give a concrete type");
    }

    private static Type[] argumentsOf(Class<?> subclass) {
        return GenericTypes.argumentsOf(Root.class, subclass);
    }
}
