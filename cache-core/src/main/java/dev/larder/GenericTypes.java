// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a class gives for the type parameters of a superclass. */
final class GenericTypes {

    private GenericTypes() {}

    /** Returns the type arguments that {@code subclass} gives to {@code superclass}, type variables replaced where they are bound. */
    static Type[] argumentsOf(Class<?> superclass, Class<?> subclass) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        Type type = subclass;
        while (true) {
            Class<?> raw;
            if (type instanceof ParameterizedType parameterized) {
                raw = (Class<?>) parameterized.getRawType();
                TypeVariable<?>[] variables = raw.getTypeParameters();
                Type[] arguments = parameterized.getActualTypeArguments();
                for (int i = 0; i < variables.length; i++) {
                    bound.put(variables[i], replace(arguments[i], bound));
                }
            } else {
                raw = (Class<?>) type;
            }
            if (raw == superclass) {
                return Stream.of(raw.getTypeParameters())
                        .map(variable -> bound.getOrDefault(variable, variable))
                        .toArray(Type[]::new);
            }
            type = raw.getGenericSuperclass();
        }
    }

    /** Refuses a type that leaves a type variable open. */
    static void requireConcrete(Type type, String what) {
        TypeVariable<?> open = openVariable(type);
        if (open != null) {
            throw new IllegalArgumentException(
                    "%s leaves the type variable %s open, so values could not be read back as what they were (%s); give a concrete type"
                            .formatted(what, open.getName(), type.getTypeName()));
        }
    }

    static @Nullable TypeVariable<?> openVariable(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return variable;
        }
        if (type instanceof ParameterizedType parameterized) {
            return openVariable(parameterized.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return openVariable(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            TypeVariable<?> upper = openVariable(wildcard.getUpperBounds());
            return upper != null ? upper : openVariable(wildcard.getLowerBounds());
        }
        return null;
    }

    private static @Nullable TypeVariable<?> openVariable(Type[] types) {
        for (Type type : types) {
            TypeVariable<?> open = openVariable(type);
            if (open != null) {
                return open;
            }
        }
        return null;
    }

    private static Type replace(Type type, Map<TypeVariable<?>, Type> bound) {
        if (type instanceof TypeVariable<?> variable) {
            return bound.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType parameterized && openVariable(type) != null) {
            Type[] arguments = Stream.of(parameterized.getActualTypeArguments())
                    .map(argument -> replace(argument, bound))
                    .toArray(Type[]::new);
            return new Parameterized((Class<?>) parameterized.getRawType(), arguments, parameterized.getOwnerType());
        }
        if (type instanceof GenericArrayType array
                && replace(array.getGenericComponentType(), bound) instanceof Class<?> component) {
            return component.arrayType();
        }
        if (type instanceof WildcardType wildcard && wildcard.getLowerBounds().length == 0) {
            // What may be read from it is all that matters here.
            return replace(wildcard.getUpperBounds()[0], bound);
        }
        return type;
    }

    /** A parameterized type whose variables were replaced; equal to the JDK's own of the same parts. */
    private static final class Parameterized implements ParameterizedType {

        private final Class<?> raw;
        private final Type[] arguments;
        private final @Nullable Type owner;

        Parameterized(Class<?> raw, Type[] arguments, @Nullable Type owner) {
            this.raw = raw;
            this.arguments = arguments;
            this.owner = owner;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Arrays.equals(arguments, that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(arguments) ^ (owner == null ? 0 : owner.hashCode()) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            return Arrays.stream(arguments)
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", raw.getName() + "<", ">"));
        }
    }
}
