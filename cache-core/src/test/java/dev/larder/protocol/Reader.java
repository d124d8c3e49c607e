// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * A node that loads.
 *
 * @param step where it is
 * @param loads how many loads it has begun
 * @param stamp the stamp of its lease
 * @param seen the fill id of the stale value that it is going to refresh
 * @param items what it has loaded
 */
record Reader(Step step, int loads, int stamp, int seen, int items) implements Part {

    enum Step {
        IDLE,
        LOADING,
        LOADED
    }

    static final Reader AT_START = new Reader(Step.IDLE, 0, 0, Token.NONE, 0);

    Reader idle() {
        return new Reader(Step.IDLE, loads, 0, Token.NONE, 0);
    }

    Reader idleAfterOneMore() {
        return new Reader(Step.IDLE, loads + 1, 0, Token.NONE, 0);
    }

    Reader loadingUnder(int leaseStamp) {
        return new Reader(Step.LOADING, loads + 1, leaseStamp, Token.NONE, 0);
    }

    Reader refreshing(int fillId) {
        return new Reader(Step.LOADING, loads + 1, 0, fillId, 0);
    }

    Reader loaded(int loadedItems) {
        return new Reader(Step.LOADED, loads, stamp, seen, loadedItems);
    }

    @Override
    public Reader renamed(Renaming renaming) {
        return new Reader(step, loads, stamp, renaming.token(seen), renaming.items(items));
    }
}
