// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

/**
 * A monotonic count of nanoseconds, for deadlines, leases and ages.
 *
 * <p>Only differences between two reads mean anything, and only within one process. Safe for use by many threads.
 */
@FunctionalInterface
public interface Ticker {

    /**
     * Returns the nanoseconds elapsed since a fixed but arbitrary moment.
     *
     * @return nanoseconds, comparable to other reads of this ticker by subtraction only
     */
    long read();

    /**
     * Returns the ticker of this JVM, {@link System#nanoTime()}.
     *
     * @return the system's ticker
     */
    static Ticker system() {
        return System::nanoTime;
    }
}
