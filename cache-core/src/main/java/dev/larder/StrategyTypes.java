// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.lang.reflect.Type;

/** The types of keys and values that a strategy class gives to its superclass. */
record StrategyTypes<K, V>(ValueType<K> keys, ValueType<V> values) {

    static <K, V> StrategyTypes<K, V> of(Class<?> strategy, CacheOptions options) {
        Type[] arguments = GenericTypes.argumentsOf(BaseCacheStrategy.class, strategy);
        try {
            return new StrategyTypes<>(ValueType.of(arguments[0]), ValueType.of(arguments[1]));
        } catch (IllegalArgumentException open) {
            throw new CacheConfigurationException(
                    "%s does not say what cache '%s' holds: %s"
                            .formatted(strategy.getName(), options.name(), open.getMessage()),
                    "extend the strategy with concrete types, such as CacheAsideStrategy<Long, List<Post>>, or pass ValueTypes to its"
                            + " constructor",
                    open);
        }
    }
}
