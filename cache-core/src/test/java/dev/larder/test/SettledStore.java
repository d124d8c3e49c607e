// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.store.StoreRegion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A store whose verbs wait for their answers, so that nothing happens on other threads: a run then decides what is when. */
final class SettledStore {

    private static final int PATIENCE_SECONDS = 20;

    private SettledStore() {}

    static CacheStore of(CacheStore store) {
        return proxy(CacheStore.class, store);
    }

    private static <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                SettledStore.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof StoreRegion region) {
                            return proxy(StoreRegion.class, region);
                        }
                        if (result instanceof CompletionStage<?> answer) {
                            settle(answer.toCompletableFuture());
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static void settle(CompletableFuture<?> answer) throws InterruptedException {
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException seenByTheCaller) {
            // An answer like any other.
        } catch (TimeoutException hangs) {
            throw new AssertionError("the store has not answered after %d seconds".formatted(PATIENCE_SECONDS), hangs);
        }
    }
}
