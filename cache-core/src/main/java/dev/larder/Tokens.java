// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.Token;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Gives out tokens, none of them twice: a random number of this node, and a counter. */
final class Tokens {

    private final long node = new SecureRandom().nextLong();
    private final AtomicLong given = new AtomicLong();

    Token next() {
        return new Token(node, given.incrementAndGet());
    }
}
