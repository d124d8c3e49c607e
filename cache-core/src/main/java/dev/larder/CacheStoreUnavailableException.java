// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/** A write was refused before it changed the origin, because the store did not answer and the cache's options say so. */
public class CacheStoreUnavailableException extends CacheException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which write was refused
     */
    public CacheStoreUnavailableException(String message) {
        super(message, null);
    }
}
