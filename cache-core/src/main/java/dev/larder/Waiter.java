// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Values.Reading;
import dev.larder.store.StoreKey;
import dev.larder.time.Scheduler.Scheduled;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One caller who wants the value of one key, and who can load it himself. */
final class Waiter<K, V> {

    final StoreKey key;
    final Origin<K, V> origin;
    final Caller caller;
    final @Nullable LoadContext context;
    final CompletableFuture<@Nullable V> result = new CompletableFuture<>();

    /** Whether he leads a flight, and so waits for nobody but himself. */
    volatile boolean leads;

    /** Whether his deadline is over, so that he loads without waiting for others. */
    volatile boolean alone;

    /** The stale value that he read after he came, which he gets if no load succeeds. */
    volatile Reading.@Nullable Stale<V> fallback;

    private volatile @Nullable Scheduled deadline;

    /** The context is the loader's call in which he asks, if he asks in one. */
    Waiter(
            StoreKey key,
            Origin<K, V> origin,
            Caller caller,
            @Nullable LoadContext context,
            @Nullable Reading<V> found) {
        this.key = key;
        this.origin = origin;
        this.caller = caller;
        this.context = context;
        if (found != null) {
            offer(found);
        }
    }

    /** Takes note of a stale value that was read after he came. */
    void offer(Reading<V> found) {
        if (found instanceof Reading.Stale<V> stale && stale.use() != Freshness.Use.NOTHING) {
            fallback = stale;
        }
    }

    /** Gives him the value or the failure: the very instance, or for a checked exception one of ours. */
    void end(@Nullable V value, @Nullable Throwable failure, String what) {
        if (failure == null) {
            result.complete(value);
        } else {
            Futures.fail(result, LoadFailure.seenByCaller(failure, what));
        }
    }

    @SuppressWarnings("unchecked")
    K userKey() {
        return (K) key.object();
    }

    boolean hasDeadline() {
        return deadline != null;
    }

    void deadline(Scheduled deadline) {
        this.deadline = deadline;
        Futures.whenDone(result, (value, failure) -> deadline.cancel());
    }
}
