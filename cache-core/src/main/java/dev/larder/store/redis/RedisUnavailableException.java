// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import org.jspecify.annotations.Nullable;

/** No connection stands, so nothing was sent. */
final class RedisUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
