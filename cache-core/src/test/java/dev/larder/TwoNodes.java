// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.store.CacheStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two cache managers over one store, a cache of each, an origin that may fail, and a time that the test moves. What runs in the background
 * waits until the test says so.
 */
final class TwoNodes implements AutoCloseable {

    static final Duration FRESH = Duration.ofMinutes(10);

    final TestTime time = new TestTime();
    final CacheStore store;
    final BlockingDeque<Runnable> background = new LinkedBlockingDeque<>();
    final AtomicInteger loads = new AtomicInteger();
    final CacheLoader<String, String> loader = this::load;

    @Nullable
    String origin = "first";

    @Nullable
    Exception failure;

    /** What an early refresh by chance decides by. */
    DoubleSupplier chance = () -> 0;

    /** How long a load takes. */
    Duration cost = Duration.ZERO;

    private final List<CacheManager> managers;
    private final List<Cache<String, String>> caches;

    TwoNodes(StoreKind kind, CacheOptions options) {
        this(options, kind::store);
    }

    TwoNodes(CacheOptions options, Function<TimeSources, CacheStore> newStore) {
        store = newStore.apply(time.sources());
        managers = Stream.generate(() -> manager(store)).limit(2).toList();
        caches = managers.stream()
                .map(manager -> manager.open(options, String.class, String.class))
                .toList();
    }

    private CacheManager manager(CacheStore shared) {
        CacheManagerBuilder builder = CacheManager.builder()
                .store(shared)
                .time(time.sources())
                .executor(background::add)
                .maximumRefreshes(2);
        builder.steps = Runnable::run;
        builder.chance = () -> chance.getAsDouble();
        return builder.build();
    }

    static CacheOptions options() {
        return CacheOptions.named("things").timeToLive(FRESH);
    }

    Cache<String, String> here() {
        return caches.get(0);
    }

    Cache<String, String> there() {
        return caches.get(1);
    }

    CacheManager manager() {
        return managers.get(0);
    }

    private @Nullable String load(String key) throws Exception {
        loads.incrementAndGet();
        time.advance(cost);
        if (failure != null) {
            throw failure;
        }
        return origin;
    }

    /** Lets a listener hear of both nodes. */
    void listen(CacheListener listener) {
        managers.forEach(manager -> manager.listen(listener));
    }

    /** What a caller gets on the first node. */
    @Nullable
    String get() {
        return here().getOrLoad("key", loader);
    }

    /** What a caller gets on the second node. */
    @Nullable
    String getThere() {
        return there().getOrLoad("key", loader);
    }

    void elapse(Duration duration) {
        time.advance(duration);
    }

    /** Waits, in real time, until another thread has put something into the background. */
    void awaitBackground() {
        try {
            Runnable first = background.poll(10, TimeUnit.SECONDS);
            if (first == null) {
                throw new AssertionError("nothing came into the background for ten seconds");
            }
            background.addFirst(first);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Runs what waits in the background, and what that brings about; returns how much it was. */
    int runBackground() {
        int ran = 0;
        for (Runnable task = background.poll(); task != null; task = background.poll()) {
            task.run();
            ran++;
        }
        return ran;
    }

    @Override
    public void close() {
        managers.forEach(CacheManager::close);
        store.close();
    }
}
