// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/**
 * The calling thread was interrupted while it waited for a store or for another caller's load.
 *
 * <p>The thread's interrupt flag is set again. What it waited for goes on in the background for the others who wait.
 */
public class CacheInterruptedException extends CacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what the thread waited for
     */
    public CacheInterruptedException(String message) {
        super(message, null);
    }
}
