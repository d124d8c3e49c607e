// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * How often each token's lease or begin has made a record.
 *
 * @param packed two bits for each token
 */
record Runs(long packed) implements Part {

    /** More than one is what a replay can do; the second already shows whatever a third could. */
    static final int MAX = 2;

    static final Runs NONE = new Runs(0);

    int of(int token) {
        return (int) (packed >>> (2 * token)) & 0b11;
    }

    Runs oneMore(int token) {
        return new Runs(packed + (1L << (2 * token)));
    }

    @Override
    public Runs renamed(Renaming renaming) {
        long renamed = 0;
        for (int token = 0; packed >>> (2 * token) != 0; token++) {
            renamed |= (long) of(token) << (2 * renaming.token(token));
        }
        return new Runs(renamed);
    }
}
