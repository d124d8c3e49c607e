// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** The type of the values that Spring caches of what a method returns. */
final class MethodValueType {

    private final Map<?, Type> variables;

    private MethodValueType(Class<?> targetClass) {
        this.variables = GenericTypeResolver.getTypeVariableMap(targetClass);
    }

    /** The type; {@code null} if the method returns nothing, or the class leaves a type variable of it open. */
    static @Nullable Type of(Method method, Class<?> targetClass) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            return null; // its signature says Object
        }
        Type returned = new MethodValueType(targetClass).replace(method.getGenericReturnType());
        return returned == null ? null : unwrap(returned);
    }

    /** Takes the value out of what Spring takes it out of: one wrapper, not one in another. */
    private static @Nullable Type unwrap(Type type) {
        Class<?> raw = ResolvableType.forType(type).toClass();
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        if (raw != Optional.class && adapter == null && !CompletionStage.class.isAssignableFrom(raw)) {
            return valued(type);
        }
        if (!(type instanceof ParameterizedType wrapper && wrapper.getActualTypeArguments().length == 1)) {
            return null;
        }
        Type value = wrapper.getActualTypeArguments()[0];
        return adapter != null && adapter.isMultiValue() ? parameterized(List.class, value) : valued(value);
    }

    private static @Nullable Type valued(Type type) {
        if (type == void.class || type == Void.class) {
            return null;
        }
        return type instanceof Class<?> raw ? ClassUtils.resolvePrimitiveIfNecessary(raw) : type;
    }

    /** The type without variables and wildcards, made of parts that are equal if they say the same. */
    private @Nullable Type replace(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            Type bound = variables.get(variable);
            return bound == null || bound.equals(variable) ? null : replace(bound);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] given = generic.getActualTypeArguments();
            Type[] arguments = new Type[given.length];
            for (int i = 0; i < given.length; i++) {
                Type argument = replace(given[i]);
                if (argument == null) {
                    return null;
                }
                arguments[i] = argument;
            }
            return parameterized((Class<?>) generic.getRawType(), arguments);
        }
        if (type instanceof WildcardType wildcard) {
            // What may be read from it is all that matters, unless it says only what may be put there.
            Type[] lower = wildcard.getLowerBounds();
            return replace(lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            Type component = replace(array.getGenericComponentType());
            return component instanceof Class<?> raw
                    ? raw.arrayType()
                    : component == null ? null : new ArrayOf(component);
        }
        return type;
    }

    private static Type parameterized(Class<?> raw, Type... arguments) {
        ResolvableType[] generics = new ResolvableType[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            generics[i] = ResolvableType.forType(arguments[i]);
        }
        return ResolvableType.forClassWithGenerics(raw, generics).getType();
    }

    private record ArrayOf(Type getGenericComponentType) implements GenericArrayType {

        @Override
        public String getTypeName() {
            return getGenericComponentType.getTypeName() + "[]";
        }
    }
}
