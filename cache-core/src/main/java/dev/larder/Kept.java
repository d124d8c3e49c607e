// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoredValue;
import org.jspecify.annotations.Nullable;

/** What a cache keeps of a change that succeeded: a value, or nothing, as after an eviction. */
record Kept<V>(
        boolean keeps,
        boolean isEviction,
        @Nullable V value,
        @Nullable StoredValue base) {

    static <V> Kept<V> nothing() {
        return new Kept<>(false, false, null, null);
    }

    static <V> Kept<V> eviction() {
        return new Kept<>(false, true, null, null);
    }

    static <V> Kept<V> value(@Nullable V value) {
        return new Kept<>(true, false, value, null);
    }

    /** A value that was made of an older one, whose times it keeps. */
    static <V> Kept<V> merged(@Nullable V value, StoredValue base) {
        return new Kept<>(true, false, value, base);
    }

    boolean isMerged() {
        return base != null;
    }
}
