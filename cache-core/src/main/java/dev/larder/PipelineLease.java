// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.Fill;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.time.Scheduler.Scheduled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A lease in the hands of somebody outside the pipeline. */
final class PipelineLease<K, V> implements CacheLease<V> {

    private final Pipeline<K, V> cache;
    private final StoreKey key;
    private final Lease lease;
    private final long clock;
    private final long start;
    private final @Nullable Thread holder;
    private final Renewal renewal;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean filled = new AtomicBoolean();
    private volatile Scheduled overdue = () -> {};

    private PipelineLease(Pipeline<K, V> cache, StoreKey key, Lease lease, long clock, @Nullable Thread holder) {
        this.cache = cache;
        this.key = key;
        this.lease = lease;
        this.clock = clock;
        this.holder = holder;
        this.start = cache.time.ticker().read();
        this.renewal = Renewal.start(cache.time.scheduler(), cache.options.lease(), this::renew);
    }

    /** Lets it stand until a change made on this node, confirmed or not, or the loader deadline ends it. */
    private PipelineLease<K, V> standing() {
        cache.flights.lend(key, this);
        overdue = cache.time.scheduler().schedule(this::close, cache.options.loaderDeadline());
        return this;
    }

    /** Asks for the lease of a key; completes with null if it is not to be had. */
    static <K, V> CompletableFuture<@Nullable CacheLease<V>> take(Pipeline<K, V> cache, StoreKey key, Caller caller) {
        return take(cache, key, null, caller);
    }

    private static <K, V> CompletableFuture<@Nullable CacheLease<V>> take(
            Pipeline<K, V> cache, StoreKey key, @Nullable Supersede supersede, Caller caller) {
        long clock = cache.store.region().clock();
        long notAfter = cache.now() + cache.options.storeReadDeadline().toMillis();
        LeaseRequest request = new LeaseRequest(key, cache.tokens.next(), cache.options.lease(), notAfter, supersede);
        CompletableFuture<List<LeaseReply>> asked = cache.store.read(region -> region.lease(List.of(request)));
        return Futures.compose(asked, caller, (replies, failure) -> {
            LeaseReply reply = replies == null ? LeaseReply.Bypass.BYPASS : replies.get(0);
            if (reply instanceof LeaseReply.Granted granted) {
                cache.log.did("lease", key);
                return CompletableFuture.completedFuture(
                        new PipelineLease<>(cache, key, granted.lease(), clock, caller.thread()).standing());
            }
            if (supersede == null
                    && reply instanceof LeaseReply.Found found
                    && cache.values.read(key, found.found()) instanceof Reading.Missing<V> missing
                    && missing.supersede() != null) {
                return take(cache, key, missing.supersede(), caller);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Whether this thread took it, so that it would wait for itself. */
    boolean isHeldBy(@Nullable Thread thread) {
        return holder != null && holder == thread;
    }

    @Override
    public CompletableFuture<Boolean> fill(@Nullable V value) {
        boolean stood = end();
        if (filled.getAndSet(true)) {
            return CompletableFuture.completedFuture(false);
        }
        long nanos = cache.time.ticker().read() - start;
        cache.events.called(List.of(key.object()), nanos, null);
        if (!stood) {
            refused();
            return CompletableFuture.completedFuture(false);
        }
        StoredValue stored;
        try {
            stored = cache.values.toStored(value, null, TimeUnit.NANOSECONDS.toMillis(nanos), clock);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, key, unstorable);
            release();
            return CompletableFuture.completedFuture(false);
        }
        return cache.store
                .change(region -> region.fill(List.of(new Fill(key, lease, stored))))
                .handle((replies, failure) -> {
                    if (replies != null && replies.get(0)) {
                        return true;
                    }
                    refused();
                    // A clear refuses the fill and lets the lease stand, which would keep the next load waiting.
                    release();
                    return false;
                });
    }

    @Override
    public void close() {
        if (end()) {
            release();
        }
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        renewal.stop();
        overdue.cancel();
        cache.flights.takeBack(key, this);
        return true;
    }

    private void refused() {
        cache.events.happened(Kind.FILL_REFUSED, key);
    }

    private void renew() {
        cache.store.tell(region -> region.renewLease(key, lease, cache.options.lease()));
    }

    private void release() {
        cache.store.tell(region -> region.release(key, lease));
    }
}
