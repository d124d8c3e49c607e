// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Freshness.Use;
import dev.larder.Payloads.Payload;
import dev.larder.Values.Reading.Held;
import dev.larder.serializer.CacheSerializationException;
import dev.larder.store.AtHand;
import dev.larder.store.CacheStore;
import dev.larder.store.Encoding;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Turns a cache's values into what a store holds, and back; knows how long they live. */
final class Values<V> {

    /** What a read came to: a value, or a miss. */
    sealed interface Reading<V> {

        /** A value that stands there; null is a known absence. */
        sealed interface Held<V> extends Reading<V> {

            @Nullable
            V value();

            StoredValue stored();
        }

        /** A fresh value, which is an answer. */
        record Found<V>(@Nullable V value, StoredValue stored) implements Held<V> {}

        /** A value past its time to live. */
        record Stale<V>(@Nullable V value, StoredValue stored, Use use) implements Held<V> {}

        /**
         * Nothing that can be used.
         *
         * @param supersede the unusable value whose place a lease may take
         * @param loadOnly whether something stands there that must be left alone
         */
        record Missing<V>(@Nullable Supersede supersede, boolean loadOnly) implements Reading<V> {

            /** The store did not answer: what is loaded now is not stored. */
            static <V> Missing<V> unread() {
                return new Missing<>(null, true);
            }
        }
    }

    /** How long an entry is fresh, and how long it is held. */
    record Lives(Duration soft, Duration hard) {}

    private static final Duration SHORTEST_LIFE = Duration.ofMillis(1);

    private final CacheStore store;
    private final CacheOptions options;
    private final Payloads<V> payloads;
    private final Events events;
    private final Freshness freshness;
    private final long maximumPayload;
    private final CacheLog log;

    Values(
            CacheStore store,
            CacheOptions options,
            Payloads<V> payloads,
            DoubleSupplier chance,
            Events events,
            CacheLog log) {
        this.store = store;
        this.options = options;
        this.payloads = payloads;
        this.events = events;
        this.freshness = new Freshness(options, chance);
        this.maximumPayload = options.maximumPayload().orElse(Long.MAX_VALUE);
        this.log = log;
    }

    /**
     * Makes what a store holds.
     *
     * @param life how long it is fresh; null for what the value and the options say
     * @param clock the clock as it was known before the origin was asked
     * @return null if the value is not to be kept, which has been told of then
     * @throws CacheSerializationException if the value does not become bytes
     */
    @Nullable
    StoredValue toStored(StoreKey key, @Nullable V value, @Nullable Duration life, long costMillis, long clock) {
        Duration fresh = life != null ? life : lifeOf(key, value);
        if (fresh == null) {
            events.happened(Kind.NOT_KEPT, key);
            return null;
        }
        Payload payload = payload(value);
        if (isTooLarge(key, payload)) {
            return null;
        }
        return versioned(
                key, value, stored(payload.stored(), payload.encoding(), value == null, fresh, costMillis, clock));
    }

    /** Makes of a value that was found unchanged what a store holds, without making bytes of it again; null if it is not to be kept. */
    @Nullable
    StoredValue toUnchanged(StoreKey key, Held<V> held, long costMillis, long clock) {
        Duration fresh = lifeOf(key, held.value());
        if (fresh == null) {
            events.happened(Kind.NOT_KEPT, key);
            return null;
        }
        StoredValue unchanged = held.stored();
        StoredValue renewed = stored(
                unchanged.payload(), payloads.encodingOf(unchanged), held.value() == null, fresh, costMillis, clock);
        return versioned(key, held.value(), renewed);
    }

    /** Gives an entry its value's version; null if the value cannot say it. */
    private @Nullable StoredValue versioned(StoreKey key, @Nullable V value, StoredValue stored) {
        ToLongFunction<Object> version = options.versionOfValue();
        if (version == null || value == null) {
            return stored;
        }
        try {
            StoredValue versioned = stored.withVersion(version.applyAsLong(value));
            log.worked(Trouble.VERSION);
            return versioned;
        } catch (RuntimeException | Error broken) {
            log.failed(Trouble.VERSION, key, broken);
            events.happened(Kind.NOT_KEPT, key);
            return null;
        }
    }

    private StoredValue stored(
            @Nullable Object payload, Encoding encoding, boolean absent, Duration fresh, long costMillis, long clock) {
        Lives lives = lives(absent, fresh);
        int cost = (int) Math.min(costMillis, 65_535);
        return new StoredValue(
                payload,
                newFillId(),
                store.now(),
                lives.soft().toMillis(),
                lives.hard().toMillis(),
                cost,
                clock,
                encoding,
                null);
    }

    /** How long a value is fresh by itself and by the options; null if it is not to be kept. */
    private @Nullable Duration lifeOf(StoreKey key, @Nullable V value) {
        if (value == null) {
            return options.absentTimeToLive();
        }
        BiFunction<Object, Object, @Nullable Duration> byValue = options.lifeOfValue();
        if (byValue == null) {
            return options.timeToLive();
        }
        Duration own;
        try {
            own = byValue.apply(key.object(), value);
            log.worked(Trouble.LIFE);
        } catch (RuntimeException | Error broken) {
            log.failed(Trouble.LIFE, key, broken);
            return null;
        }
        if (own == null) {
            return options.timeToLive();
        }
        if (own.compareTo(CacheOptions.LONGEST_LIFE) > 0) {
            return CacheOptions.LONGEST_LIFE;
        }
        return own.compareTo(SHORTEST_LIFE) < 0 ? null : own;
    }

