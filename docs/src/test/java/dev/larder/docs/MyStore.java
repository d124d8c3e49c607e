// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import dev.larder.store.CacheStore;
import dev.larder.store.MemoryCacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import dev.larder.time.TimeSources;
import java.util.concurrent.CompletionStage;

/** Stands for a user's own store. */
final class MyStore implements CacheStore {

    private final CacheStore store;

    MyStore(TimeSources time) {
        this.store = new MemoryCacheStore(time);
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        return store.open(spec);
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return store.clear(namespace);
    }

    @Override
    public long now() {
        return store.now();
    }

    @Override
    public boolean keepsReferences() {
        return store.keepsReferences();
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        return store.subscribe(listener);
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return store.health();
    }

    @Override
    public void close() {
        store.close();
    }
}
