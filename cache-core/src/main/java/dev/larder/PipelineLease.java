// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading;
import dev.larder.Values.Reading.Held;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.Fill;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.time.Scheduler.Scheduled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A lease in the hands of somebody outside the pipeline. */
final class PipelineLease<K, V> implements CacheLease<V> {

    /** What the lease stands on in the store: a lease of a key that holds nothing, or the claim on one whose value is to be replaced. */
    private record Right<V>(
            @Nullable Lease lease,
            @Nullable Token claim,
            @Nullable Held<V> seen,
            int failures) {}

    private final Pipeline<K, V> cache;
    private final StoreKey key;
    private final Right<V> right;
    private final long clock;
    private final long start;
    private final @Nullable Thread holder;
    private final Renewal renewal;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean filled = new AtomicBoolean();
    private volatile Scheduled overdue = () -> {};

    private PipelineLease(Pipeline<K, V> cache, StoreKey key, Right<V> right, long clock, @Nullable Thread holder) {
        this.cache = cache;
        this.key = key;
        this.right = right;
        this.clock = clock;
        this.holder = holder;
        this.start = cache.time.ticker().read();
        this.renewal = Renewal.start(cache.time.scheduler(), cache.options.lease(), this::renew);
    }

    /** Lets it stand until a change made on this node, confirmed or not, or the loader deadline ends it. */
    private PipelineLease<K, V> standing() {
        cache.flights.lend(key, this);
        overdue = cache.time.scheduler().schedule(this::close, cache.options.loaderDeadline());
        cache.log.did("lease", key);
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
        CompletableFuture<List<LeaseReply>> asked = cache.store.read(key, region -> region.lease(List.of(request)));
        return Futures.compose(asked, caller, (replies, failure) -> {
            if (failure != null
                    && !(Futures.unwrap(failure) instanceof NotSentException)
                    && !StoreAccess.isRefused(failure)) {
                cache.removals.mayBeLeased(key);
            }
            LeaseReply reply = replies == null ? LeaseReply.Bypass.BYPASS : replies.get(0);
            if (reply instanceof LeaseReply.Granted granted) {
                Right<V> right = new Right<>(granted.lease(), null, null, 0);
                return CompletableFuture.completedFuture(
                        new PipelineLease<>(cache, key, right, clock, caller.thread()).standing());
            }
            if (reply instanceof LeaseReply.Found found) {
                Reading<V> reading = cache.values.read(key, found.found());
                if (reading instanceof Reading.Stale<V> stale) {
                    return claim(cache, key, stale, clock, caller);
                }
                if (supersede == null && reading instanceof Reading.Missing<V> missing && missing.supersede() != null) {
                    return take(cache, key, missing.supersede(), caller);
                }
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    private static <K, V> CompletableFuture<@Nullable CacheLease<V>> claim(
            Pipeline<K, V> cache, StoreKey key, Held<V> seen, long clock, Caller caller) {
        Token token = cache.tokens.next();
        ClaimRequest request = new ClaimRequest(key, token, cache.options.lease());
        return Futures.handle(
                cache.store.read(key, region -> region.claim(List.of(request))), caller, (replies, failure) -> {
                    if (replies == null) {
                        cache.backOffs.giveBackClaim(key, token); // it may stand all the same
                    } else if (replies.get(0) instanceof ClaimReply.Granted granted) {
                        Right<V> right = new Right<>(null, token, seen, granted.failures());
                        return new PipelineLease<>(cache, key, right, clock, caller.thread()).standing();
                    }
                    return null;
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
        Held<V> seen = right.seen();
        long cost = TimeUnit.NANOSECONDS.toMillis(nanos);
        CompletableFuture<Boolean> stored = seen == null
                ? fill(value, cost)
                : cache.refreshes.replace(key, seen, value, cost, clock).whenComplete((held, failure) -> release());
        return stored.copy(); // whoever cancels it must not keep the lease from being given back
    }

    private CompletableFuture<Boolean> fill(@Nullable V value, long cost) {
        StoredValue stored;
        try {
            stored = cache.values.toStored(key, value, null, cost, clock);
        } catch (CacheSerializationException unstorable) {
            cache.log.failed(Trouble.ENCODE, key, unstorable);
            stored = null;
        }
        Lease lease = right.lease();
        if (stored == null || lease == null) {
            release();
            return CompletableFuture.completedFuture(false);
        }
        Fill fill = new Fill(key, lease, stored);
        return cache.store.change(key, region -> region.fill(List.of(fill))).handle((replies, failure) -> {
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
    public @Nullable CacheEntry<V> fail(Throwable failure) {
        boolean stood = end();
        if (filled.getAndSet(true)) {
            return null;
        }
        cache.events.called(List.of(key.object()), cache.time.ticker().read() - start, failure);
        Held<V> seen = right.seen();
        boolean servesStale = seen instanceof Reading.Stale<V> stale && stale.use() != Freshness.Use.NOTHING;
        if (stood && seen != null) {
            cache.backOffs.loadFailed(key, right.claim(), right.failures() + 1, servesStale, failure);
        } else if (stood) {
            release();
        }
        if (seen == null || !servesStale) {
            return null;
        }
        cache.log.failed(Trouble.LOAD, key, failure);
        cache.events.happened(Kind.STALE_FOR_ERROR, key);
        return new CacheEntry<>(seen.value(), seen.stored(), cache.now());
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
        Lease lease = right.lease();
        Token claim = right.claim();
        if (lease != null) {
            cache.store.tell(key, region -> region.renewLease(key, lease, cache.options.lease()));
        } else if (claim != null) {
            cache.store.tell(key, region -> region.renewClaim(key, claim, cache.options.lease()));
        }
    }

    private void release() {
        Lease lease = right.lease();
        if (lease != null) {
            cache.removals.release(key, lease);
        }
        cache.backOffs.giveBackClaim(key, right.claim());
    }
}
