// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.serializer.ValueSerializer;
import dev.larder.store.CacheStore;
import dev.larder.store.Encoding;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Takeover;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Turns a cache's values into what a store holds, and back; knows how long they live. */
final class Values<V> {

    /** What a read came to: a value, or a miss. */
    sealed interface Reading<V> {

        /** A value that can be used; null is a known absence. */
        record Found<V>(@Nullable V value, StoredValue stored) implements Reading<V> {}

        /**
         * Nothing that can be used.
         *
         * @param supersede the unusable value whose place a lease may take
         * @param loadOnly whether something stands there that must be left alone
         */
        record Missing<V>(@Nullable Supersede supersede, boolean loadOnly) implements Reading<V> {}
    }

    private final CacheStore store;
    private final CacheOptions options;
    private final @Nullable ValueSerializer<V> serializer;
    private final Encoding encoding;
    private final Events events;
    private final CacheLog log;

    /** Without a serializer values are kept by reference. */
    Values(
            CacheStore store,
            CacheOptions options,
            @Nullable ValueSerializer<V> serializer,
            Encoding encoding,
            Events events,
            CacheLog log) {
        this.store = store;
        this.options = options;
        this.serializer = serializer;
        this.encoding = encoding;
        this.events = events;
        this.log = log;
    }

    /**
     * Makes what a store holds.
     *
     * @param life how long it lives; null for what the options say
     * @param clock the clock as it was known before the origin was asked
     * @throws CacheSerializationException if the value does not become bytes
     */
    StoredValue toStored(@Nullable V value, @Nullable Duration life, long costMillis, long clock) {
        Duration nominal = life != null ? life : value == null ? options.absentTimeToLive() : options.timeToLive();
        long millis = shortened(nominal);
        int cost = (int) Math.min(costMillis, 65_535);
        return new StoredValue(payload(value), newFillId(), store.now(), millis, millis, cost, clock, encoding, null);
    }

    /** Makes a merged value, which keeps the times and the clock of its base. */
    StoredValue toMerged(V value, StoredValue base) {
        return new StoredValue(
                payload(value),
                newFillId(),
                base.createdMillis(),
                base.softMillis(),
                base.hardMillis(),
                base.loadCostMillis(),
                base.clock(),
                encoding,
                null);
    }

    /** The given life, or that of the options, at least a millisecond and shortened by the jitter. */
    long shortened(Duration life) {
        return Jitter.shorten(Math.max(1, life.toMillis()), options.jitter());
    }

    /** The value that a local read found; payloads at hand are objects. */
    @SuppressWarnings("unchecked")
    @Nullable
    V atHand(StoredValue stored) {
        return (V) stored.payload();
    }

    /** Reads what a store found; what cannot be used is counted, and is a miss. */
    Reading<V> read(StoreKey key, Lookup found) {
        Lookup usable = found instanceof StoredValue stored ? Takeover.judge(stored, encoding) : found;
        if (usable instanceof StoredValue stored) {
            return decode(key, stored);
        }
        if (usable instanceof Lookup.Unusable unusable) {
            note(key, unusable.reason());
            return new Reading.Missing<>(unusable.supersede(), unusable.supersede() == null);
        }
        return new Reading.Missing<>(null, false);
    }

    private Reading<V> decode(StoreKey key, StoredValue stored) {
        if (stored.payload() == null) {
            return new Reading.Found<>(null, stored);
        }
        if (serializer == null) {
            return new Reading.Found<>(atHand(stored), stored);
        }
        try {
            byte[] bytes = (byte[]) stored.payload();
            V value = serializer.read(bytes, 0, bytes.length);
            log.worked(Trouble.DECODE);
            return new Reading.Found<>(value, stored);
        } catch (RuntimeException | Error corrupt) { // whatever a serializer throws, it is the cache that failed
            events.happened(Kind.UNREADABLE, key);
            log.failed(Trouble.DECODE, key, corrupt);
            return new Reading.Missing<>(new Supersede.ByFillId(stored.fillId()), false);
        }
    }

    private void note(StoreKey key, Lookup.Reason reason) {
        switch (reason) {
            case CLEARED, EXPIRED -> {} // an ordinary miss
            case OTHER_ENCODING -> { // to be expected while versions of an application run side by side
                events.happened(Kind.UNREADABLE, "other encoding", key);
            }
            case FOREIGN, UNKNOWN_FORMAT, CORRUPT -> {
                events.happened(Kind.UNREADABLE, key);
                log.failed(Trouble.DECODE, key, reason);
            }
        }
    }

    private @Nullable Object payload(@Nullable V value) {
        if (value == null || serializer == null) {
            return value;
        }
        try {
            byte[] bytes = serializer.write(value);
            log.worked(Trouble.ENCODE);
            return bytes;
        } catch (CacheSerializationException unstorable) {
            throw unstorable;
        } catch (RuntimeException | Error broken) {
            throw new CacheSerializationException(
                    "the serializer of cache '%s' failed with %s"
                            .formatted(options.name(), broken.getClass().getName()),
                    broken);
        }
    }

    private static long newFillId() {
        return ThreadLocalRandom.current().nextLong();
    }
}
