// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls a user's loader for some keys, and measures it. */
final class LoaderCall<K, V> {

    private final Pipeline<K, V> cache;
    private final Origin<K, V> origin;
    private final List<K> keys;
    final LoadContext context;

    LoaderCall(Pipeline<K, V> cache, Origin<K, V> origin, List<K> keys, @Nullable LoadContext outer) {
        this.cache = cache;
        this.origin = origin;
        this.keys = keys;
        this.context = new LoadContext(outer);
    }

    /** Calls the loader on this thread; completes with the values in the order of the keys, null for what the origin does not have. */
    CompletableFuture<List<@Nullable V>> run(@Nullable V held) throws Exception {
        long start = cache.time.ticker().read();
        LoadContext before = context.enter();
        try {
            return origin.load(keys, held)
                    .whenComplete((values, failure) -> count(failure == null ? null : Futures.unwrap(failure), start));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            count(interrupted, start);
            throw interrupted;
        } catch (Throwable failure) {
            count(failure, start);
            throw failure;
        } finally {
            LoadContext.exit(before);
        }
    }

    private void count(@Nullable Throwable failure, long start) {
        cache.events.called(keys, cache.time.ticker().read() - start, failure);
    }
}
