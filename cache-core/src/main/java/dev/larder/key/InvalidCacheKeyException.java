// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A key, a type of keys or a pattern over keys for which no text can be made; the message says which, why and what to
 * do.
 */
public final class InvalidCacheKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidCacheKeyException(String message) {
        super(message);
    }

    InvalidCacheKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static InvalidCacheKeyException array(Type type) {
        return new InvalidCacheKeyException(
                "an array (%s) is equal only to itself; use a List".formatted(type.getTypeName()));
    }

    /** A value of another class than the declared key type has in its place. */
    static InvalidCacheKeyException mismatch(Class<?> declared, Object value) {
        return new InvalidCacheKeyException("it holds a %s where its declared type has a %s; pass what was declared"
                .formatted(value.getClass().getTypeName(), declared.getTypeName()));
    }

    /** Returns this exception with {@code where} in front of its message. */
    InvalidCacheKeyException in(String where) {
        InvalidCacheKeyException placed = new InvalidCacheKeyException(where + ": " + getMessage(), getCause());
        placed.setStackTrace(getStackTrace());
        return placed;
    }
}
