// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.store.RecordFormat;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store of encoded records, as a remote one is, in a map: it shows that the protocol needs no more than bytes under texts, one
 * conditional change at a time, and a clock.
 *
 * <p>Every verb decodes the bytes that it finds and does what the scripts of a remote store do. A clear is purely logical: older values
 * stay, and are found as cleared. Bytes that anybody puts there with {@link #putRaw} are as good as its own.
 *
 * <p>Two cache managers over one such store stand for two nodes; so closing it does nothing. Its clock is that of the given sources,
 * and stands for the server's. As a server's clients, listeners hear of every record that is set
 * or removed, whoever did it, leases included, but not of those that expire. Safe for use
 * by many threads.
 */
public final class RecordMapStore implements CacheStore {

    private static final Logger log = LoggerFactory.getLogger(RecordMapStore.class);

    private final RecordMap map;
    private final Executor executor;
    private final Map<String, RecordClock> clocks = new ConcurrentHashMap<>();
    private final Set<RegionSpec> opened = ConcurrentHashMap.newKeySet();
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Makes an empty store that does everything on the caller's thread, and returns completed stages.
     *
     * @param time where its clock comes from
     */
    public RecordMapStore(TimeSources time) {
        this(time, Runnable::run);
    }

    /**
     * Makes an empty store that runs commands, and completes stages, on another executor.
     *
     * @param time where its clock comes from
     * @param executor where commands run; with more than one thread they may overtake each other
     */
    public RecordMapStore(TimeSources time, Executor executor) {
        this.map = new RecordMap(time.dates(), this::changed);
        this.executor = Objects.requireNonNull(executor, "executor must not be null");
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        opened.add(spec);
        return new RecordMapRegion(spec, map, clock(spec.namespace()), executor, this::cleared);
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return CompletableFuture.runAsync(
                () -> {
                    clock(namespace).clear();
                    cachesOf(namespace).forEach(cache -> tell(listener -> listener.cleared(namespace, cache)));
                },
                executor);
    }

    @Override
    public long now() {
        return map.now();
    }

    @Override
    public boolean keepsReferences() {
        return false;
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        Objects.requireNonNull(listener, "listener must not be null");
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return CompletableFuture.supplyAsync(() -> new StoreHealth(true, Map.of("store", "records")), executor);
    }

    @Override
    public void close() {}

    /**
     * Puts any bytes under a key, as a stranger or another version might.
     *
     * @param keyText the key's text
     * @param bytes the bytes, a record or not
     * @param life how long they stand
     * @see RecordFormat
     */
    public void putRaw(String keyText, byte[] bytes, Duration life) {
        byte[] copy = bytes.clone();
        map.run(() -> {
            map.set(keyText, copy, map.now() + life.toMillis());
            return null;
        });
    }

    /**
     * Puts any bytes under a key, without an end.
     *
     * @param keyText the key's text
     * @param bytes the bytes, a record or not
     */
    public void putRaw(String keyText, byte[] bytes) {
        byte[] copy = bytes.clone();
        map.run(() -> {
            map.set(keyText, copy, RecordMap.NEVER);
            return null;
        });
    }

    /**
     * Returns the bytes that stand under a key.
     *
     * @param keyText the key's text
     * @return a copy of them; {@code null} if nothing stands there
     */
    public byte @Nullable [] raw(String keyText) {
        byte[] bytes = map.run(() -> map.get(keyText));
        return bytes == null ? null : bytes.clone();
    }

    /**
     * Removes whatever stands under a key, as a stranger's plain delete does: intents, tombstones, clocks and claims too.
     *
     * @param keyText the key's text
     */
    public void delete(String keyText) {
        map.run(() -> {
            map.delete(keyText);
            return null;
        });
    }

    /**
     * Returns the texts of the keys under which a record stands, of whatever kind.
     *
     * @return their texts in alphabetical order, without those of the namespaces' clocks and of claims
     */
    public List<String> keys() {
        return map.run(map::texts).stream().filter(this::isKey).toList();
    }

    private RecordClock clock(String namespace) {
        return clocks.computeIfAbsent(namespace, name -> new RecordClock(map, name));
    }

    private boolean isKey(String text) {
        return !RecordClaims.isClaim(text)
                && clocks.keySet().stream().map(RecordClock::textOf).noneMatch(text::equals);
    }

    private Set<String> cachesOf(String namespace) {
        return opened.stream()
                .filter(spec -> spec.namespace().equals(namespace))
                .map(RegionSpec::cache)
                .collect(Collectors.toSet());
    }

    private void cleared(RegionSpec spec) {
        tell(listener -> listener.cleared(spec.namespace(), spec.cache()));
    }

    private void changed(String text) {
        if (isKey(text)) {
            tell(listener -> listener.evicted(text));
        }
    }

    private void tell(Consumer<StoreListener> message) {
        for (StoreListener listener : listeners) {
            try {
                message.accept(listener);
            } catch (RuntimeException | Error thrown) {
                // The change is made already: whoever made it must get its answer.
                log.warn("Store listener {} failed", listener, thrown);
            }
        }
    }
}
