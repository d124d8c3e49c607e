// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheLease;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A cache as one call of a {@code @Cacheable} method sees it that reads, calls the method, and puts.
 *
 * <p>The miss takes a lease, and the put fills under it: a value that an eviction overtook is not stored. Who does not get the lease does
 * not store.
 */
final class FencedSpringCache extends SpringCache {

    /** A key that was missed, and the lease that its load has, if it got one. */
    private record Missed(Object key, @Nullable CacheLease<Object> lease) {}

    private final @Nullable CacheableInvocation invocation;
    private final boolean blocking;
    private volatile @Nullable Missed missed;

    FencedSpringCache(SpringCache cache, boolean blocking) {
        super(cache);
        this.invocation = CacheableInvocation.current();
        this.blocking = blocking;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        ValueWrapper found = super.get(key);
        if (found != null) {
            return found;
        }
        Object missedKey = SpringKeys.toKey(key);
        CacheLease<Object> lease = getNativeCache().lease(missedKey);
        miss(missedKey, lease);
        return lease == null ? wrapped(getNativeCache().standIn(missedKey)) : null;
    }

    @Override
    public CompletableFuture<?> retrieve(Object key) {
        return super.retrieve(key).thenCompose(found -> {
            if (found != null) {
                return CompletableFuture.completedFuture(found);
            }
            Object missedKey = SpringKeys.toKey(key);
            return onUsersThread(getNativeCache().async().lease(missedKey)).thenCompose(lease -> {
                miss(missedKey, lease);
                return lease == null
                        ? onUsersThread(getNativeCache().async().standIn(missedKey))
                                .thenApply(SpringCache::wrapped)
                        : CompletableFuture.completedFuture(null);
            });
        });
    }

    /** Stores under the lease of the miss; without a miss, as in the second cache of a method that returns a future, nothing. */
    @Override
    public void put(Object key, @Nullable Object value) {
        Missed miss = missed;
        if (miss != null && miss.lease != null && miss.key.equals(SpringKeys.toKey(key))) {
            CompletableFuture<Boolean> filled = miss.lease.fill(value);
            if (blocking) {
                filled.join();
            }
        }
    }

    private void miss(Object key, @Nullable CacheLease<Object> lease) {
        missed = new Missed(key, lease);
        if (lease != null && invocation != null) {
            invocation.hold(lease);
        }
    }
}
