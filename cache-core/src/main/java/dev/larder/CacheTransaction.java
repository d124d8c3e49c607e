// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of the origin that the calling thread is in, as a cache manager sees it; made by whoever knows the transactions of a
 * framework.
 *
 * <p>Changes that are made in a transaction become visible to others when it has committed, and never if it is rolled back; loads made in
 * it are stored only if they cannot hold what others must not see. {@link Cache} says it for each verb. Used on the transaction's
 * thread.
 */
public interface CacheTransaction {

    /**
     * Tells whether the transaction can change nothing.
     *
     * @return whether it is read-only
     */
    boolean isReadOnly();

    /**
     * Tells whether each statement sees what is committed when it runs (READ COMMITTED), rather than what was when the transaction began.
     *
     * @return whether it does; {@code false} if that is not known
     */
    boolean readsCommitted();

    /**
     * Tells whether a read may be answered by what the transaction read before, as from the persistence context of JPA.
     *
     * @return whether reads are remembered
     */
    boolean remembersReads();

    /**
     * Returns who takes part in the transaction.
     *
     * @return what was joined; {@code null} if nothing was
     */
    @Nullable
    Participant participant();

    /**
     * Lets somebody take part, who hears of the transaction's end exactly once.
     *
     * @param participant who joins; there is one at most
     */
    void join(Participant participant);

    /** Finds the transaction of the calling thread. */
    @FunctionalInterface
    interface Source {

        /**
         * Returns the calling thread's transaction; must be quick.
         *
         * @return the transaction; {@code null} if there is none that can be joined
         */
        @Nullable
        CacheTransaction current();
    }

    /** What a cache manager does with a transaction; the calls come one after the other. */
    interface Participant {

        /**
         * The transaction is about to commit.
         *
         * @throws CacheStoreUnavailableException if it must not, because the store does not answer; it has to be rolled back then
         */
        void beforeCommit();

        /** Part of what the transaction did was undone, at least of what it did last. */
        void rolledBackToSavepoint();

        /**
         * The transaction is over. Never throws.
         *
         * @param outcome how it ended
         */
        void completed(Outcome outcome);
    }

    /** How a transaction ended. */
    enum Outcome {
        /** What it changed holds. */
        COMMITTED,
        /** It has changed nothing. */
        ROLLED_BACK,
        /** It is not known which of the two. */
        UNKNOWN
    }
}