    /** Makes a merged value, which keeps the times and the clock of its base; null if it is not to be kept. */
    @Nullable
    StoredValue toMerged(StoreKey key, V value, StoredValue base) {
        Payload payload = payload(value);
        if (isTooLarge(key, payload)) {
            return null;
        }
        StoredValue merged = new StoredValue(
                payload.stored(),
                newFillId(),
                base.createdMillis(),
                base.softMillis(),
                base.hardMillis(),
                base.loadCostMillis(),
                base.clock(),
                payload.encoding(),
                null);
        return versioned(key, value, merged);
    }

    /** The same value as if it were made now, under the clock that is known now. */
    StoredValue asOfNow(StoredValue value, long clock) {
        return new StoredValue(
                value.payload(),
                value.fillId(),
                store.now(),
                value.softMillis(),
                value.hardMillis(),
                value.loadCostMillis(),
                clock,
                value.encoding(),
                value.version());
    }

    /** The same value with these lives from now on. */
    StoredValue withLivesFromNow(StoredValue value, Lives lives) {
        long age = store.now() - value.createdMillis();
        return value.withLives(
                Math.max(1, age + lives.soft().toMillis()),
                Math.max(1, age + lives.hard().toMillis()));
    }

    /** The lives that an entry is given from now on: of so much, or as long as it would have if it were stored now. */
    Lives lives(StoreKey key, @Nullable V value, @Nullable Duration life) {
        Duration fresh = life != null ? life : lifeOf(key, value);
        // A value that would not be kept now goes at once.
        return lives(value == null, fresh == null ? Duration.ZERO : fresh);
    }

    private Lives lives(boolean absent, Duration fresh) {
        double share = Jitter.share(options.jitter());
        long soft = Math.max(1, Math.round(fresh.toMillis() * share));
        long stale = absent ? 0 : Math.round(freshness.staleMillis() * share);
        long hard = Math.max(soft, Math.min(soft + stale, CacheOptions.LONGEST_LIFE.toMillis()));
        return new Lives(Duration.ofMillis(soft), Duration.ofMillis(hard));
    }

    /** Whether a read of a fresh value starts a load behind it. */
    boolean isEarly(StoredValue fresh) {
        return freshness.mayBeEarly() && freshness.isEarly(fresh, store.now());
    }

    boolean isEarly(AtHand fresh) {
        return freshness.mayBeEarly() && isEarly(fresh.stored());
    }

    /** The value that a local read found. */
    @Nullable
    V atHand(AtHand found) {
        return object(found.payload());
    }

    @SuppressWarnings("unchecked") // what is kept by reference was put as a value
    private @Nullable V object(@Nullable Object payload) {
        return (V) payload;
    }

    /** Reads what a store found; what cannot be used is counted, and is a miss. */
    Reading<V> read(StoreKey key, Lookup found) {
        return read(key, found, store.now());
    }

    /** Does so at a time of the store's that is known already. */
    Reading<V> read(StoreKey key, Lookup found, long now) {
        Lookup usable = found instanceof StoredValue stored ? payloads.judge(stored) : found;
        if (usable instanceof StoredValue stored) {
            return decode(key, stored, now);
        }
        if (usable instanceof Lookup.Unusable unusable) {
            note(key, unusable.reason());
            return new Reading.Missing<>(unusable.supersede(), unusable.supersede() == null);
        }
        return new Reading.Missing<>(null, false);
    }

    private Reading<V> decode(StoreKey key, StoredValue stored, long now) {
        Object payload = stored.payload();
        if (payload == null || payloads.areReferences()) {
            return held(object(payload), stored, now);
        }
        try {
            V value = payloads.read((byte[]) payload, stored.encoding());
            log.worked(Trouble.DECODE);
            return held(value, stored, now);
        } catch (RuntimeException | Error corrupt) { // whatever a serializer throws, it is the cache that failed
            events.happened(Kind.UNREADABLE, key);
            log.failed(Trouble.DECODE, key, corrupt);
            return new Reading.Missing<>(new Supersede.ByFillId(stored.fillId()), false);
        }
    }

    private Reading<V> held(@Nullable V value, StoredValue stored, long now) {
        Use use = freshness.use(stored, now);
        return use == Use.ANSWER ? new Reading.Found<>(value, stored) : new Reading.Stale<>(value, stored, use);
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

    private boolean isTooLarge(StoreKey key, Payload payload) {
        if (payload.size() <= maximumPayload) {
            return false;
        }
        events.happened(Kind.TOO_LARGE, key);
        log.failed(Trouble.TOO_LARGE, key, "%d bytes, at most %d".formatted(payload.size(), maximumPayload));
        return true;
    }

    private Payload payload(@Nullable V value) {
        if (value == null || payloads.areReferences()) {
            return payloads.unwritten(value);
        }
        try {
            Payload payload = payloads.write(value);
            log.worked(Trouble.ENCODE);
            return payload;
        } catch (CacheSerializationException unstorable) {
            throw unstorable;
        } catch (RuntimeException | Error broken) {
            throw new CacheSerializationException(
                    "the serializer or the compression of cache '%s' failed with %s"
                            .formatted(options.name(), broken.getClass().getName()),
                    broken);
        }
    }

    static long newFillId() {
        return ThreadLocalRandom.current().nextLong();
    }
}
