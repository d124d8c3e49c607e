// SPDX-License-Identifier: Apache-2.0
package dev.larder;

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

    private volatile @Nullable Scheduled deadline;

    /** The context is the loader's call in which he asks, if he asks in one. */
    Waiter(StoreKey key, Origin<K, V> origin, Caller caller, @Nullable LoadContext context) {
        this.key = key;
        this.origin = origin;
        this.caller = caller;
        this.context = context;
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
