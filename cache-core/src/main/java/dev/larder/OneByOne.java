// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads the keys of a bulk one after the other, and keeps what was loaded before one of them failed. */
final class OneByOne {

    private OneByOne() {}

    /** Loads one key. */
    @FunctionalInterface
    interface Load<K, V> {

        @Nullable
        V load(K key) throws Exception;
    }

    static <K, V> Map<K, V> load(Collection<K> keys, Load<K, V> one) throws Exception {
        Map<K, @Nullable V> known = new LinkedHashMap<>();
        for (K key : keys) {
            try {
                known.put(key, one.load(key));
            } catch (Exception failure) {
                if (keys.size() == 1 || LoadFailure.isInterrupt(failure)) {
                    throw failure;
                }
                throw new PartialLoadException(known, failure);
            }
        }
        Map<K, V> values = new LinkedHashMap<>();
        known.forEach((key, value) -> {
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
    }
}
