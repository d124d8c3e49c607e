// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * The world outside the store, as sets of items.
 *
 * @param origin the items that the origin holds; "older" means "misses an item"
 * @param replica what a lagging replica of the origin holds, where loads read one
 * @param promised the items that a value in the store must not miss any more: their writer was told "done", or died
 *     after an acknowledged begin
 */
record Truth(int origin, int replica, int promised) implements Part {

    Truth changedBy(int participant) {
        return new Truth(origin | Token.item(participant), replica, promised);
    }

    Truth promising(int items) {
        return new Truth(origin, replica, promised | items);
    }

    /** Promises the participant's item if it reached the origin. */
    Truth promisingWhatReachedTheOrigin(int participant) {
        return promising(origin & Token.item(participant));
    }

    boolean holds(int participant) {
        return (origin & Token.item(participant)) != 0;
    }

    boolean replicaHolds(int items) {
        return (items & ~replica) == 0;
    }

    @Override
    public Truth renamed(Renaming renaming) {
        return new Truth(renaming.items(origin), renaming.items(replica), renaming.items(promised));
    }
}
