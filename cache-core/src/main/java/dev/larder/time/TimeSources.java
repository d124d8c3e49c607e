// SPDX-License-Identifier: Apache-2.0
package dev.larder.time;

import java.time.InstantSource;
import java.util.Objects;

/**
 * The three sources of time that everything in Larder reads, so that tests can move all of them.
 *
 * @param dates where dates come from, such as the moment an entry was created
 * @param ticker where deadlines, leases and ages come from
 * @param scheduler what runs deadlines, renewals and polls
 */
public record TimeSources(InstantSource dates, Ticker ticker, Scheduler scheduler) {

    /** Checks that all three are there. */
    public TimeSources {
        Objects.requireNonNull(dates, "dates must not be null");
        Objects.requireNonNull(ticker, "ticker must not be null");
        Objects.requireNonNull(scheduler, "scheduler must not be null");
    }

    /**
     * Returns the system's date and ticker.
     *
     * @param scheduler what runs deadlines, renewals and polls
     * @return the sources
     */
    public static TimeSources system(Scheduler scheduler) {
        return new TimeSources(InstantSource.system(), Ticker.system(), scheduler);
    }
}
