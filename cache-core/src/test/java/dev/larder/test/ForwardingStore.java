// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A store that passes everything on to another one, and may put something in front of its regions. */
public class ForwardingStore implements CacheStore {

    private final CacheStore store;
    private final UnaryOperator<StoreRegion> regions;

    /**
     * Wraps a store.
     *
     * @param store where everything goes
     * @param regions what to put in front of each region, such as a {@link ForwardingRegion}
     */
    public ForwardingStore(CacheStore store, UnaryOperator<StoreRegion> regions) {
        this.store = Objects.requireNonNull(store, "store must not be null");
        this.regions = Objects.requireNonNull(regions, "regions must not be null");
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        return regions.apply(store.open(spec));
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
    public Object partition(StoreKey key) {
        return store.partition(key);
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
