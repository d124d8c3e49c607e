// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * Changes the origin.
 *
 * @param <R> what the change returns
 * @param <X> what it throws; {@link RuntimeException} if nothing checked
 */
@FunctionalInterface
public interface OriginWrite<R extends @Nullable Object, X extends Exception> {

    /**
     * Changes the origin, and has committed the change when it returns, unless the caller is in a transaction.
     *
     * @return what the caller of the write gets
     * @throws X if the origin refuses; the caller gets this very instance, and nothing is kept
     */
    R run() throws X;
}
