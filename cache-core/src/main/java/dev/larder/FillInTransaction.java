// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/** Whether what is loaded inside a transaction of the caller is stored. */
public enum FillInTransaction {
    /**
     * Only if it cannot be older than what others see, nor newer: the transaction is read-only, at READ COMMITTED, and has no persistence
     * context that could answer from what it read before.
     */
    READ_ONLY,
    /** It is not. */
    NEVER,
    /** It is, though what the transaction does not commit may be seen by others, and what it read early may be stored late. */
    ALWAYS
}
