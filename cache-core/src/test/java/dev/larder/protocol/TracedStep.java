// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * One state of a trace.
 *
 * @param cause what happened, empty for the first state
 * @param state what stands under the key afterwards, what the origin and a lagging replica hold, and what is promised
 */
record TracedStep(String cause, String state) {

    @Override
    public String toString() {
        return "%-40s %s".formatted(cause, state);
    }
}
