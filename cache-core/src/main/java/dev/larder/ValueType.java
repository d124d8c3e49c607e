// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;

/**
 * A type with its type arguments, such as {@code List<Post>}: {@code new ValueType<List<Post>>() {}}.
 *
 * <p>Two are equal if they stand for the same type.
 *
 * @param <T> the type
 */
public abstract class ValueType<T> {

    private final Type type;

    /** Takes the type from the subclass's type argument. */
    protected ValueType() {
        Class<?> subclass = getClass();
        while (subclass.getSuperclass() != ValueType.class) {
            subclass = subclass.getSuperclass();
        }
        if (!(subclass.getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalArgumentException(
                    "no type argument: write new ValueType<List<Post>>() {} with the type in the angle brackets");
        }
        type = parameterized.getActualTypeArguments()[0];
        GenericTypes.requireConcrete(type, "the type argument of a ValueType");
    }

    private ValueType(Type type) {
        this.type = Objects.requireNonNull(type, "type must not be null");
        GenericTypes.requireConcrete(type, "the type");
    }

    /**
     * Makes the type of a class without type arguments.
     *
     * @param <T> the type
     * @param type the class
     * @return its type
     */
    public static <T> ValueType<T> of(Class<T> type) {
        return new Given<>(type);
    }

    /**
     * Makes a type from one found by reflection, such as a method's generic return type. That {@code T} fits is up to the caller.
     *
     * @param <T> the type
     * @param type the type, without type variables
     * @return the type
     */
    public static <T> ValueType<T> of(Type type) {
        return new Given<>(type);
    }

    /**
     * Returns the type for reflection.
     *
     * @return the type, without type variables
     */
    public Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof ValueType<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }

    private static final class Given<T> extends ValueType<T> {
        Given(Type type) {
            super(type);
        }
    }
}
