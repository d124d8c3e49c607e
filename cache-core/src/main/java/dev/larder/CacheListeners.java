// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one cache manager's caches. */
final class CacheListeners {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    CacheListeners(List<CacheListener> first) {
        first.forEach(this::add);
    }

    Subscription add(CacheListener listener) {
        Listener added = new Listener(listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Whether anybody listens, so that an event is worth making. */
    boolean any() {
        return !listeners.isEmpty();
    }

    void tell(CacheEvent event) {
        listeners.forEach(listener -> listener.tell(event));
    }

    // Not a record: one listener may be added twice, and each subscription ends for itself.
    private static final class Listener {

        private final CacheListener listener;
        private final AtomicBoolean failed = new AtomicBoolean();

        private Listener(CacheListener listener) {
            this.listener = listener;
        }

        private void tell(CacheEvent event) {
            try {
                listener.on(event);
            } catch (RuntimeException | Error thrown) {
                if (failed.compareAndSet(false, true)) {
                    log.warn(
                            "cache listener {} failed at {} of cache '{}' (its further failures are logged at DEBUG)",
                            listener,
                            event.kind(),
                            event.cache(),
                            LoadFailure.sayable(thrown));
                } else if (log.isDebugEnabled()) {
                    log.debug(
                            "cache listener {} failed at {} again",
                            listener,
                            event.kind(),
                            LoadFailure.sayable(thrown));
                }
            }
        }
    }
}
