// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import org.jspecify.annotations.Nullable;

/**
 * Says that a value could not be turned into bytes, or bytes into a value, or that a type can never be.
 *
 * <p>Neither its message nor its causes hold any part of the value, so that it can be logged: causes keep their class and
 * stack trace and lose their message.
 */
public class CacheSerializationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what failed, for which type, and what to do; without any part of the value
     * @param cause why, or null; its message must not hold any part of the value either
     */
    public CacheSerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
