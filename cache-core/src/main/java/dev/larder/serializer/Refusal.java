// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.databind.DatabindException;

/** A refusal of our own, whose message speaks of types only and may be shown. */
final class Refusal extends DatabindException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
