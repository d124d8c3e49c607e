// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that a bulk load came to only some of its values; thrown by {@link CacheLoader#loadAll}, and taken apart by the cache: what was
 * loaded is stored and served, and callers who want another key get the cause, as if its own load had thrown it.
 */
public final class PartialLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Object, @Nullable Object> loaded;
    private final Throwable cause;

    /**
     * Makes one.
     *
     * @param loaded the values that were loaded by their keys; {@code null} for a key that the origin does not have
     * @param cause why the others were not
     */
    public PartialLoadException(Map<?, ?> loaded, Throwable cause) {
        super(
                "loaded %d keys of a bulk before it failed: %s"
                        .formatted(
                                loaded.size(),
                                LoadFailure.said(Objects.requireNonNull(cause, "cause must not be null"))),
                cause);
        this.loaded = new LinkedHashMap<>(loaded);
        this.cause = cause;
    }

    Map<Object, @Nullable Object> loaded() {
        return loaded;
    }

    Throwable cause() {
        return cause;
    }
}
