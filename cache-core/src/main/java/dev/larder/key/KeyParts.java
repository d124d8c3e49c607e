// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out how the values of a class are written. */
final class KeyParts {

    private static final KeyPart LIST = GroupPart.list(AnyPart.INSTANCE);
    private static final KeyPart SET = GroupPart.set(AnyPart.INSTANCE);
    private static final KeyPart MAP = GroupPart.map(AnyPart.INSTANCE, AnyPart.INSTANCE);
    private static final KeyPart OPTIONAL = GroupPart.optional(AnyPart.INSTANCE);

    private static final ClassValue<KeyPart> BY_CLASS = new ClassValue<>() {
        @Override
        protected KeyPart computeValue(Class<?> type) {
            return ofClass(type);
        }
    };

    private KeyParts() {}

    /** Returns how a value is written whose class nothing but the value itself tells. */
    static KeyPart ofValue(Object value) {
        return BY_CLASS.get(value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
    }

    /** Returns how values of a concrete class are written. */
    private static KeyPart ofClass(Class<?> type) {
        KeyPart known = plain(type);
        if (known != null) {
            return known;
        }
        if (type.isRecord()) {
            return KeyTypes.part(type);
        }
        if (List.class.isAssignableFrom(type)) {
            return LIST;
        }
        if (Set.class.isAssignableFrom(type)) {
            return SET;
        }
        if (Map.class.isAssignableFrom(type)) {
            return MAP;
        }
        return type == Optional.class ? OPTIONAL : text(type);
    }

    /** Returns how the values of a type are written that holds no other values; {@code null} for another type. */
    static @Nullable KeyPart plain(Class<?> type) {
        if (type.isArray()) {
            throw InvalidCacheKeyException.array(type);
        }
        KeyPart known = ValuePart.of(type);
        if (known == null && type.isEnum()) {
            @SuppressWarnings("unchecked")
            Class<? extends Enum<?>> constants = (Class<? extends Enum<?>>) type;
            return new EnumPart(constants);
        }
        return known;
    }

    /** Returns how values of a declared class are written that is none of those which Larder knows. */
    static KeyPart declared(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type == Object.class) {
            return AnyPart.INSTANCE;
        }
        KeyPart text = text(type);
        return Modifier.isFinal(type.getModifiers()) ? text : AnyPart.INSTANCE;
    }

    private static KeyPart text(Class<?> type) {
        if (isJdk(type)) {
            throw new InvalidCacheKeyException(
                    "%s is not known to have one text for each of its values; use its value as a String, "
                                    .formatted(type.getTypeName())
                            + "number, UUID, java.time type, enum, record, List, Set or Map");
        }
        return new TextPart(type);
    }

    static boolean isJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getName().startsWith("java.");
    }

    /**
     * Returns the name of a class in a type mark. It holds a dot, which the names that Larder gives do not, and no
     * closing bracket.
     */
    static String mark(Class<?> type) {
        String name = KeyEscapes.escape(type.getName()).replace(")", "%29");
        return name.indexOf('.') < 0 ? "." + name : name;
    }
}
