// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import org.jspecify.annotations.Nullable;

/** A cache for methods that return futures or publishers: changes do not wait for the store, since they may be made on an event loop. */
final class NonBlockingSpringCache extends SpringCache {

    NonBlockingSpringCache(SpringCache cache) {
        super(cache);
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        getNativeCache().async().put(SpringKeys.toKey(key), value);
    }

    @Override
    public void evict(Object key) {
        getNativeCache().async().evict(SpringKeys.toKey(key));
    }

    @Override
    public boolean evictIfPresent(Object key) {
        evict(key);
        return false;
    }

    @Override
    public void clear() {
        getNativeCache().async().clear();
    }

    @Override
    public boolean invalidate() {
        clear();
        return false;
    }
}
