// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * The store answered a command with an error, so that it is over, and does not run later: it is not allowed, say, or nothing may be
 * changed at present. A store that cannot tell fails with anything else.
 */
public final class StoreRefusalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes a refusal.
     *
     * @param refusal what the store answered
     */
    public StoreRefusalException(Throwable refusal) {
        super(refusal.getMessage(), refusal);
    }
}
