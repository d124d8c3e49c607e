// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * A class that is no record and none of the JDK, by its own {@code toString()}.
 *
 * <p>Nothing proves that such a text differs wherever {@code equals} does, so what is known to go wrong is refused: a
 * class that leaves one of {@code equals}, {@code hashCode} and {@code toString} to a class of the JDK, and one with
 * several fields that can hold any text, where a text with the right separator in it could pass for its neighbour.
 */
final class TextPart implements KeyPart {

    private final Class<?> type;

    TextPart(Class<?> type) {
        requireOwn(type, "equals", Object.class);
        requireOwn(type, "hashCode");
        requireOwn(type, "toString");
        if (freeFields(type) > 1) {
            throw new InvalidCacheKeyException(
                    "the toString() of %s joins several fields that can hold any text, ".formatted(type.getTypeName())
                            + "so two different keys could have one text; make it a record");
        }
        this.type = type;
    }

    @Override
    public void write(KeyWriter out, Object value) {
        if (value.getClass() != type) {
            throw InvalidCacheKeyException.mismatch(type, value);
        }
        String text = value.toString();
        if (text == null) {
            throw new InvalidCacheKeyException(
                    "the toString() of %s returned null; return a text that differs wherever equals does"
                            .formatted(type.getTypeName()));
        }
        out.escaped(text);
    }

    @Override
    public String mark() {
        return KeyParts.mark(type);
    }

    @Override
    public boolean mayBe(String plain) {
        return true;
    }

    @Override
    public boolean isShort() {
        return false;
    }

    @Override
    public boolean isText() {
        return true;
    }

    private static void requireOwn(Class<?> type, String method, Class<?>... parameters) {
        try {
            Class<?> declaring = type.getMethod(method, parameters).getDeclaringClass();
            if (KeyParts.isJdk(declaring)) {
                throw new InvalidCacheKeyException(
                        "%s does not override %s(), so no text stands for its value; make it a record, or use its id"
                                .formatted(type.getTypeName(), method));
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every class has " + method, e);
        }
    }

    /** Counts the fields that can hold any text; one whose type is unknown may hold several. */
    private static int freeFields(Class<?> type) {
        int free = 0;
        for (Class<?> at = type; at != null && !KeyParts.isJdk(at); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !field.isSynthetic()) {
                    free += freedom(field.getType());
                }
            }
        }
        return free;
    }

    private static int freedom(Class<?> field) {
        if (field == String.class) {
            return 1;
        }
        return field.isPrimitive() || field.isEnum() || ValuePart.of(field) != null ? 0 : 2;
    }
}
