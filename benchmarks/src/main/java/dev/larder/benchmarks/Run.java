// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark as it is to be run.
 *
 * @param benchmarks the class
 * @param method its method
 * @param threads how many threads call it at once
 * @param size of the values, if it matters
 */
record Run(
        Class<?> benchmarks,
        String method,
        int threads,
        @Nullable Size size) {

    String benchmark() {
        return benchmarks.getName() + "." + method;
    }

    String circumstances() {
        String values = size == null ? "" : size.name().toLowerCase(Locale.ROOT) + ", ";
        return "%s%d %s".formatted(values, threads, threads == 1 ? "thread" : "threads");
    }
}
