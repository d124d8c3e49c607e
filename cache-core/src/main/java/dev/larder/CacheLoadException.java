// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * A key could not be loaded, for a reason that is not an unchecked exception of the origin's.
 *
 * <p>The cause is the checked exception that the loader threw; each of the callers who waited for the load gets an exception of its
 * own with that cause. Unchecked exceptions and errors are never wrapped: all callers get the very instance that the loader threw.
 */
public class CacheLoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which key of which cache could not be loaded, and why
     * @param cause what the loader threw, if it threw
     */
    public CacheLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
