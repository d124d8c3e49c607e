// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/** The root of what Larder itself throws. What an origin throws unchecked is passed on as it is. */
public class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, to which cache, and what to do
     * @param cause what led to it, if anything
     */
    public CacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
