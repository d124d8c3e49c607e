// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.core.exc.StreamReadException;

/** There is a value, and something behind it. */
final class TrailingBytesException extends StreamReadException {

    private static final long serialVersionUID = 1L;

    TrailingBytesException() {
        super(null, "there are bytes behind the value");
    }
}
