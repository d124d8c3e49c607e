// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loader came to for one key.
 *
 * @param value the value; null if the origin has none, or if it failed
 * @param failure why it failed; null if it did not
 * @param blamed whether it was this key that failed, and not perhaps another one of a bulk
 */
record Loaded<V>(@Nullable V value, @Nullable Throwable failure, boolean blamed) {

    static <V> Loaded<V> value(@Nullable V value) {
        return new Loaded<>(value, null, false);
    }

    /** The outcome of the only key, or what went wrong where nothing should. */
    static <V> Loaded<V> only(@Nullable List<Loaded<V>> outcomes, @Nullable Throwable unexpected) {
        return outcomes != null ? outcomes.get(0) : new Loaded<>(null, unexpected, true);
    }

    static <V> Loaded<V> failure(@Nullable Throwable failure, boolean blamed) {
        return new Loaded<>(null, failure, blamed);
    }
}
