// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.util.concurrent.TimeUnit;

/** Bounds how long a test tries something again. */
final class Patience {

    private final String what;
    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);

    Patience(String what) {
        this.what = what;
    }

    void check() {
        if (System.nanoTime() - end > 0) {
            throw new AssertionError("waited for 30 seconds for " + what);
        }
    }
}
