// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheConfigurationException;
import dev.larder.ValueType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** The type of each cache's values: the given one, else that of the first annotated method, else any. */
final class CacheValueTypes {

    private static final ValueType<Object> UNTYPED = ValueType.of(Object.class);

    /** Who says what is in a cache; nobody does of one that was opened by its name only. */
    private record Declared(
            ValueType<Object> type, @Nullable String method) {

        String says() {
            return method == null
                    ? "it was opened before by its name only, for plain JSON"
                    : "%s keeps %s in it".formatted(method, type);
        }
    }

    private record Use(String cache, Method method, Class<?> targetClass) {}

    private final Map<String, ValueType<?>> given;
    private final ConcurrentMap<String, Declared> declared = new ConcurrentHashMap<>();
    private final Set<Use> checked = ConcurrentHashMap.newKeySet();

    CacheValueTypes(Map<String, ? extends ValueType<?>> given) {
        this.given = Map.copyOf(given);
    }

    boolean isGiven(String cache) {
        return given.containsKey(cache);
    }

    /** The type to open a cache with; from then on it has no other. */
    ValueType<Object> decide(String cache) {
        ValueType<?> type = given.get(cache);
        return type != null
                ? ValueType.of(type.type())
                : declared.computeIfAbsent(cache, name -> new Declared(UNTYPED, null))
                        .type();
    }

    /** Takes note of what a method keeps in a cache, and refuses it if that has other values. */
    void declare(String cache, Method method, Class<?> targetClass) {
        Use use = new Use(cache, method, targetClass);
        if (isGiven(cache) || checked.contains(use)) {
            return;
        }
        Method specific = specific(method, targetClass);
        Type type = MethodValueType.of(specific, targetClass);
        if (type != null) {
            Declared mine = new Declared(ValueType.of(type), nameOf(specific, targetClass));
            Declared first = declared.putIfAbsent(cache, mine);
            if (first != null && !first.type().equals(mine.type())) {
                throw mismatch(cache, first, mine);
            }
        }
        checked.add(use);
    }

    /** The method as its class has it. Classes of proxies and lambdas have lost the type arguments, which the interface still has. */
    private static Method specific(Method method, Class<?> targetClass) {
        return Proxy.isProxyClass(targetClass) || targetClass.isSynthetic()
                ? ClassUtils.getInterfaceMethodIfPossible(method, targetClass)
                : AopUtils.getMostSpecificMethod(method, targetClass);
    }

    private static String nameOf(Method method, Class<?> targetClass) {
        return targetClass.getName() + "." + method.getName();
    }

    private static CacheConfigurationException mismatch(String cache, Declared first, Declared second) {
        String remedy = first.method() == null
                ? "set larder.caches.%s.value-type, or open it after all beans are made and declare beans with annotated methods by their classes"
                : "give each method a cache of its own, or set larder.caches.%s.value-type if all values are of one class";
        return new CacheConfigurationException(
                "cache '%s' can have values of one type only, since they become bytes; %s, and %s"
                        .formatted(cache, first.says(), second.says()),
                remedy.formatted(cache),
                null);
    }
}
