// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of one call run: on the thread of a synchronous caller, or in the background.
 *
 * <p>{@link #execute} takes steps of Larder's own, which are short, and never refuses them.
 */
interface Caller extends Executor {

    /**
     * Runs a user's code: a loader or an origin write.
     *
     * @throws RejectedExecutionException if there is no thread for it
     */
    void call(Runnable code);

    /** Waits for something that the next step needs, if the call has a thread that is to wait anyway; may return before it is done. */
    default void waitFor(CompletableFuture<?> needed) {}

    /** The thread that waits for the call; null if none does. */
    default @Nullable Thread thread() {
        return null;
    }
}
