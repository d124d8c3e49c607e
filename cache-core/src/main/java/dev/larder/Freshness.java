// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.StoredValue;
import java.util.function.DoubleSupplier;

/** What a cache's options say about the age of a stored value. */
final class Freshness {

    /** What a value may be used for. */
    enum Use {
        /** It is an answer. */
        ANSWER,
        /** It is an answer for now, while it is loaded anew. */
        WHILE_REVALIDATING,
        /** It may stand in for a load that does not succeed. */
        FOR_ERRORS,
        /** It is there, and serves nobody. */
        NOTHING
    }

    private final long whileRevalidating;
    private final long forErrors;
    private final EarlyRefresh early;
    private final DoubleSupplier chance;

    /** With numbers at random, at least 0 and less than 1. */
    Freshness(CacheOptions options, DoubleSupplier chance) {
        whileRevalidating = options.staleWhileRevalidate().toMillis();
        forErrors = options.staleIfError().toMillis();
        early = options.earlyRefresh();
        this.chance = chance;
    }

    /** How long a value is held after its time to live. */
    long staleMillis() {
        return Math.max(whileRevalidating, forErrors);
    }

    Use use(StoredValue stored, long now) {
        if (stored.isFresh(now)) {
            return Use.ANSWER;
        }
        // That the origin had nothing is of no use once it is out of date.
        if (stored.isAbsent() || stored.remainingMillis(now) <= 0) {
            return Use.NOTHING;
        }
        long stale = now - stored.createdMillis() - stored.softMillis();
        if (!stored.isExpired() && stale < whileRevalidating) {
            return Use.WHILE_REVALIDATING;
        }
        return forErrors > 0 && (stored.isExpired() || stale < forErrors) ? Use.FOR_ERRORS : Use.NOTHING;
    }

    /** Whether a read of a fresh value starts a load behind it. */
    boolean isEarly(StoredValue fresh, long now) {
        return early.isOn() && early.isDue(fresh, now, chance.getAsDouble());
    }

    boolean mayBeEarly() {
        return early.isOn();
    }
}
