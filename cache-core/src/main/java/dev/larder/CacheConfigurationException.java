// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/** A cache cannot be opened as it is configured; the message says which cache, what is wrong and what to do. */
public class CacheConfigurationException extends CacheException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /**
     * Makes an exception.
     *
     * @param problem what is wrong, in which cache
     * @param remedy what to do about it
     * @param cause what led to it, if anything
     */
    public CacheConfigurationException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "; " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /**
     * Returns what is wrong.
     *
     * @return the first part of the message
     */
    public String problem() {
        return problem;
    }

    /**
     * Returns what to do about it.
     *
     * @return the second part of the message
     */
    public String remedy() {
        return remedy;
    }
}
