// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import com.github.benmanes.caffeine.cache.Expiry;
import java.util.function.ToLongFunction;

/**
 * Ends what a Caffeine cache holds when it says so itself, however often it was read or changed.
 *
 * @param clock the store's clock, whose ticks the cache counts
 * @param end the store's time in milliseconds at which something is over
 */
record UntilTheEnd<T>(MemoryClock clock, ToLongFunction<T> end) implements Expiry<Object, T> {

    @Override
    public long expireAfterCreate(Object key, T held, long tick) {
        return clock.nanosUntil(end.applyAsLong(held), tick);
    }

    @Override
    public long expireAfterUpdate(Object key, T held, long tick, long left) {
        return clock.nanosUntil(end.applyAsLong(held), tick);
    }

    @Override
    public long expireAfterRead(Object key, T held, long tick, long left) {
        return left;
    }
}
