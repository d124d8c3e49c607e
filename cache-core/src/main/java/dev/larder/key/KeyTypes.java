// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds out how the values of a declared type are written. */
final class KeyTypes {

    private KeyTypes() {}

    /**
     * A type, what the type variables in it stand for, and the records whose components it was written in.
     *
     * <p>A record that holds its own kind has no fixed number of parts, so within itself it is taken as a value of any
     * class. A type argument is not within the record it is given to: {@code Pair<Long, Pair<String, String>>} has
     * three parts.
     */
    private record Bound(@Nullable Type type, Map<TypeVariable<?>, Bound> variables, Set<Class<?>> within) {

        static final Bound ANY = new Bound(null, Map.of(), Set.of());

        Bound of(Type other) {
            return new Bound(other, variables, within);
        }

        /** The type that a variable or a wildcard stands for. */
        Bound resolved() {
            if (type instanceof TypeVariable<?> variable) {
                return variables.getOrDefault(variable, ANY).resolved();
            }
            return type instanceof WildcardType wildcard
                    ? of(wildcard.getUpperBounds()[0]).resolved()
                    : this;
        }

        Bound argument(int index) {
            return type instanceof ParameterizedType parameterized
                            && index < parameterized.getActualTypeArguments().length
                    ? of(parameterized.getActualTypeArguments()[index])
                    : ANY;
        }

        /** The class of this type, a wrapper for a primitive one. */
        Class<?> raw() {
            if (type instanceof GenericArrayType array) {
                throw InvalidCacheKeyException.array(array);
            }
            Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
            return raw instanceof Class<?> found
                    ? MethodType.methodType(found).wrap().returnType()
                    : Object.class;
        }
    }

    /** Returns the parts that a key of a declared type has. */
    static KeyType keyType(Type declared) {
        return keyType("", new Bound(declared, Map.of(), Set.of()));
    }

    /** Returns how a value of a declared type is written into one part. */
    static KeyPart part(Type declared) {
        return part(new Bound(declared, Map.of(), Set.of()));
    }

    private static KeyType keyType(String name, Bound declared) {
        Bound bound = declared.resolved();
        Class<?> raw = bound.raw();
        if (!raw.isRecord()
                || raw.getRecordComponents().length == 0
                || bound.within().contains(raw)) {
            return new KeyType.Leaf(name, part(bound));
        }
        RecordReader reader = new RecordReader(raw);
        String path = name.isEmpty() ? "" : name + ".";
        return new KeyType.Branch(
                reader, components(reader, bound, (component, type) -> keyType(path + component, type)));
    }

    private static KeyPart part(Bound declared) {
        Bound bound = declared.resolved();
        Class<?> raw = bound.raw();
        KeyPart plain = KeyParts.plain(raw);
        if (plain != null) {
            return plain;
        }
        if (raw.isRecord()) {
            return record(raw, bound);
        }
        if (List.class.isAssignableFrom(raw)) {
            return GroupPart.list(part(bound.argument(0)));
        }
        if (Set.class.isAssignableFrom(raw)) {
            return GroupPart.set(part(bound.argument(0)));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return GroupPart.map(part(bound.argument(0)), part(bound.argument(1)));
        }
        return raw == Optional.class ? GroupPart.optional(part(bound.argument(0))) : KeyParts.declared(raw);
    }

    private static KeyPart record(Class<?> raw, Bound bound) {
        if (bound.within().contains(raw)) {
            return AnyPart.INSTANCE;
        }
        RecordReader reader = new RecordReader(raw);
        return new RecordPart(reader, components(reader, bound, (component, type) -> part(type)));
    }

    private static <T> List<T> components(RecordReader reader, Bound bound, BiFunction<String, Bound, T> read) {
        Class<?> raw = reader.type();
        Map<TypeVariable<?>, Bound> variables = new HashMap<>();
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            variables.put(parameters[i], bound.argument(i));
        }
        Set<Class<?>> within = new HashSet<>(bound.within());
        within.add(raw);
        List<T> components = new ArrayList<>();
        for (int i = 0; i < reader.size(); i++) {
            try {
                components.add(read.apply(reader.name(i), new Bound(reader.typeOf(i), variables, within)));
            } catch (InvalidCacheKeyException e) {
                throw e.in("component %s of %s".formatted(reader.name(i), raw.getTypeName()));
            }
        }
        return components;
    }
}
