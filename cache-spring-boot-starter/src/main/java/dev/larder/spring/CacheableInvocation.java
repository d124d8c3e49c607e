// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheEntry;
import dev.larder.CacheLease;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** One call of a {@code @Cacheable} method, with the leases that it holds. */
final class CacheableInvocation implements AutoCloseable {

    private static final ThreadLocal<@Nullable CacheableInvocation> CURRENT = new ThreadLocal<>();

    private final @Nullable CacheableInvocation outer;
    private final Queue<CacheLease<Object>> leases = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private CacheableInvocation(@Nullable CacheableInvocation outer) {
        this.outer = outer;
    }

    /** Begins a call on this thread, until it {@linkplain #leave leaves} it. */
    static CacheableInvocation enter() {
        CacheableInvocation invocation = new CacheableInvocation(CURRENT.get());
        CURRENT.set(invocation);
        return invocation;
    }

    /** The call that this thread is in; {@code null} where the method was not called through our advice. */
    static @Nullable CacheableInvocation current() {
        return CURRENT.get();
    }

    void leave() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    void hold(CacheLease<Object> lease) {
        leases.add(lease);
        if (closed) { // a subscriber may leave while a lease is being asked for
            lease.close();
        }
    }

    /** Ends the leases because the method failed; returns the stale entry that may be its result instead, if one of its caches has one. */
    @Nullable
    CacheEntry<Object> fail(Throwable failure) {
        closed = true;
        CacheEntry<Object> stale = null;
        for (CacheLease<Object> lease : leases) {
            CacheEntry<Object> left = lease.fail(failure);
            stale = stale == null ? left : stale;
        }
        return stale;
    }

    /** Gives back the leases that were not filled. */
    @Override
    public void close() {
        closed = true;
        leases.forEach(CacheLease::close);
    }
}
