// SPDX-License-Identifier: Apache-2.0
package dev.larder;

/** A command was not sent, because its store does not answer or is not to be trusted. Made for every one, so it has no stack trace. */
final class NotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSentException() {
        super("not sent", null, false, false);
    }
}
