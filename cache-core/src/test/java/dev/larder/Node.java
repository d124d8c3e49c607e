// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.function.Consumer;

/** A cache manager over a store of its own, on a time that the test moves; background calls run on the thread that makes them. */
final class Node implements AutoCloseable {

    final TestTime time;
    final CacheStore store;
    final CacheManager caches;

    Node(StoreKind kind) {
        this(new TestTime(), kind);
    }

    private Node(TestTime time, StoreKind kind) {
        this(time, kind.store(time.sources()));
    }

    Node(TestTime time, CacheStore store) {
        this(time, store, builder -> {});
    }

    Node(TestTime time, CacheStore store, Consumer<CacheManagerBuilder> more) {
        this.time = time;
        this.store = store;
        CacheManagerBuilder builder =
                CacheManager.builder().store(store).time(time.sources()).executor(Runnable::run);
        more.accept(builder);
        this.caches = builder.build();
    }

    void elapse(Duration duration) {
        time.advance(duration);
    }

    @Override
    public void close() {
        caches.close();
        store.close();
    }
}
