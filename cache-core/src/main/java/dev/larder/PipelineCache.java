// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.key.KeyGlob;
import dev.larder.store.AtHand;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The synchronous verbs: what is at hand at once, the rest through the pipeline on the caller's thread. */
final class PipelineCache<K, V> implements Cache<K, V> {

    private final Pipeline<K, V> pipeline;
    private final Verbs<K, V> verbs;
    private final WarmUps<K, V> warmUps;
    private final AsyncCache<K, V> async;
    private final String what;

    PipelineCache(Pipeline<K, V> pipeline) {
        this.pipeline = pipeline;
        this.verbs = new Verbs<>(pipeline);
        this.warmUps = new WarmUps<>(pipeline, verbs);
        this.async = new PipelineAsyncCache<>(pipeline, verbs, warmUps);
        this.what = "cache '" + pipeline.options.name() + "'";
    }

    @Override
    public String name() {
        return pipeline.options.name();
    }

    @Override
    public CacheOptions options() {
        return pipeline.options;
    }

    @Override
    public @Nullable V get(K key) {
        AtHand atHand = verbs.peek(key);
        return atHand != null
                ? pipeline.values.atHand(atHand)
                : this.<@Nullable V>await(caller -> verbs.get(key, caller));
    }

    @Override
    public @Nullable CacheEntry<V> lookup(K key) {
        AtHand atHand = verbs.peek(key);
        return atHand != null
                ? verbs.entry(atHand)
                : this.<@Nullable CacheEntry<V>>await(caller -> verbs.lookup(key, caller));
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return await(caller -> verbs.getAll(keys, caller));
    }

    @Override
    public @Nullable V getOrLoad(K key, CacheLoader<K, V> loader) {
        AtHand atHand = verbs.peek(key, loader);
        return atHand != null
                ? pipeline.values.atHand(atHand)
                : this.<@Nullable V>await(caller -> verbs.getOrLoad(key, loader, caller));
    }

    @Override
    public Map<K, V> getAllOrLoad(Collection<? extends K> keys, CacheLoader<K, V> loader) {
        return await(caller -> verbs.getAllOrLoad(keys, loader, caller));
    }

    @Override
    public @Nullable V refresh(K key, CacheLoader<K, V> loader) {
        return this.<@Nullable V>await(caller -> verbs.refresh(key, loader, caller));
    }

    @Override
    public WarmUpReport warmUp(Collection<? extends K> keys, CacheLoader<K, V> loader, WarmUp options) {
        CompletableFuture<WarmUpReport> warming = warmUps.start(keys, loader, options);
        try {
            return new CallerThread(pipeline.background).await(warming, "the warm-up of " + what);
        } catch (CacheInterruptedException interrupted) {
            warming.cancel(false);
            throw interrupted;
        }
    }

    @Override
    public @Nullable CacheLease<V> lease(K key) {
        // To the end, which is near: a lease that is granted to somebody who has left would be given back by nobody.
        return this.<@Nullable CacheLease<V>>awaitToTheEnd(caller -> verbs.lease(key, caller));
    }

    @Override
    public @Nullable CacheEntry<V> standIn(K key) {
        return this.<@Nullable CacheEntry<V>>await(caller -> verbs.standIn(key, caller));
    }

    @Override
    public @Nullable CacheEntry<V> entry(K key) {
        return this.<@Nullable CacheEntry<V>>await(caller -> verbs.entry(key, caller));
    }

    @Override
    public boolean contains(K key) {
        CacheEntry<V> entry = entry(key);
        return entry != null && !entry.isStale();
    }

    @Override
    public @Nullable Duration timeToLive(K key) {
        CacheEntry<V> entry = entry(key);
        return entry == null ? null : entry.timeToLive();
    }

    @Override
    public boolean touch(K key) {
        return awaitToTheEnd(caller -> verbs.touch(key, null, caller));
    }

    @Override
    public boolean touch(K key, Duration timeToLive) {
        return awaitToTheEnd(caller -> verbs.touch(key, verbs.life(timeToLive), caller));
    }

    @Override
    public boolean put(K key, @Nullable V value) {
        return awaitToTheEnd(caller -> verbs.put(key, value, null, caller));
    }

    @Override
    public boolean put(K key, @Nullable V value, Duration timeToLive) {
        return awaitToTheEnd(caller -> verbs.put(key, value, verbs.life(timeToLive), caller));
    }

    @Override
    public boolean putAll(Map<? extends K, ? extends V> values) {
        return awaitToTheEnd(caller -> verbs.putAll(values, caller));
    }

    @Override
    public @Nullable CacheEntry<V> putIfAbsent(K key, @Nullable V value) {
        return this.<@Nullable CacheEntry<V>>awaitToTheEnd(caller -> verbs.putIfAbsent(key, value, caller));
    }

    @Override
    public Eviction evict(K key) {
        return evictAll(List.of(verbs.requireKey(key)));
    }

    @Override
    public Eviction evictAll(Collection<? extends K> keys) {
        return awaitToTheEnd(caller -> verbs.evict(keys, caller));
    }

    @Override
    public Eviction expire(K key) {
        return expireAll(List.of(verbs.requireKey(key)));
    }

    @Override
    public Eviction expireAll(Collection<? extends K> keys) {
        return awaitToTheEnd(caller -> verbs.expire(keys, caller));
    }

    @Override
    public Eviction evictMatching(KeyGlob keys) {
        return awaitToTheEnd(caller -> verbs.evictMatching(keys, caller));
    }

    @Override
    public Eviction evictByText(String keyText) {
        return awaitToTheEnd(caller -> verbs.evictByText(keyText, caller));
    }

    @Override
    public Eviction clear() {
        return awaitToTheEnd(verbs::clear);
    }

    @Override
    public <X extends Exception> @Nullable V write(K key, OriginWrite<? extends @Nullable V, X> write) throws X {
        return this.<@Nullable V>awaitToTheEnd(caller -> verbs.write(key, write, caller));
    }

    @Override
    public <R, X extends Exception> R write(K key, OriginWrite<R, X> write, BiFunction<V, R, V> merge) throws X {
        return awaitToTheEnd(caller -> verbs.write(key, write, merge, caller));
    }

    @Override
    public <X extends Exception> Map<K, V> writeAll(Collection<? extends K> keys, OriginWrite<Map<K, V>, X> write)
            throws X {
        return awaitToTheEnd(caller -> verbs.writeAll(keys, write, caller));
    }

    @Override
    public <R extends @Nullable Object, X extends Exception> R remove(K key, OriginWrite<R, X> write) throws X {
        return awaitToTheEnd(caller -> verbs.remove(key, write, caller));
    }

    @Override
    public CacheStats stats() {
        return pipeline.events.stats.read();
    }

    @Override
    public OptionalLong localSize() {
        return pipeline.store.region().localSize();
    }

    @Override
    public AsyncCache<K, V> async() {
        return async;
    }

    /** Ends the warm-ups that are under way, and each that is started from now on. */
    void stopWarmUps() {
        warmUps.close();
    }

    Pipeline<K, V> pipeline() {
        return pipeline;
    }

    private <T extends @Nullable Object> T await(Function<Caller, CompletableFuture<T>> call) {
        CallerThread caller = new CallerThread(pipeline.background);
        return caller.await(call.apply(caller), what);
    }

    private <T extends @Nullable Object> T awaitToTheEnd(Function<Caller, CompletableFuture<T>> call) {
        CallerThread caller = new CallerThread(pipeline.background);
        return caller.awaitToTheEnd(call.apply(caller));
    }
}
