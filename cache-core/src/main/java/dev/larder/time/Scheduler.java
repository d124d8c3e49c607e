// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import java.time.Duration;

/**
 * Runs short tasks later: deadlines, renewals and polls.
 *
 * <p>Tasks never block and never run a user's code, so one thread is enough. Safe for use by many threads.
 */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs the task once, after the delay.
     *
     * @param task what to run; it must not block
     * @param delay how long to wait; zero or negative means as soon as possible
     * @return a handle that takes the task back
     */
    Scheduled schedule(Runnable task, Duration delay);

    /** A task that is going to run, and that can be taken back. */
    @FunctionalInterface
    interface Scheduled {

        /** Takes the task back; does nothing if it has run or is running. */
        void cancel();
    }
}
