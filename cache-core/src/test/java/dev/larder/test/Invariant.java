// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

/** What every history of nodes over one store must keep; {@link HistoryChecker} says how each is checked. */
public enum Invariant {
    /** A value older than an acknowledged eviction is never served to a read that begins after it. */
    FENCED_FILL,
    /** In one process, no read returns an older value after a change has returned, confirmed or not. */
    READ_YOUR_WRITES,
    /** After an acknowledged clear, no older value is served. */
    CLEAR_BARRIER,
    /** Nothing older than a marked write is served once it has committed, and the store holds it or nothing in the end. */
    NO_OLDER_WRITER,
    /** The same where the writer did not get to its end. */
    CRASH_SAFE,
    /** No read returns what was never committed, or not before the read ended. */
    NOTHING_UNCOMMITTED,
    /** What one node finds in the store, one read after the other, does not get older. */
    MONOTONIC,
    /** The right to load a key is not granted while another has it. */
    ONE_LOAD,
    /** A write that the origin accepted succeeds, and stays. */
    NOTHING_LOST,
    /** No operation on one namespace changes another's entries, and no key has another's value. */
    NAMESPACE_ISOLATION,
    /** Every call ends. */
    BOUNDED,
    /** When all is quiet every key can be cached, and the store holds what the origin holds. */
    RECOVERS
}
