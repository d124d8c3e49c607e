// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/** What became of an eviction. */
public enum Eviction {
    /** The store confirmed it; a value stood there, or the mark of a load or a writer under way. */
    EVICTED,
    /** The store confirmed it; nothing stood there. */
    NOT_CACHED,
    /** The caller is in a transaction: the store is told when that has committed, and never if it is rolled back. */
    AT_COMMIT,
    /**
     * The store did not confirm it in time. It may have run, may run later, or never. Loads that were under way in this process are not
     * stored all the same.
     *
     * <p>A remote store is told again until it confirms, and until then this process does not read from it what the eviction was about.
     * Other processes may be served what was cached, up to its time to live if this process ends before.
     */
    UNACKNOWLEDGED;

    /**
     * Tells whether the store confirmed.
     *
     * @return {@code true} if {@link #EVICTED} or {@link #NOT_CACHED}
     */
    public boolean isAcknowledged() {
        return this == EVICTED || this == NOT_CACHED;
    }
}
