// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.time.TimeSources;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A store in this process's memory, one bounded Caffeine cache per region.
 *
 * <p>Payloads are kept by reference. Every verb is atomic for its key and has run when it returns; the stages it
 * answers with are complete. Values count against the region's bound and are dropped, the least useful first, when it
 * is exceeded. Leases, write intents and tombstones count nothing and stay until they end, so that want of room never
 * breaks a promise. Entries for "absent" have a bound of their own. Upkeep happens on the threads that call, a little with each change;
 * the store has no thread of its own.
 *
 * <p>Of claims and back-offs a region keeps the 10,000 that are most useful; without one, a key is loaded once more.
 *
 * <p>Its time is the date at its construction plus what has elapsed on the ticker since: a change of the system's date
 * neither prolongs nor shortens a life.
 *
 * <p>Several cache managers may share one such store, as nodes share a server. Listeners are told of every change that
 * a verb makes to a record, leases and write intents included, after it is made and on the thread that made it. They
 * are not told of values that end or are dropped for want of room. A listener that throws is logged and changes
 * nothing.
 *
 * <p>After {@link #close} verbs complete exceptionally with an {@link IllegalStateException}.
 */
public final class MemoryCacheStore implements CacheStore {

    private final MemoryClock clock;
    private final StoreListeners listeners = new StoreListeners();
    private final AtomicLong stamps = new AtomicLong();
    private final Map<String, MemoryNamespace> namespaces = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Makes an empty store.
     *
     * @param time where the date of its start and the ticks since come from; nothing is scheduled
     */
    public MemoryCacheStore(TimeSources time) {
        clock = new MemoryClock(Objects.requireNonNull(time, "time must not be null"));
    }

    /**
     * Opens the region of a cache, or finds it if it is open already; a second spec's bounds are then ignored.
     *
     * @throws IllegalStateException if the store is closed
     */
    @Override
    public StoreRegion open(RegionSpec spec) {
        requireOpen();
        return namespace(spec.namespace()).open(spec, namespace -> new MemoryRegion(this, namespace, spec));
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return run(() -> {
            MemoryNamespace cleared = namespace(namespace);
            cleared.clear(now());
            List<MemoryRegion> regions = cleared.regions();
            regions.forEach(region -> region.records().sweep());
            regions.stream().map(MemoryRegion::cache).distinct().forEach(cache -> listeners.cleared(namespace, cache));
        });
    }

    @Override
    public long now() {
        return clock.now();
    }

    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        return listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return answer(() -> {
            int caches = namespaces.values().stream()
                    .mapToInt(namespace -> namespace.regions().size())
                    .sum();
            return new StoreHealth(true, Map.of("store", "memory", "caches", caches));
        });
    }

    @Override
    public void close() {
        closed = true;
        namespaces.values().forEach(namespace -> namespace.regions().forEach(MemoryRegion::drop));
    }

    MemoryClock clock() {
        return clock;
    }

    StoreListeners listeners() {
        return listeners;
    }

    /** Returns a number that no lease or intent of this store had before. */
    long nextStamp() {
        return stamps.incrementAndGet();
    }

    /** Runs a verb and answers with a complete stage, also if it fails. */
    <R> CompletionStage<R> answer(Supplier<R> verb) {
        try {
            requireOpen();
            return CompletableFuture.completedFuture(verb.get());
        } catch (RuntimeException | Error failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    /** Runs a verb that has nothing to say. */
    CompletionStage<Void> run(Runnable verb) {
        try {
            requireOpen();
            verb.run();
            return CompletableFuture.allOf();
        } catch (RuntimeException | Error failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the in-memory store is closed; open another one to go on caching");
        }
    }

    private MemoryNamespace namespace(String name) {
        return namespaces.computeIfAbsent(name, unknown -> new MemoryNamespace());
    }
}
