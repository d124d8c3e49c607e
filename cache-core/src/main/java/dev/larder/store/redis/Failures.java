// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import org.jspecify.annotations.Nullable;

/** What is told of a failure in one line. */
final class Failures {

    private Failures() {}

    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        @Nullable Throwable cause = failure.getCause();
        while (cause != null && cause != root) {
            root = cause;
            cause = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
