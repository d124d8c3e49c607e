// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/** A cache cannot be opened as it is configured; the message says which cache, what is wrong and what to do. */
public class CacheConfigurationException extends CacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, in which cache, and what to do
     * @param cause what led to it, if anything
     */
    public CacheConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
