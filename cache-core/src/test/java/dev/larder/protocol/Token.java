// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * Small numbers for participants, their tokens and their items.
 *
 * <p>Participants are numbered writers first, then readers, evictors and strangers. Each adds at most one item to the
 * origin, so a set of items is a bit mask over participants. A token is a participant and an attempt.
 */
final class Token {

    static final int NONE = 0;

    private static final int ATTEMPTS = 3;
    private static final int STAMPS = 3;

    private Token() {}

    static int of(int participant, int attempt) {
        return 1 + participant * ATTEMPTS + attempt;
    }

    static int owner(int token) {
        return (token - 1) / ATTEMPTS;
    }

    static int attempt(int token) {
        return (token - 1) % ATTEMPTS;
    }

    static int item(int participant) {
        return 1 << participant;
    }

    /** A writer's entry in an intent: a set of entries is a bit mask. */
    static int entry(int token, int stamp) {
        return 1 << (token * STAMPS + stamp);
    }

    /** All the entries that a token could have, one for each stamp. */
    static int entries(int token) {
        return 0b111 << (token * STAMPS);
    }

    static int tokenOfEntry(int entry) {
        return Integer.numberOfTrailingZeros(entry) / STAMPS;
    }

    static int stampOfEntry(int entry) {
        return Integer.numberOfTrailingZeros(entry) % STAMPS;
    }
}
