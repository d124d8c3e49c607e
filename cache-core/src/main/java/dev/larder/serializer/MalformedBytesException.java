// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.core.exc.StreamReadException;

/** The bytes are not what their format allows. The message may be shown: it holds no part of them. */
final class MalformedBytesException extends StreamReadException {

    private static final long serialVersionUID = 1L;

    MalformedBytesException(String message) {
        super(null, message);
    }
}
