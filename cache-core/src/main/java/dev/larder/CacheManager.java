// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.CacheKeyBuilder;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import dev.larder.serializer.ValueSerializer;
import dev.larder.store.CacheStore;
import dev.larder.store.CacheStore.Subscription;
import dev.larder.store.MemoryCacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoreStatistics;
import dev.larder.time.SystemScheduler;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Opens caches over one store, and tells how they are.
 *
 * <p>For tests and plain Java {@link #inMemory()} is all it takes. Safe for use by many threads.
 */
public final class CacheManager implements AutoCloseable {

    /** How long health, statistics and the clearing of a namespace wait for the store. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final StoreStatistics UNKNOWN =
            new StoreStatistics(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    private final @Nullable SystemScheduler ownScheduler;
    private final TimeSources time;
    private final boolean ownsStore;
    private final CacheStore store;
    private final @Nullable StoreGuard guard;
    private final @Nullable String keyPrefix;
    private final CacheSerializer serializer;
    private final Compression compression;
    private final UnaryOperator<CacheOptions> configuration;
    private final Background background;
    private final Transactions transactions;
    private final DoubleSupplier chance;
    private final int startSeconds;
    private final Tokens tokens = new Tokens();
    private final Pushes pushes = new Pushes();
    private final OpenCaches caches = new OpenCaches();
    private final CacheListeners listeners;
    private final Subscription subscription;

    CacheManager(CacheManagerBuilder builder) {
        if (builder.time == null) {
            ownScheduler = new SystemScheduler("larder-scheduler");
            time = TimeSources.system(ownScheduler);
        } else {
            ownScheduler = null;
            time = builder.time;
        }
        ownsStore = builder.store == null;
        store = builder.store == null ? new MemoryCacheStore(time) : builder.store;
        guard = store.keepsReferences() ? null : new StoreGuard(store, time, builder.breakerWait, builder.journalSize);
        keyPrefix = builder.keyPrefix;
        serializer = builder.serializer;
        compression = builder.compression;
        configuration = builder.configuration;
        chance = builder.chance;
        background = new Background(builder.executor, builder.steps, builder.maximumRefreshes);
        transactions = new Transactions(builder.transactions, background);
        startSeconds = (int) time.dates().instant().getEpochSecond();
        listeners = new CacheListeners(builder.listeners);
        subscription = store.subscribe(pushes);
    }

    /**
     * Makes a cache manager that keeps everything in this process.
     *
     * @return a new cache manager with a store of its own
     */
    public static CacheManager inMemory() {
        return builder().build();
    }

    /**
     * Starts to make a cache manager; without further ado it keeps everything in this process.
     *
     * @return a builder
     */
    public static CacheManagerBuilder builder() {
        return new CacheManagerBuilder();
    }

    /**
     * Opens a cache.
     *
     * @param options its options; the configuration of this manager may override them
     * @param keyType the type of keys
     * @param valueType the type of values
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return the cache
     * @throws CacheConfigurationException if a cache of that name is open, its keys could be those of an open one, its options contradict
     *     each other, its namespace, key pattern or type of keys cannot be what it is given as, or its values cannot be kept in the store
     */
    public <K, V> Cache<K, V> open(CacheOptions options, ValueType<K> keyType, ValueType<V> valueType) {
        return open(options, keyType, valueType, false);
    }

    /** Opens a cache that may be its own origin. */
    <K, V> Cache<K, V> open(CacheOptions options, ValueType<K> keyType, ValueType<V> valueType, boolean ownOrigin) {
        Objects.requireNonNull(keyType, "keyType must not be null");
        Objects.requireNonNull(valueType, "valueType must not be null");
        CacheOptions effective = configured(Objects.requireNonNull(options, "options must not be null"));
        CacheKeyBuilder keys = keysOf(effective, keyType);
        return caches.open(
                effective.name(), keys, () -> new PipelineCache<>(pipeline(effective, keys, valueType, ownOrigin)));
    }

    private CacheKeyBuilder keysOf(CacheOptions options, ValueType<?> keyType) {
        try {
            return CacheKeyBuilder.of(options.name(), keyType.type())
                    .namespace(options.namespace())
                    .prefix(keyPrefix)
                    .version(options.version())
                    .pattern(options.keyPattern());
        } catch (IllegalArgumentException impossible) {
            throw new CacheConfigurationException(
                    String.valueOf(impossible.getMessage()),
                    "correct the key prefix, or the name, the namespace, the key pattern or the type of keys of cache '%s'"
                            .formatted(options.name()),
                    impossible);
        }
    }

    private CacheOptions configured(CacheOptions options) {
        CacheOptions effective = configuration.apply(options);
        if (!effective.name().equals(options.name())) {
            throw new CacheConfigurationException(
                    "the configuration of this cache manager made the name '%s' of '%s'"
                            .formatted(effective.name(), options.name()),
                    "it must leave names alone",
                    null);
        }
        effective.requireConsistent();
        return effective;
    }

    /**
     * Opens a cache of types without type arguments.
     *
     * @param options its options; the configuration of this manager may override them
     * @param keyType the type of keys
     * @param valueType the type of values
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return the cache
     * @throws CacheConfigurationException as {@link #open(CacheOptions, ValueType, ValueType)} does
     */
    public <K, V> Cache<K, V> open(CacheOptions options, Class<K> keyType, Class<V> valueType) {
        return open(options, ValueType.of(keyType), ValueType.of(valueType));
    }

    private <K, V> Pipeline<K, V> pipeline(
            CacheOptions options, CacheKeyBuilder keys, ValueType<V> valueType, boolean ownOrigin) {
        CacheLog log = new CacheLog(options.name(), options.logKeys());
        Events events = new Events(options.name(), log, listeners);
        RegionSpec spec = regionOf(options, keys);
        StoreRegion region = store.open(spec);
        StoreAccess access = new StoreAccess(region, spec, time.scheduler(), options, guard, events, log);
        return new Pipeline<>(
                options,
                keys,
                store,
                access,
                new Removals(spec, access, options, guard, events),
                new Values<>(store, options, payloads(options, valueType), chance, events, log),
                tokens,
                time,
                background,
                transactions,
                ownOrigin,
                pushes,
                events,
                log);
    }

    private <V> Payloads<V> payloads(CacheOptions options, ValueType<V> type) {
        if (store.keepsReferences()) {
            return Payloads.references(startSeconds);
        }
        CacheSerializer chosen = options.serializer() == null ? serializer : options.serializer();
        Compression packing = options.compression() == null ? compression : options.compression();
        return Payloads.bytes(
                bind(chosen, type, options), chosen.id(), packing, startSeconds, options.maximumPayload());
    }

    private static <V> ValueSerializer<V> bind(CacheSerializer serializer, ValueType<V> type, CacheOptions options) {
        try {
            return serializer.forType(type.type());
        } catch (RuntimeException unfit) {
            throw new CacheConfigurationException(
                    "the values of cache '%s' cannot be kept in a remote store: %s"
                            .formatted(options.name(), unfit.getMessage()),
                    "give them a type that becomes bytes and back, or the cache another serializer",
                    unfit);
        }
    }

    private RegionSpec regionOf(CacheOptions options, CacheKeyBuilder keys) {
        CacheOptions.Bound bound = options.bound();
        ToIntBiFunction<Object, Object> weigher = bound.weigher() == null ? (key, value) -> 1 : bound.weigher();
        return new RegionSpec(
                prefixed(options.namespace()),
                options.version(),
                options.name(),
                bound.maximum(),
                options.maximumAbsent(),
                keys.matchAll(),
                weigher);
    }

    /** The namespace as the store knows it: applications that share a store are kept apart by it. */
    private String prefixed(String namespace) {
        return keyPrefix == null ? namespace : keyPrefix + ":" + namespace;
    }

    /**
     * Returns the names of the open caches.
     *
     * @return the names, in the order of the alphabet
     */
    public Set<String> cacheNames() {
        return caches.names();
    }

    /**
     * Finds an open cache, for operators' tools that know no types.
     *
     * @param name its name
     * @return the cache, if one of that name is open
     */
    public Optional<Cache<?, ?>> find(String name) {
        return caches.find(name).map(Function.identity());
    }

    /**
     * Tells whether values are kept as the objects that they are, for adapters: only where they become bytes does their type matter.
     *
     * @return whether the store keeps references
     */
    public boolean keepsReferences() {
        return store.keepsReferences();
    }

    /**
     * Tells a listener of every cache: of those that are open now, before this returns and on this thread, and of those that are opened
     * later, before whoever opens them gets them and on his thread. It hears of each exactly once, and maybe of several at the same time.
     * No lock is held meanwhile. What it throws is logged and costs nobody a cache.
     *
     * @param listener what to tell; it should be quick
     * @return a handle that ends the subscription
     */
    public Subscription onOpen(Consumer<? super Cache<?, ?>> listener) {
        return caches.onOpen(Objects.requireNonNull(listener, "listener must not be null"));
    }

    /**
     * Tells a listener of what happens in all caches of this manager from now on.
     *
     * @param listener what to tell
     * @return a handle that ends the subscription
     */
    public Subscription listen(CacheListener listener) {
        return listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    }

    /**
     * Clears all caches of a namespace, those of other nodes and versions included, and no other's.
     *
     * @param namespace the namespace
     * @return {@link Eviction#EVICTED}, or {@link Eviction#UNACKNOWLEDGED} if the store did not answer; a remote one is told again until
     *     it does
     */
    public Eviction clear(String namespace) {
        Objects.requireNonNull(namespace, "namespace must not be null");
        detachFlights(namespace);
        Removal removal = new Removal.OfNamespace(prefixed(namespace));
        long mark = guard == null ? 0 : guard.mark();
        boolean cleared = answer(() -> store.clear(removal.namespace()).thenApply(done -> true), failure -> false);
        if (guard != null && cleared) {
            guard.confirmed(removal, mark);
        } else if (guard != null) {
            guard.unconfirmed(removal);
        }
        detachFlights(namespace);
        return cleared ? Eviction.EVICTED : Eviction.UNACKNOWLEDGED;
    }

    /**
     * Asks the store how it is, for up to a second. Of a remote store the details also tell its {@code breaker} and how many evictions
     * are in the {@code journal}, as {@link #guard()} does.
     *
     * @return its answer, or that it is not available
     */
    public StoreHealth health() {
        StoreHealth health = answer(
                store::health,
                failure -> new StoreHealth(false, Map.of("error", LoadFailure.said(Futures.unwrap(failure)))));
        return guard == null ? health : guard.addTo(health);
    }

    /**
     * Tells how the guard in front of the store is, without asking the store.
     *
     * @return its state; empty for a store in this process, which needs none
     */
    public Optional<GuardStatus> guard() {
        return Optional.ofNullable(guard).map(StoreGuard::status);
    }

    /**
     * Tells what is known of all open caches. The store is asked for all of them at once, for up to a second.
     *
     * @return the statistics, in the order of the caches' names
     */
    public List<CacheStatistics> statistics() {
        return statistics(caches.all());
    }

    /**
     * Tells what is known of one cache. The store is asked for up to a second.
     *
     * @param name the cache's name
     * @return the statistics, if a cache of that name is open
     */
    public Optional<CacheStatistics> statistics(String name) {
        return caches.find(name).map(cache -> statistics(List.of(cache)).get(0));
    }

    private List<CacheStatistics> statistics(List<PipelineCache<?, ?>> of) {
        List<CompletableFuture<StoreStatistics>> asked = of.stream()
                .map(cache -> cache.pipeline().store.region())
                .map(region -> ask(region::statistics, failure -> UNKNOWN))
                .toList();
        List<CacheStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            PipelineCache<?, ?> cache = of.get(i);
            statistics.add(
                    new CacheStatistics(cache.name(), cache.options().namespace(), cache.stats(), await(asked.get(i))));
        }
        return List.copyOf(statistics);
    }

    /**
     * Returns where loaders and origin writes of asynchronous calls run, for adapters that run a user's code.
     *
     * @return the executor; it is bounded, and may reject what is too much
     */
    public Executor executor() {
        return background.loads();
    }

    /** Ends the threads of this manager, its warm-ups, and its store if it made it. Its caches must not be used any more. */
    @Override
    public void close() {
        caches.all().forEach(PipelineCache::stopWarmUps);
        subscription.cancel();
        pushes.close();
        if (guard != null) {
            guard.close();
        }
        background.close();
        if (ownsStore) {
            store.close();
        }
        if (ownScheduler != null) {
            ownScheduler.close();
        }
    }

    private void detachFlights(String namespace) {
        caches.ofNamespace(namespace).forEach(cache -> cache.pipeline().flights.detachAll());
    }

    private <T> T answer(Supplier<CompletionStage<T>> question, Function<Throwable, T> otherwise) {
        return await(ask(question, otherwise));
    }

    private <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question, Function<Throwable, T> otherwise) {
        return Deadline.within(time.scheduler(), PATIENCE, question).exceptionally(otherwise);
    }

    private <T> T await(CompletableFuture<T> answer) {
        return new CallerThread(background).awaitToTheEnd(answer);
    }
}
