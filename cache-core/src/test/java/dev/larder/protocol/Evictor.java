// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/** A node that changes the origin and then evicts, without an intent. */
enum Evictor implements Part {
    IDLE,
    CHANGED,
    DONE;

    @Override
    public Evictor renamed(Renaming renaming) {
        return this;
    }
}
