// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.store.CacheStore.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one store; one that throws is logged and hurts neither the caller nor the others. Safe for use by many threads. */
public final class StoreListeners {

    private static final Logger log = LoggerFactory.getLogger(StoreListeners.class);

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /** Starts without any. */
    public StoreListeners() {}

    /**
     * Adds a listener.
     *
     * @param listener what to tell from now on
     * @return what ends that
     */
    public Subscription add(StoreListener listener) {
        Subscriber subscriber = new Subscriber(Objects.requireNonNull(listener, "listener must not be null"));
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /**
     * Tells all of them that the record under a key was changed.
     *
     * @param key the key's text
     */
    public void evicted(String key) {
        if (!subscribers.isEmpty()) {
            tell(listener -> listener.evicted(key));
        }
    }

    /**
     * Tells all of them that a cache was cleared.
     *
     * @param namespace its namespace
     * @param cache its name
     */
    public void cleared(String namespace, String cache) {
        tell(listener -> listener.cleared(namespace, cache));
    }

    /** Tells all of them that messages may have been lost. */
    public void gap() {
        tell(StoreListener::gap);
    }

    private void tell(Consumer<StoreListener> message) {
        subscribers.forEach(subscriber -> subscriber.tell(message));
    }

    // Not a record: one listener may subscribe twice, and each subscription ends for itself.
    private static final class Subscriber {

        private final StoreListener listener;
        private final AtomicBoolean warned = new AtomicBoolean();

        private Subscriber(StoreListener listener) {
            this.listener = listener;
        }

        private void tell(Consumer<StoreListener> message) {
            try {
                message.accept(listener);
            } catch (RuntimeException | Error thrown) {
                // The change is made already: whoever made it must get its answer.
                try {
                    failed(thrown);
                } catch (RuntimeException | Error mute) { // an exception may fail to say what it is about
                    log.warn(
                            "Store listener {} failed: {}",
                            listener,
                            thrown.getClass().getName());
                }
            }
        }

        private void failed(Throwable thrown) {
            if (warned.compareAndSet(false, true)) {
                log.warn("Store listener {} failed; further failures of it are logged at DEBUG", listener, thrown);
            } else {
                log.debug("Store listener {} failed again", listener, thrown);
            }
        }
    }
}
