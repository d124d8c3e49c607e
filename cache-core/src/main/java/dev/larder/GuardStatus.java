// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Map;

/**
 * How a cache manager's guard in front of a remote store is: whether the store is asked at all, and what it has yet to confirm.
 *
 * @param breakers the circuit breakers by the name of the part of the store that they watch; none before a part was first asked
 * @param journal how many evictions and clears the store has not confirmed; they are sent again until it does
 */
public record GuardStatus(Map<String, Breaker> breakers, int journal) {

    /** Copies the breakers. */
    public GuardStatus {
        breakers = Map.copyOf(breakers);
    }

    /** Whether a part of the store is asked. */
    public enum Breaker {
        /** It answers, and is asked. */
        CLOSED("closed"),
        /** One caller at a time finds out whether it answers again. */
        HALF_OPEN("half-open"),
        /** It did not answer, and is asked nothing for a moment. */
        OPEN("open");

        private final String text;

        Breaker(String text) {
            this.text = text;
        }

        /**
         * Returns the state in the words of logs and health details.
         *
         * @return {@code closed}, {@code half-open} or {@code open}
         */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Returns the state of the breaker that is worst off.
     *
     * @return {@link Breaker#CLOSED} if there is none
     */
    public Breaker worst() {
        if (breakers.containsValue(Breaker.OPEN)) {
            return Breaker.OPEN;
        }
        return breakers.containsValue(Breaker.HALF_OPEN) ? Breaker.HALF_OPEN : Breaker.CLOSED;
    }
}
