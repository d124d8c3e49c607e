// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.CacheLoader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An origin in memory that counts how it is asked, and that waits or fails when a test says so.
 *
 * <p>A load reads its values first and waits at the gate afterwards: it then returns what the origin held when it was
 * asked, as a slow query does. Changes are seen by loads that start later. Safe for use by many threads; no lock is
 * held while a load waits.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class TestOrigin<K, V> implements CacheLoader<K, V> {

    private final Map<K, Row<V>> rows = new ConcurrentHashMap<>();
    private final Map<K, Calls> callsByKey = new ConcurrentHashMap<>();
    private final Calls calls = new Calls();
    private final AtomicInteger bulkLoads = new AtomicInteger();
    private volatile @Nullable Gate gate;
    private volatile @Nullable Throwable loadFailure;
    private volatile @Nullable Throwable writeFailure;

    /** Makes an origin that holds nothing. */
    public TestOrigin() {}

    @Override
    public @Nullable V load(K key) throws Exception {
        return ask(List.of(key)).get(key);
    }

    @Override
    public Map<K, V> loadAll(Collection<K> keys) throws Exception {
        bulkLoads.incrementAndGet();
        return ask(keys);
    }

    /**
     * Writes a value.
     *
     * @param key the key
     * @param value the value
     * @return the value that the origin now holds
     * @throws Exception what {@link #failWritesWith} said; nothing is changed then
     */
    public V write(K key, V value) throws Exception {
        throwIf(writeFailure);
        change(key, value);
        return value;
    }

    /**
     * Removes a value.
     *
     * @param key the key
     * @throws Exception what {@link #failWritesWith} said; nothing is changed then
     */
    public void remove(K key) throws Exception {
        throwIf(writeFailure);
        change(key, null);
    }

    /**
     * Sets what the origin holds, without counting and whatever fails.
     *
     * @param key the key
     * @param value the value
     * @return this origin
     */
    public TestOrigin<K, V> with(K key, V value) {
        change(key, value);
        return this;
    }

    /**
     * Returns what the origin holds, without counting, waiting or failing.
     *
     * @param key the key
     * @return the value, or {@code null} if it holds none
     */
    public @Nullable V value(K key) {
        Row<V> row = rows.get(key);
        return row == null ? null : row.value;
    }

    /**
     * Returns how often a key was changed.
     *
     * @param key the key
     * @return the number of its changes, removals included
     */
    public long version(K key) {
        Row<V> row = rows.get(key);
        return row == null ? 0 : row.version;
    }

    /**
     * Makes loads that start from now on wait, after they have read, until the returned gate is opened.
     *
     * @return the gate, at which the test sees them arrive
     */
    public Gate holdLoads() {
        Gate shut = new Gate();
        gate = shut;
        return shut;
    }

    /**
     * Makes loads fail, until {@link #recover}.
     *
     * @param failure what they throw, this very instance; an {@link Exception} or an {@link Error}
     */
    public void failLoadsWith(Throwable failure) {
        loadFailure = failure;
    }

    /**
     * Makes writes and removals fail, until {@link #recover}.
     *
     * @param failure what they throw, this very instance; an {@link Exception} or an {@link Error}
     */
    public void failWritesWith(Throwable failure) {
        writeFailure = failure;
    }

    /** Ends all failures; loads that start from now on wait for nothing. */
    public void recover() {
        gate = null;
        loadFailure = null;
        writeFailure = null;
    }

    /**
     * Counts the loads of a key, those that failed and those in bulk included.
     *
     * @param key the key
     * @return how often it was asked for
     */
    public int loads(K key) {
        return of(key).started.get();
    }

    /**
     * Counts all loads; one in bulk counts once.
     *
     * @return how often the origin was asked
     */
    public int loads() {
        return calls.started.get();
    }

    /**
     * Counts the loads in bulk.
     *
     * @return how often {@link #loadAll} was called
     */
    public int bulkLoads() {
        return bulkLoads.get();
    }

    /**
     * Returns how many loads of a key were under way at one time, at most.
     *
     * @param key the key
     * @return the highest number so far
     */
    public int mostLoadsAtOnce(K key) {
        return of(key).most.get();
    }

    /**
     * Returns how many loads were under way at one time, at most.
     *
     * @return the highest number so far; one in bulk counts once
     */
    public int mostLoadsAtOnce() {
        return calls.most.get();
    }

    private Map<K, V> ask(Collection<K> keys) throws Exception {
        calls.start();
        keys.forEach(key -> of(key).start());
        try {
            Map<K, V> found = new LinkedHashMap<>();
            for (K key : keys) {
                V value = value(key);
                if (value != null) {
                    found.put(key, value);
                }
            }
            Gate waitsAt = gate;
            if (waitsAt != null) {
                waitsAt.pass();
            }
            throwIf(loadFailure);
            return found;
        } finally {
            keys.forEach(key -> of(key).end());
            calls.end();
        }
    }

    private void change(K key, @Nullable V value) {
        rows.compute(key, (any, row) -> new Row<>(value, row == null ? 1 : row.version + 1));
    }

    private Calls of(K key) {
        return callsByKey.computeIfAbsent(key, unknown -> new Calls());
    }

    private static void throwIf(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
    }

    private record Row<V>(@Nullable V value, long version) {}

    private static final class Calls {

        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private void start() {
            started.incrementAndGet();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
        }

        private void end() {
            running.decrementAndGet();
        }
    }
}
