// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.RejectedExecutionException;

/** What callers see of a loader's failure. */
final class LoadFailure {

    private LoadFailure() {}

    /** Unchecked exceptions and errors as they are, so that a caller's {@code catch} works as without a cache; checked ones wrapped. */
    static Throwable seenByCaller(Throwable failure, String what) {
        if (failure instanceof RuntimeException || failure instanceof Error) {
            return failure;
        }
        return new CacheLoadException("could not load %s: %s".formatted(what, said(failure)), failure);
    }

    /** In its own words if it has any: an exception of a user's may fail to say them, and nobody must hang for that. */
    static String said(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException | Error mute) {
            return failure.getClass().getName();
        }
    }

    /** As a log can take it, which asks it and its causes for their words; one that cannot say them has a stand-in. */
    static Throwable sayable(Throwable failure) {
        try {
            failure.printStackTrace(new PrintWriter(Writer.nullWriter()));
            return failure;
        } catch (RuntimeException | Error mute) {
            IllegalStateException standIn = new IllegalStateException(
                    "a failure that cannot be said: " + failure.getClass().getName());
            standIn.setStackTrace(failure.getStackTrace());
            return standIn;
        }
    }

    static boolean isWorthARetry(Throwable failure) {
        return failure instanceof Exception && !isInterrupt(failure);
    }

    /** Whether the origin failed, and not the thread that should have asked it. */
    static boolean isTheOrigins(Throwable failure) {
        return !isInterrupt(failure) && !isSaturation(failure);
    }

    /** Whether it is a caller's failure too who waited for another one's load: not if only the thread of that one could not go on. */
    static boolean concerns(Throwable failure, Caller waiting) {
        return isTheOrigins(failure) || isSaturation(failure) && waiting.thread() == null;
    }

    /** Whether no thread was free to ask the origin. */
    static boolean isSaturation(Throwable failure) {
        return failure instanceof CacheLoadException && failure.getCause() instanceof RejectedExecutionException;
    }

    static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException || failure instanceof CacheInterruptedException;
    }
}
