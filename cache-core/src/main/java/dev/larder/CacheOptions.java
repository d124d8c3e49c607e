// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.Compression;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The options of one cache. Immutable: each method returns a copy, and refuses what makes no sense with a message that names the cache.
 *
 * <p>Defaults:
 *
 * <dl>
 *   <dt>{@link #namespace(String) namespace}
 *   <dd>the cache's name
 *   <dt>{@link #version(int) version}
 *   <dd>1
 *   <dt>{@link #keyPattern(String) key pattern}
 *   <dd>the cache's name, left out where it equals the namespace, and the parts of the key
 *   <dt>{@link #timeToLive(Duration) time to live}
 *   <dd>10 minutes
 *   <dt>{@link #absentTimeToLive(Duration) absent time to live}
 *   <dd>30 seconds, or the time to live if that is shorter; never longer than the time to live
 *   <dt>{@link #jitter(double) jitter}
 *   <dd>0
 *   <dt>{@link #staleWhileRevalidate(Duration) stale while revalidate}, {@link #staleIfError(Duration) stale if error}
 *   <dd>none
 *   <dt>{@link #earlyRefresh(EarlyRefresh) early refresh}
 *   <dd>none
 *   <dt>{@link #maximumSize(long) maximum size}
 *   <dd>10,000 values in a local store
 *   <dt>{@link #absentShare(double) absent share}
 *   <dd>0.1
 *   <dt>{@link #maximumPayload(long) maximum payload}
 *   <dd>none
 *   <dt>{@link #serializer(CacheSerializer) serializer}
 *   <dd>the cache manager's, JSON unless it was given another
 *   <dt>{@link #compression(Compression) compression}
 *   <dd>the cache manager's, none unless it was given one
 *   <dt>{@link #loaderDeadline(Duration) loader deadline}
 *   <dd>30 seconds
 *   <dt>{@link #softTimeout(Duration) soft timeout}
 *   <dd>none
 *   <dt>{@link #loadBackOff(LoadBackOff) load back-off}
 *   <dd>100 milliseconds, doubled up to 10 seconds
 *   <dt>{@link #lease(Duration) lease}
 *   <dd>5 seconds, renewed while the loader runs
 *   <dt>{@link #writeIntent(Duration) write intent}
 *   <dd>30 seconds, renewed while the origin write runs
 *   <dt>{@link #holdOff(Duration) hold-off}
 *   <dd>none
 *   <dt>{@link #onStoreFailure(OnStoreFailure) on store failure}
 *   <dd>degrade
 *   <dt>{@link #fillInTransaction(FillInTransaction) fill in transaction}
 *   <dd>read-only
 *   <dt>{@link #retry(LoadRetry) retry}
 *   <dd>none
 *   <dt>{@link #storeReadDeadline(Duration) store read deadline}
 *   <dd>250 milliseconds
 *   <dt>{@link #storeWriteDeadline(Duration) store write deadline}
 *   <dd>500 milliseconds
 *   <dt>{@link #logKeys(boolean) log keys}
 *   <dd>yes
 * </dl>
 */
public final class CacheOptions {

    /** The longest time to live, and the longest of every other duration: 365 days. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(365);

    private static final long USUAL_SIZE = 10_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private enum Option {
        NAMESPACE("namespace"),
        VERSION("version"),
        KEY_PATTERN("keyPattern"),
        TIME_TO_LIVE("timeToLive"),
        ABSENT_TIME_TO_LIVE("absentTimeToLive"),
        USUAL_ABSENT_TIME_TO_LIVE("usualAbsentTimeToLive"),
        LIFE_BY_VALUE("timeToLiveByValue"),
        VALUE_VERSION("valueVersion"),
        STALE_WHILE_REVALIDATE("staleWhileRevalidate"),
        STALE_IF_ERROR("staleIfError"),
        EARLY_REFRESH("earlyRefresh"),
        JITTER("jitter"),
        BOUND("bound"),
        ABSENT_SHARE("absentShare"),
        MAXIMUM_PAYLOAD("maximumPayload"),
        SERIALIZER("serializer"),
        COMPRESSION("compression"),
        LOADER_DEADLINE("loaderDeadline"),
        SOFT_TIMEOUT("softTimeout"),
        LOAD_BACK_OFF("loadBackOff"),
        LEASE("lease"),
        WRITE_INTENT("writeIntent"),
        HOLD_OFF("holdOff"),
        ON_STORE_FAILURE("onStoreFailure"),
        FILL_IN_TRANSACTION("fillInTransaction"),
        RETRY("retry"),
        STORE_READ_DEADLINE("storeReadDeadline"),
        STORE_WRITE_DEADLINE("storeWriteDeadline"),
        LOG_KEYS("logKeys");

        private final String label;

        Option(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** How much a local store keeps: so many values, or so much weight. */
    record Bound(long maximum, @Nullable ToIntBiFunction<Object, Object> weigher) {}

    private final String name;
    private final Map<Option, Object> given;

    private CacheOptions(String name, Map<Option, Object> given) {
        this.name = name;
        this.given = given;
    }

    /**
     * Starts with the defaults.
     *
     * @param name the cache's name, unique within a cache manager
     * @return the options of a cache of that name
     */
    public static CacheOptions named(String name) {
        Objects.requireNonNull(name, "name must not be null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank; give the cache a name such as 'feed'");
        }
        return new CacheOptions(name, Map.of());
    }

    /**
     * Sets the namespace, the first part of every key: what belongs together and may be cleared together.
     *
     * @param namespace the namespace; letters, digits, dot, underscore and hyphen
     * @return a copy
     */
    public CacheOptions namespace(String namespace) {
        return with(Option.NAMESPACE, namespace);
    }

    /**
     * Sets the version, the second part of every key; raise it to leave the entries of an older layout behind.
     *
     * @param version the version, at least 1
     * @return a copy
     */
    public CacheOptions version(int version) {
        require(version >= 1, "version must be at least 1, but was %s", version);
        return with(Option.VERSION, version);
    }

    /**
     * Sets the parts of a key behind namespace and version, such as {@code conversation:{}:messages}.
     *
     * @param keyPattern literals and, for each part of a key, one {@code {}}, separated by colons
     * @return a copy
     */
    public CacheOptions keyPattern(String keyPattern) {
        return with(Option.KEY_PATTERN, keyPattern);
    }

    /**
     * Sets how long a value is served.
     *
     * @param timeToLive at least a millisecond, at most {@link #LONGEST_LIFE}
     * @return a copy
     */
    public CacheOptions timeToLive(Duration timeToLive) {
        return with(Option.TIME_TO_LIVE, requireDuration(timeToLive, "timeToLive", where()));
    }

    /**
     * Lets a value say how long it is served, in loads, writes and puts alike; a put that names a time to live goes before it.
     *
     * @param life what to ask of a key and its value, never of an absence: a duration, longer ones than {@link #LONGEST_LIFE} count as
     *     that; zero or less if the value is not to be kept at all; {@code null} for the cache's {@linkplain #timeToLive(Duration) time to
     *     live}. If it throws, the value goes to its caller and is not kept
     * @param <K> the type of the cache's keys
     * @param <V> the type of the cache's values
     * @return a copy
     */
    @SuppressWarnings("unchecked")
    public <K, V> CacheOptions timeToLive(BiFunction<? super K, ? super V, ? extends @Nullable Duration> life) {
        Objects.requireNonNull(life, "life must not be null");
        return with(Option.LIFE_BY_VALUE, (BiFunction<Object, Object, @Nullable Duration>) life);
    }

    /**
     * Lets values say which version of the origin's they are, so that a put never replaces a newer one.
     *
     * @param version what to ask of a value: an unsigned number that grows with each change of the key in the origin, such as a {@code
     *     @Version} of JPA or a sequence. If it throws, the value goes to its caller and is not kept
     * @param <V> the type of the cache's values
     * @return a copy
     * @see Cache#put(Object, Object)
     */
    @SuppressWarnings("unchecked")
    public <V> CacheOptions valueVersion(ToLongFunction<? super V> version) {
        Objects.requireNonNull(version, "version must not be null");
        return with(Option.VALUE_VERSION, (ToLongFunction<Object>) version);
    }

    /**
     * Sets how long after its time to live a value is still served at once, while one caller's read has it loaded anew in the background.
     *
     * @param staleWhileRevalidate counted from the end of the time to live; zero for not at all
     * @return a copy
     */
    public CacheOptions staleWhileRevalidate(Duration staleWhileRevalidate) {
        return with(
                Option.STALE_WHILE_REVALIDATE,
                requireDurationOrZero(staleWhileRevalidate, "staleWhileRevalidate", where()));
    }

    /**
     * Sets how long after its time to live a value is still served when no load succeeds: the loader threw an exception, is over its
     * {@linkplain #softTimeout soft timeout} or its deadline, or loads of the key {@linkplain #loadBackOff just failed}.
     *
     * @param staleIfError counted from the end of the time to live; zero for not at all
     * @return a copy
     */
    public CacheOptions staleIfError(Duration staleIfError) {
        return with(Option.STALE_IF_ERROR, requireDurationOrZero(staleIfError, "staleIfError", where()));
    }

    /**
     * Sets when a value is loaded anew in the background while it is still fresh.
     *
     * @param earlyRefresh when
     * @return a copy
     */
    public CacheOptions earlyRefresh(EarlyRefresh earlyRefresh) {
        return with(Option.EARLY_REFRESH, earlyRefresh);
    }

    /**
     * Sets how long it is remembered that the origin has no value for a key.
     *
     * @param absentTimeToLive at least a millisecond, at most the time to live
     * @return a copy
     */
    public CacheOptions absentTimeToLive(Duration absentTimeToLive) {
        return with(Option.ABSENT_TIME_TO_LIVE, requireDuration(absentTimeToLive, "absentTimeToLive", where()));
    }

    /**
     * Sets by how much lives are shortened at random, so that entries that were loaded together do not expire together.
     *
     * @param share the largest share of a life that is taken off, from 0 (none) to less than 1
     * @return a copy
     */
    public CacheOptions jitter(double share) {
        require(share >= 0 && share < 1, "jitter must be at least 0 and less than 1, but was %s", share);
        return with(Option.JITTER, share);
    }

    /**
     * Bounds a local store by the number of values; replaces a maximum weight.
     *
     * @param maximumSize how many values are kept at most, at least 1
     * @return a copy
     */
    public CacheOptions maximumSize(long maximumSize) {
        require(maximumSize >= 1, "maximumSize must be at least 1, but was %s", maximumSize);
        return with(Option.BOUND, new Bound(maximumSize, null));
    }

    /**
     * Bounds a local store by the weight of its values; replaces a maximum size.
     *
     * @param maximumWeight the largest sum of weights, at least 1
     * @param weigher the weight of a key and its value, at least 0; known absences weigh 1
     * @param <K> the type of the cache's keys
     * @param <V> the type of the cache's values
     * @return a copy
     */
    @SuppressWarnings("unchecked")
    public <K, V> CacheOptions maximumWeight(long maximumWeight, ToIntBiFunction<? super K, ? super V> weigher) {
        require(maximumWeight >= 1, "maximumWeight must be at least 1, but was %s", maximumWeight);
        Objects.requireNonNull(weigher, "weigher must not be null");
        return with(Option.BOUND, new Bound(maximumWeight, (ToIntBiFunction<Object, Object>) weigher));
    }

    /**
     * Sets how much room a local store has for known absences, beside that for values, so that a search for keys which do not exist cannot
     * push values out.
     *
     * @param share as a share of the maximum size, of 10,000 where the bound is a weight; more than 0, at most 1
     * @return a copy
     */
    public CacheOptions absentShare(double share) {
        require(share > 0 && share <= 1, "absentShare must be more than 0 and at most 1, but was %s", share);
        return with(Option.ABSENT_SHARE, share);
    }

    /**
     * Bounds the payload of a value in a remote store, before it is compressed. A larger one goes to its caller and is not stored; what
     * stood in its place is removed. Nor is more memory taken to decompress one. Local stores keep objects, which have no size that could
     * be bounded.
     *
     * <p>Without it payloads of more than 64 MiB are not compressed, and none is decompressed to more.
     *
     * @param bytes the largest payload, at least 1 byte
     * @return a copy
     */
    public CacheOptions maximumPayload(long bytes) {
        require(bytes >= 1, "maximumPayload must be at least 1 byte, but was %s", bytes);
        return with(Option.MAXIMUM_PAYLOAD, bytes);
    }

    /**
     * Sets how values become bytes in a remote store; a local store keeps the objects themselves.
     *
     * @param serializer the serializer
     * @return a copy
     */
    public CacheOptions serializer(CacheSerializer serializer) {
        return with(Option.SERIALIZER, serializer);
    }

    /**
     * Sets how payloads are compressed in a remote store; a local store keeps the objects themselves.
     *
     * @param compression the compression
     * @return a copy
     */
    public CacheOptions compression(Compression compression) {
        return with(Option.COMPRESSION, compression);
    }

    /**
     * Sets how long a loader keeps others waiting: after it the key is free for another loader, and what the late one returns is not stored.
     *
     * @param loaderDeadline positive
     * @return a copy
     */
    public CacheOptions loaderDeadline(Duration loaderDeadline) {
        return with(Option.LOADER_DEADLINE, requireDuration(loaderDeadline, "loaderDeadline", where()));
    }

    /**
     * Sets how long a caller for whom there is a stale value waits for a load, before he gets that; the load goes on and its value is kept.
     * It makes a difference with {@link #staleIfError} only. The loader runs on the cache manager's executor then, except in a transaction,
     * where there is no soft timeout.
     *
     * @param softTimeout positive, shorter than the loader deadline
     * @return a copy
     */
    public CacheOptions softTimeout(Duration softTimeout) {
        return with(Option.SOFT_TIMEOUT, requireDuration(softTimeout, "softTimeout", where()));
    }

    /**
     * Sets how long no load of a key is tried after loads of it failed.
     *
     * @param loadBackOff the delays
     * @return a copy
     */
    public CacheOptions loadBackOff(LoadBackOff loadBackOff) {
        return with(Option.LOAD_BACK_OFF, loadBackOff);
    }

    /**
     * Sets the life of a lease: how long a key stays reserved for a loader that died.
     *
     * @param lease positive
     * @return a copy
     */
    public CacheOptions lease(Duration lease) {
        return with(Option.LEASE, requireDuration(lease, "lease", where()));
    }

    /**
     * Sets the life of a write intent: how long a key is not cached after a writer died.
     *
     * @param writeIntent positive; longer than any pause of a live writer
     * @return a copy
     */
    public CacheOptions writeIntent(Duration writeIntent) {
        return with(Option.WRITE_INTENT, requireDuration(writeIntent, "writeIntent", where()));
    }

    /**
     * Sets how long nothing is stored after a change, for loaders that read a replica which lags behind. With a hold-off written values
     * are not kept.
     *
     * @param holdOff at least the lag, or zero for none
     * @return a copy
     */
    public CacheOptions holdOff(Duration holdOff) {
        Objects.requireNonNull(holdOff, "holdOff must not be null");
        require(!holdOff.isNegative(), "holdOff must not be negative, but was %s", holdOff);
        return with(Option.HOLD_OFF, requireNotTooLong(holdOff, "holdOff", where()));
    }

    /**
     * Sets what becomes of a write when the store does not acknowledge its mark.
     *
     * @param onStoreFailure to go on, or to refuse
     * @return a copy
     */
    public CacheOptions onStoreFailure(OnStoreFailure onStoreFailure) {
        return with(Option.ON_STORE_FAILURE, onStoreFailure);
    }

    /**
     * Sets whether what is loaded inside a transaction of the caller is stored.
     *
     * @param fillInTransaction in which transactions it is
     * @return a copy
     */
    public CacheOptions fillInTransaction(FillInTransaction fillInTransaction) {
        return with(Option.FILL_IN_TRANSACTION, fillInTransaction);
    }

    /**
     * Sets how failed loads are tried again.
     *
     * @param retry the retry
     * @return a copy
     */
    public CacheOptions retry(LoadRetry retry) {
        return with(Option.RETRY, retry);
    }

    /**
     * Sets how long a read, or the request for a lease, waits for the store; then the value is loaded without storing it.
     *
     * @param deadline positive
     * @return a copy
     */
    public CacheOptions storeReadDeadline(Duration deadline) {
        return with(Option.STORE_READ_DEADLINE, requireDuration(deadline, "storeReadDeadline", where()));
    }

    /**
     * Sets how long a change of the store is waited for.
     *
     * @param deadline positive
     * @return a copy
     */
    public CacheOptions storeWriteDeadline(Duration deadline) {
        return with(Option.STORE_WRITE_DEADLINE, requireDuration(deadline, "storeWriteDeadline", where()));
    }

    /**
     * Sets whether the text of keys may stand in logs, and in the messages of load failures.
     *
     * @param logKeys {@code false} where keys hold what must not be logged
     * @return a copy
     */
    public CacheOptions logKeys(boolean logKeys) {
        return with(Option.LOG_KEYS, logKeys);
    }

    /**
     * Returns these options, with what they leave open taken from others. What is open in both keeps its default. An absent time to live
     * that comes from others is shortened to the time to live.
     *
     * @param defaults where open options are taken from; its name does not matter
     * @return a copy
     */
    public CacheOptions withDefaults(CacheOptions defaults) {
        Objects.requireNonNull(defaults, "defaults must not be null");
        Map<Option, Object> merged = new EnumMap<>(Option.class);
        merged.putAll(defaults.given);
        Object usualAbsence = merged.remove(Option.ABSENT_TIME_TO_LIVE);
        if (usualAbsence != null) {
            merged.put(Option.USUAL_ABSENT_TIME_TO_LIVE, usualAbsence);
        }
        merged.putAll(given);
        return new CacheOptions(name, merged);
    }

    /**
     * Returns the cache's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the first part of every key.
     *
     * @return the namespace
     */
    public String namespace() {
        return get(Option.NAMESPACE, name);
    }

    /**
     * Returns the second part of every key.
     *
     * @return the version
     */
    public int version() {
        return get(Option.VERSION, 1);
    }

    /**
     * Returns the parts of a key behind namespace and version.
     *
     * @return the pattern; {@code null} for the cache's name and the parts of the key
     */
    public @Nullable String keyPattern() {
        return (String) given.get(Option.KEY_PATTERN);
    }

    /**
     * Returns how long a value is served.
     *
     * @return the time to live
     */
    public Duration timeToLive() {
        return get(Option.TIME_TO_LIVE, Duration.ofMinutes(10));
    }

    /**
     * Tells whether values say how long they are served.
     *
     * @return {@code true} if they were asked to
     */
    public boolean timeToLiveByValue() {
        return lifeOfValue() != null;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    BiFunction<Object, Object, @Nullable Duration> lifeOfValue() {
        return (BiFunction<Object, Object, @Nullable Duration>) given.get(Option.LIFE_BY_VALUE);
    }

    /**
     * Tells whether values say which version they are.
     *
     * @return {@code true} if they were asked to
     */
    public boolean versioned() {
        return versionOfValue() != null;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    ToLongFunction<Object> versionOfValue() {
        return (ToLongFunction<Object>) given.get(Option.VALUE_VERSION);
    }

    /**
     * Returns how long a stale value is served while it is loaded anew.
     *
     * @return the time after the time to live; zero for not at all
     */
    public Duration staleWhileRevalidate() {
        return get(Option.STALE_WHILE_REVALIDATE, Duration.ZERO);
    }

    /**
     * Returns how long a stale value is served when no load succeeds.
     *
     * @return the time after the time to live; zero for not at all
     */
    public Duration staleIfError() {
        return get(Option.STALE_IF_ERROR, Duration.ZERO);
    }

    /**
     * Returns when a fresh value is loaded anew.
     *
     * @return the early refresh
     */
    public EarlyRefresh earlyRefresh() {
        return get(Option.EARLY_REFRESH, EarlyRefresh.none());
    }

    /**
     * Returns how long it is remembered that the origin has no value.
     *
     * @return the absent time to live
     */
    public Duration absentTimeToLive() {
        Duration usual = get(Option.USUAL_ABSENT_TIME_TO_LIVE, Duration.ofSeconds(30));
        return get(Option.ABSENT_TIME_TO_LIVE, usual.compareTo(timeToLive()) < 0 ? usual : timeToLive());
    }

    /**
     * Returns by how much lives are shortened at random at most.
     *
     * @return a share, 0 to less than 1
     */
    public double jitter() {
        return get(Option.JITTER, 0.0);
    }

    /**
     * Returns how many values a local store keeps.
     *
     * @return the number; empty if it is bounded by weight
     */
    public OptionalLong maximumSize() {
        return bound().weigher() == null ? OptionalLong.of(bound().maximum()) : OptionalLong.empty();
    }

    /**
     * Returns how much room a local store has for known absences.
     *
     * @return a share of the maximum size, of 10,000 where the bound is a weight
     */
    public double absentShare() {
        return get(Option.ABSENT_SHARE, 0.1);
    }

    /** How many known absences a local store keeps. */
    long maximumAbsent() {
        Bound bound = bound();
        // Weights may be bytes, of which an absence is more than one.
        long maximum = bound.weigher() == null ? bound.maximum() : Math.min(bound.maximum(), USUAL_SIZE);
        return Math.max(1, Math.round(maximum * absentShare()));
    }

    /**
     * Returns the largest payload in a remote store.
     *
     * @return the number of bytes; empty if there is no bound
     */
    public OptionalLong maximumPayload() {
        Long bytes = (Long) given.get(Option.MAXIMUM_PAYLOAD);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /**
     * Returns the serializer.
     *
     * @return the serializer; {@code null} for the cache manager's
     */
    public @Nullable CacheSerializer serializer() {
        return (CacheSerializer) given.get(Option.SERIALIZER);
    }

    /**
     * Returns the compression.
     *
     * @return the compression; {@code null} for the cache manager's
     */
    public @Nullable Compression compression() {
        return (Compression) given.get(Option.COMPRESSION);
    }

    /**
     * Returns how long a loader keeps others waiting.
     *
     * @return the loader deadline
     */
    public Duration loaderDeadline() {
        return get(Option.LOADER_DEADLINE, Duration.ofSeconds(30));
    }

    /**
     * Returns how long a caller for whom there is a stale value waits for a load.
     *
     * @return the soft timeout; {@code null} for none
     */
    public @Nullable Duration softTimeout() {
        return (Duration) given.get(Option.SOFT_TIMEOUT);
    }

    /**
     * Returns how long no load of a key is tried after loads of it failed.
     *
     * @return the back-off
     */
    public LoadBackOff loadBackOff() {
        return get(Option.LOAD_BACK_OFF, LoadBackOff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10)));
    }

    /**
     * Returns the life of a lease.
     *
     * @return the life
     */
    public Duration lease() {
        return get(Option.LEASE, Duration.ofSeconds(5));
    }

    /**
     * Returns the life of a write intent.
     *
     * @return the life
     */
    public Duration writeIntent() {
        return get(Option.WRITE_INTENT, Duration.ofSeconds(30));
    }

    /**
     * Returns how long nothing is stored after a change.
     *
     * @return the hold-off; zero for none
     */
    public Duration holdOff() {
        return get(Option.HOLD_OFF, Duration.ZERO);
    }

    /**
     * Returns what becomes of a write when the store does not acknowledge its mark.
     *
     * @return to go on, or to refuse
     */
    public OnStoreFailure onStoreFailure() {
        return get(Option.ON_STORE_FAILURE, OnStoreFailure.DEGRADE);
    }

    /**
     * Returns whether what is loaded inside a transaction of the caller is stored.
     *
     * @return in which transactions it is
     */
    public FillInTransaction fillInTransaction() {
        return get(Option.FILL_IN_TRANSACTION, FillInTransaction.READ_ONLY);
    }

    /**
     * Returns how failed loads are tried again.
     *
     * @return the retry
     */
    public LoadRetry retry() {
        return get(Option.RETRY, LoadRetry.none());
    }

    /**
     * Returns how long a read waits for the store.
     *
     * @return the deadline
     */
    public Duration storeReadDeadline() {
        return get(Option.STORE_READ_DEADLINE, Duration.ofMillis(250));
    }

    /**
     * Returns how long a change of the store is waited for.
     *
     * @return the deadline
     */
    public Duration storeWriteDeadline() {
        return get(Option.STORE_WRITE_DEADLINE, Duration.ofMillis(500));
    }

    /**
     * Tells whether the text of keys may stand in logs, and in the messages of load failures.
     *
     * @return {@code true} if it may
     */
    public boolean logKeys() {
        return get(Option.LOG_KEYS, true);
    }

    Bound bound() {
        return get(Option.BOUND, new Bound(USUAL_SIZE, null));
    }

    /** Refuses what is possible by itself and makes no sense together. */
    void requireConsistent() {
        if (absentTimeToLive().compareTo(timeToLive()) > 0) {
            throw contradiction(
                    "absentTimeToLive", absentTimeToLive(), "longer than timeToLive", timeToLive(), "shorten the one");
        }
        Duration longestStale = Collections.max(List.of(staleWhileRevalidate(), staleIfError()));
        if (timeToLive().plus(longestStale).compareTo(LONGEST_LIFE) > 0) {
            throw contradiction(
                    "timeToLive",
                    timeToLive(),
                    "too long for what staleWhileRevalidate and staleIfError add",
                    longestStale,
                    "together they are at most 365 days: shorten the one");
        }
        Duration softTimeout = softTimeout();
        if (softTimeout != null && softTimeout.compareTo(loaderDeadline()) >= 0) {
            throw contradiction(
                    "softTimeout", softTimeout, "not shorter than loaderDeadline", loaderDeadline(), "shorten the one");
        }
        if (retry().maxAttempts() > 1 && retry().firstDelay().compareTo(loaderDeadline()) >= 0) {
            throw contradiction(
                    "the first delay of a retry",
                    retry().firstDelay(),
                    "not shorter than loaderDeadline",
                    loaderDeadline(),
                    "no load would be tried again: shorten the one");
        }
    }

    private CacheConfigurationException contradiction(
            String option, Duration value, String relation, Duration other, String remedy) {
        return new CacheConfigurationException(
                "the options of cache '%s' contradict each other: %s (%s) is %s (%s)"
                        .formatted(name, option, value, relation, other),
                "%s or lengthen the other, in the code or under larder.caches.%s".formatted(remedy, name),
                null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheOptions that && name.equals(that.name) && given.equals(that.given);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + given.hashCode();
    }

    @Override
    public String toString() {
        return "CacheOptions[" + name + " " + given + "]";
    }

    private static Duration requireDurationOrZero(Duration duration, String option, String where) {
        Objects.requireNonNull(duration, () -> option + " must not be null (" + where + ")");
        return duration.isZero() ? duration : requireDuration(duration, option, where);
    }

    static Duration requireDuration(Duration duration, String option, String where) {
        Objects.requireNonNull(duration, () -> option + " must not be null (" + where + ")");
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "%s must be positive, at least a millisecond, but was %s (%s)".formatted(option, duration, where));
        }
        return requireNotTooLong(duration, option, where);
    }

    private static Duration requireNotTooLong(Duration duration, String option, String where) {
        if (duration.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("%s must be at most %s (365 days), but was %s (%s)"
                    .formatted(option, LONGEST_LIFE, duration, where));
        }
        return duration;
    }

    private CacheOptions with(Option option, Object value) {
        Objects.requireNonNull(value, () -> option + " must not be null (" + where() + ")");
        Map<Option, Object> changed = new EnumMap<>(Option.class);
        changed.putAll(given);
        changed.put(option, value);
        return new CacheOptions(name, changed);
    }

    @SuppressWarnings("unchecked")
    private <T> T get(Option option, T otherwise) {
        return (T) given.getOrDefault(option, otherwise);
    }

    private void require(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(value) + " (" + where() + ")");
        }
    }

    private String where() {
        return "cache '" + name + "'";
    }
}
