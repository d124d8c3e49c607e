// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls a loader where the caller's code runs, again after a failure if it may be retried, for the keys that are left then. */
final class LoaderAttempts<K, V> {

    private final Pipeline<K, V> cache;
    private final Origin<K, V> origin;
    private final List<K> keys;
    private final @Nullable V held;
    private final Caller caller;
    private final @Nullable LoadContext context;
    private final Consumer<LoadContext> beforeCall;
    private final CompletableFuture<List<Loaded<V>>> result = new CompletableFuture<>();

    /** Of one attempt after the other; by the very keys, since a loader may change what they are equal to. */
    private final IdentityHashMap<K, Loaded<V>> outcomes = new IdentityHashMap<>();

    private final long start;
    private int attempt = 1;

    /**
     * Tells of each call of the loader before it is made.
     *
     * @param held the value that is held for the only key, which the loader may find unchanged
     */
    LoaderAttempts(
            Pipeline<K, V> cache,
            Origin<K, V> origin,
            List<K> keys,
            @Nullable V held,
            Caller caller,
            @Nullable LoadContext context,
            Consumer<LoadContext> beforeCall) {
        this.cache = cache;
        this.origin = origin;
        this.keys = keys;
        this.held = held;
        this.caller = caller;
        this.context = context;
        this.beforeCall = beforeCall;
        this.start = cache.time.ticker().read();
    }

    /** Completes with what became of each key, in their order; does not fail. */
    CompletableFuture<List<Loaded<V>>> start() {
        call(keys);
        return result;
    }

    /** How long it has taken so far, delays included. */
    long costMillis() {
        return TimeUnit.NANOSECONDS.toMillis(cache.time.ticker().read() - start);
    }

    private void call(List<K> left) {
        try {
            caller.call(() -> callHere(left));
        } catch (RejectedExecutionException saturated) {
            end(left, cache.saturated(saturated), false);
        }
    }

    private void callHere(List<K> left) {
        LoaderCall<K, V> call = new LoaderCall<>(cache, origin, left, context);
        beforeCall.accept(call.context);
        CompletableFuture<List<@Nullable V>> values;
        try {
            values = call.run(held);
        } catch (Throwable failure) {
            failed(left, failure);
            return;
        }
        Futures.<List<@Nullable V>>then(values, caller, (loaded, failure) -> {
            if (loaded == null) {
                failed(left, failure);
                return;
            }
            for (int i = 0; i < left.size(); i++) {
                outcomes.put(left.get(i), Loaded.value(loaded.get(i)));
            }
            end();
        });
    }

    private void failed(List<K> asked, Throwable failure) {
        List<K> left = asked;
        Throwable cause = failure;
        boolean blamed = true;
        if (failure instanceof PartialLoadException partial) {
            left = asked.stream().filter(key -> !isIn(partial, key)).toList();
            cause = partial.cause();
            blamed = left.size() == 1;
        }
        Duration delay = cache.options.retry().delayBefore(attempt + 1);
        if (left.isEmpty() || !mayRetry(cause, delay)) {
            end(left, cause, blamed);
            return;
        }
        attempt++;
        cache.log.did("load is tried again");
        List<K> again = left;
        cache.pushes.pause(cache.time.scheduler(), delay, () -> call(again));
    }

    @SuppressWarnings("unchecked")
    private boolean isIn(PartialLoadException partial, K key) {
        if (!partial.loaded().containsKey(key)) {
            return false;
        }
        outcomes.put(key, Loaded.value((V) partial.loaded().get(key)));
        return true;
    }

    private void end(List<K> left, Throwable failure, boolean blamed) {
        left.forEach(key -> outcomes.put(key, Loaded.failure(failure, blamed)));
        end();
    }

    private void end() {
        List<Loaded<V>> inOrder = new ArrayList<>(keys.size());
        keys.forEach(key -> inOrder.add(outcomes.get(key)));
        result.complete(inOrder);
    }

    private boolean mayRetry(Throwable failure, Duration delay) {
        long left =
                cache.options.loaderDeadline().toNanos() - (cache.time.ticker().read() - start);
        return origin.isRepeatable()
                && attempt < cache.options.retry().maxAttempts()
                && LoadFailure.isWorthARetry(failure)
                && delay.toNanos() < left
                && !cache.pushes.isClosed();
    }
}
