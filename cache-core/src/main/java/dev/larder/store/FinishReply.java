// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/** How a write ended in a store. */
public enum FinishReply {
    /** The value was stored. */
    STORED,
    /** The mark is gone and the key holds no value. */
    EMPTY,
    /** The mark is gone; other writers are still at work, and the key will end without a value. */
    OTHERS_AT_WORK,
    /** The mark was gone already; the key was emptied, or will be by the writers that are at work. */
    LOST
}
