// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store whose verbs wait for their answers, and which tells listeners on the thread of its caller, so that nothing happens on other
 * threads: a run then decides what is when.
 */
final class SettledStore {

    private static final int PATIENCE_SECONDS = 20;

    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();

    private SettledStore() {}

    static CacheStore of(CacheStore store) {
        return new SettledStore().proxy(CacheStore.class, store);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                SettledStore.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("subscribe")) {
                        arguments[0] = new Messages((StoreListener) arguments[0]);
                    }
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

    /** Messages for a listener, which wait for the thread. */
    private final class Messages implements StoreListener {

        private final StoreListener listener;

        Messages(StoreListener listener) {
            this.listener = listener;
        }

        @Override
        public void evicted(String key) {
            tell(() -> listener.evicted(key));
        }

        @Override
        public void cleared(String namespace, String cache) {
            tell(() -> listener.cleared(namespace, cache));
        }

        @Override
        public void gap() {
            tell(listener::gap);
        }

        private void tell(Runnable message) {
            messages.add(message);
            if (Thread.currentThread() == thread) {
                deliver();
            }
        }
    }

    private void settle(CompletableFuture<?> answer) throws InterruptedException {
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException seenByTheCaller) {
            // An answer like any other.
        } catch (TimeoutException hangs) {
            throw new AssertionError("the store has not answered after %d seconds".formatted(PATIENCE_SECONDS), hangs);
        }
        deliver();
    }

    private void deliver() {
        for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
            message.run();
        }
    }
}
