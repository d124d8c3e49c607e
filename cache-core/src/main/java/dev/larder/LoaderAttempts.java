// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls a loader where the caller's code runs, again after a failure if it may be retried. */
final class LoaderAttempts<K, V> {

    private final Pipeline<K, V> cache;
    private final Origin<K, V> origin;
    private final List<K> keys;
    private final Caller caller;
    private final @Nullable LoadContext context;
    private final Consumer<LoadContext> beforeCall;
    private final CompletableFuture<List<@Nullable V>> result = new CompletableFuture<>();
    private final long start;
    private int attempt = 1;

    /** Tells of each call of the loader before it is made. */
    LoaderAttempts(
            Pipeline<K, V> cache,
            Origin<K, V> origin,
            List<K> keys,
            Caller caller,
            @Nullable LoadContext context,
            Consumer<LoadContext> beforeCall) {
        this.cache = cache;
        this.origin = origin;
        this.keys = keys;
        this.caller = caller;
        this.context = context;
        this.beforeCall = beforeCall;
        this.start = cache.time.ticker().read();
    }

    /** Completes with the values in the order of the keys, null for what the origin does not have. */
    CompletableFuture<List<@Nullable V>> start() {
        call();
        return result;
    }

    /** How long it has taken so far, delays included. */
    long costMillis() {
        return TimeUnit.NANOSECONDS.toMillis(cache.time.ticker().read() - start);
    }

    private void call() {
        try {
            caller.call(this::callHere);
        } catch (RejectedExecutionException saturated) {
            Futures.fail(result, cache.saturated(saturated));
        }
    }

    private void callHere() {
        LoaderCall<K, V> call = new LoaderCall<>(cache, origin, keys, context);
        beforeCall.accept(call.context);
        CompletableFuture<List<@Nullable V>> values;
        try {
            values = call.run();
        } catch (Throwable failure) {
            failed(failure);
            return;
        }
        Futures.then(values, caller, (loaded, failure) -> {
            if (failure != null) {
                failed(failure);
            } else {
                result.complete(loaded);
            }
        });
    }

    private void failed(Throwable failure) {
        Duration delay = cache.options.retry().delayBefore(attempt + 1);
        if (!mayRetry(failure, delay)) {
            Futures.fail(result, failure);
            return;
        }
        attempt++;
        cache.log.did("load is tried again");
        cache.time.scheduler().schedule(this::call, delay);
    }

    private boolean mayRetry(Throwable failure, Duration delay) {
        long left =
                cache.options.loaderDeadline().toNanos() - (cache.time.ticker().read() - start);
        return origin.isRepeatable()
                && attempt < cache.options.retry().maxAttempts()
                && LoadFailure.isWorthARetry(failure)
                && delay.toNanos() < left;
    }
}
