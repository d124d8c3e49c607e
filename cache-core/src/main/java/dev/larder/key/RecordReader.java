// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Reads the components of one record class. */
final class RecordReader {

    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandle[] accessors;

    RecordReader(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.accessors = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = accessor(components[i]);
        }
    }

    Class<?> type() {
        return type;
    }

    int size() {
        return components.length;
    }

    String name(int component) {
        return components[component].getName();
    }

    Type typeOf(int component) {
        return components[component].getGenericType();
    }

    @Nullable
    Object read(int component, Object value) {
        try {
            return (Object) accessors[component].invokeExact(value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new InvalidCacheKeyException(
                    "%s.%s() threw %s; a record used as a key must not refuse to be read"
                            .formatted(
                                    type.getTypeName(),
                                    name(component),
                                    e.getClass().getName()),
                    e);
        }
    }

    void require(Object value) {
        if (value.getClass() != type) {
            throw InvalidCacheKeyException.mismatch(type, value);
        }
    }

    private static MethodHandle accessor(RecordComponent component) {
        Method method = component.getAccessor();
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(Object.class, Object.class));
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            throw new InvalidCacheKeyException(
                    "%s cannot be read; open its package %s to the module of dev.larder"
                            .formatted(
                                    method.getDeclaringClass().getTypeName(),
                                    method.getDeclaringClass().getPackageName()),
                    e);
        }
    }
}
