// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoredValue;

/**
 * When a value is loaded anew in the background although it is still fresh, so that callers of a much read key never meet the end of its
 * life.
 *
 * <p>Only a read starts it, so what nobody reads is not loaded. The reader gets the present value.
 *
 * <p>{@link #xFetch} is the algorithm of Vattani, Chierichetti and Lowenstein, <em>Optimal Probabilistic Cache Stampede Prevention</em>,
 * PVLDB 8(8), 2015: each read decides by chance, the more likely the nearer the end is and the longer a load takes, so that reads on many
 * nodes do not decide at the same moment.
 *
 * @param share the share of the life after which a read starts it, more than 0; 1 for never
 * @param beta how eager {@link #xFetch} is; 0 for not at all
 */
public record EarlyRefresh(double share, double beta) {

    private static final EarlyRefresh NONE = new EarlyRefresh(1, 0);

    /** Checks the bounds. */
    public EarlyRefresh {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "the share of the life must be more than 0 and at most 1 (never early), but was " + share);
        }
        if (!(beta >= 0 && beta <= 100)) {
            throw new IllegalArgumentException("beta must be between 0 (not at all) and 100, but was " + beta);
        }
    }

    /**
     * Loads nothing while it is fresh.
     *
     * @return no early refresh
     */
    public static EarlyRefresh none() {
        return NONE;
    }

    /**
     * Starts at the first read after a share of the life, such as 0.8.
     *
     * @param share more than 0 and less than 1
     * @return the early refresh
     */
    public static EarlyRefresh afterShare(double share) {
        if (share >= 1) {
            throw new IllegalArgumentException("the share of the life must be less than 1, but was " + share);
        }
        return new EarlyRefresh(share, 0);
    }

    /**
     * Starts by chance, with the time that the last load took.
     *
     * @return XFetch as its authors recommend it, with a beta of 1
     */
    public static EarlyRefresh xFetch() {
        return xFetch(1);
    }

    /**
     * Starts by chance, with the time that the last load took.
     *
     * @param beta more than 1 to start earlier, less to start later; more than 0 and at most 100
     * @return XFetch
     */
    public static EarlyRefresh xFetch(double beta) {
        if (beta <= 0) {
            throw new IllegalArgumentException("beta must be more than 0, but was " + beta);
        }
        return new EarlyRefresh(1, beta);
    }

    boolean isOn() {
        return share < 1 || beta > 0;
    }

    /**
     * Whether a read of a fresh value starts a load.
     *
     * @param chance a random number, at least 0 and less than 1
     */
    boolean isDue(StoredValue fresh, long now, double chance) {
        long age = now - fresh.createdMillis();
        if (share < 1 && age >= share * fresh.softMillis()) {
            return true;
        }
        // The paper's time() - delta * beta * log(rand()) >= expiry; a chance of 0 counts as 1 does.
        return beta > 0 && -fresh.loadCostMillis() * beta * Math.log(1 - chance) >= fresh.softMillis() - age;
    }
}
