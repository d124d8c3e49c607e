// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.util.Objects;
import java.util.function.ToIntBiFunction;

/**
 * Which cache a region holds, and how much of it a local store may keep.
 *
 * @param namespace what every key begins with: the namespace, after the application's prefix and a colon if it has one
 * @param version the version of the cache's layout, the second part of every key
 * @param cache the cache's name
 * @param maximum the number of values, or the sum of their weights, that a local store keeps at most
 * @param maximumAbsent how many known absences a local store keeps at most, beside its values: they have a share of their own, so
 *     that asking for keys that do not exist pushes no value out
 * @param keys which keys of the namespace are this cache's, for a store that keeps those of all caches together
 * @param weigher the weight of a key and its payload, at least 0; called once per stored value, never under a lock
 */
public record RegionSpec(
        String namespace,
        int version,
        String cache,
        long maximum,
        long maximumAbsent,
        KeyFilter keys,
        ToIntBiFunction<Object, Object> weigher) {

    /** Checks the bounds. */
    public RegionSpec {
        Objects.requireNonNull(namespace, "namespace must not be null");
        Objects.requireNonNull(cache, "cache must not be null");
        Objects.requireNonNull(keys, "keys must not be null");
        Objects.requireNonNull(weigher, "weigher must not be null");
        if (maximum < 1) {
            throw new IllegalArgumentException(
                    "maximum must be at least 1, but was %d (cache '%s')".formatted(maximum, cache));
        }
        if (maximumAbsent < 1) {
            throw new IllegalArgumentException(
                    "maximumAbsent must be at least 1, but was %d (cache '%s')".formatted(maximumAbsent, cache));
        }
    }

    /**
     * Describes a cache that is bounded by the number of its values, and may know a tenth as many absences, but one at least. Its keys
     * are those that begin with the namespace, the version and the name.
     *
     * @param namespace the namespace
     * @param version the version
     * @param cache the cache's name
     * @param maximumSize how many values a local store keeps at most
     * @return the description
     */
    public static RegionSpec ofSize(String namespace, int version, String cache, long maximumSize) {
        return new RegionSpec(
                namespace,
                version,
                cache,
                maximumSize,
                Math.max(1, maximumSize / 10),
                new Beginning("%s:v%d:%s:".formatted(namespace, version, cache)),
                (key, payload) -> 1);
    }

    private record Beginning(String literalHead) implements KeyFilter {

        @Override
        public boolean matches(String text) {
            return text.startsWith(literalHead);
        }
    }
}
