// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/**
 * Guesses from the reads before whether the next one will miss, as in a cache that is new or has been cleared. A wrong guess costs the
 * store some work and changes no answer.
 */
final class MissGuess {

    /** So many misses in a row: half of all reads missing come to them seldom, and a new cache does at once. */
    static final int ENOUGH = 8;

    private int inARow; // by any thread, without order: a guess

    /** After a hit; or when the store does not answer, or grants no leases: one that is full still answers reads. */
    void forget() {
        if (inARow != 0) { // seldom, since all threads look at it
            inARow = 0;
        }
    }

    void missed() {
        if (inARow < ENOUGH) {
            inARow++;
        }
    }

    boolean isMiss() {
        return inARow >= ENOUGH;
    }
}
