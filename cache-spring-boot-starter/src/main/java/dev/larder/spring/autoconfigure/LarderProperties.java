// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.FillInTransaction;
import dev.larder.OnStoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for Larder.
 *
 * @param enabled Whether anything is cached; without it every cache is a pass-through to its origin.
 * @param store Where entries are kept: in this process, or where spring.data.redis points to.
 * @param redis How the store in Redis works.
 * @param keyPrefix Text that stands before the namespace in every key, to keep applications apart that share a store.
 * @param maximumRefreshes How many loads may run at a time behind values that are served meanwhile; others are dropped.
 * @param breakerWait How long a remote store that does not answer is left alone before a call tries it again, give or take a half.
 * @param journalSize How many keys are remembered whose eviction a remote store did not confirm; with more, a namespace is cleared instead.
 * @param springCaches Names of caches of Spring's cache abstraction that are opened at startup; others are opened when they are asked for.
 * @param defaults Options of all caches, where neither the code nor the cache's own properties say otherwise.
 * @param caches Options by cache name, which override what the code says.
 */
@ConfigurationProperties("larder")
record LarderProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("memory") StoreKind store,
        @DefaultValue Redis redis,
        @Nullable String keyPrefix,
        @Nullable Integer maximumRefreshes,
        @Nullable Duration breakerWait,
        @Nullable Integer journalSize,
        @DefaultValue List<String> springCaches,
        @DefaultValue Options defaults,
        @DefaultValue Map<String, Options> caches) {

    /** Where entries are kept. */
    enum StoreKind {
        /** In this process. */
        MEMORY,
        /** In Redis or Valkey. */
        REDIS
    }

    /**
     * How the store in Redis works.
     *
     * @param connectionFactory Name of the LettuceConnectionFactory that says where Redis is, where there are several.
     * @param maxStaleness How long after another node cleared a cache its older values may still be served here.
     * @param waitForReplicas How many replicas must have an eviction before it counts as acknowledged; not for a cluster.
     * @param replicaPatience How long those replicas are waited for.
     */
    record Redis(
            @Nullable String connectionFactory,
            @Nullable Duration maxStaleness,
            @Nullable Integer waitForReplicas,
            @Nullable Duration replicaPatience) {}

    /**
     * Options of one cache or of all.
     *
     * @param namespace First part of every key after the prefix: what belongs together and may be cleared together.
     * @param version Second part of every key; raise it to leave the entries of an older layout behind.
     * @param keyPattern Parts of a key behind namespace and version, with one {} for each part of the key.
     * @param valueType Class of the values in a cache of annotated methods or of Spring's CacheManager, where a store keeps bytes;
     *     without it they are of the type that the methods return.
     * @param timeToLive How long a value is served.
     * @param staleWhileRevalidate How long after its time to live a value is served at once while it is loaded anew.
     * @param staleIfError How long after its time to live a value is served when no load succeeds.
     * @param earlyRefresh When a value is loaded anew while it is still fresh.
     * @param absentTimeToLive How long it is remembered that the origin has no value for a key.
     * @param jitter Largest share of a life that is taken off at random, from 0 to less than 1.
     * @param maximumSize How many values of a cache a local store keeps.
     * @param absentShare Room of a local store for known absences, as a share of that for values.
     * @param maximumPayload Largest payload of a value in a remote store.
     * @param serializer How values become bytes in a remote store; without it the application's CacheSerializer bean, or JSON.
     * @param compression How payloads are compressed in a remote store.
     * @param compressionThreshold Size from which on payloads are compressed.
     * @param loaderDeadline How long a loader keeps others waiting before the key is free for another loader.
     * @param softTimeout How long a caller for whom there is a stale value waits for a load.
     * @param loadBackOff How long no load of a key is tried after loads of it failed.
     * @param lease How long a key stays reserved for a loader that died.
     * @param writeIntent How long a key is not cached after a writer died.
     * @param holdOff How long nothing is stored after a change, for loaders that read a replica which lags behind.
     * @param onStoreFailure What becomes of a write when the store does not acknowledge its mark.
     * @param fillInTransaction In which transactions of the caller what is loaded is stored.
     * @param storeReadDeadline How long a read waits for the store before it asks the origin.
     * @param storeWriteDeadline How long a change of the store is waited for.
     * @param logKeys Whether the text of keys may stand in logs and messages.
     * @param retry How failed loads are tried again.
     */
    record Options(
            @Nullable String namespace,
            @Nullable Integer version,
            @Nullable String keyPattern,
            @Nullable Class<?> valueType,
            @Nullable Duration timeToLive,
            @Nullable Duration staleWhileRevalidate,
            @Nullable Duration staleIfError,
            @Nullable EarlyRefreshOptions earlyRefresh,
            @Nullable Duration absentTimeToLive,
            @Nullable Double jitter,
            @Nullable Long maximumSize,
            @Nullable Double absentShare,
            @Nullable DataSize maximumPayload,
            @Nullable SerializerName serializer,
            @Nullable CompressionName compression,
            @Nullable DataSize compressionThreshold,
            @Nullable Duration loaderDeadline,
            @Nullable Duration softTimeout,
            @Nullable LoadBackOffOptions loadBackOff,
            @Nullable Duration lease,
            @Nullable Duration writeIntent,
            @Nullable Duration holdOff,
            @Nullable OnStoreFailure onStoreFailure,
            @Nullable FillInTransaction fillInTransaction,
            @Nullable Duration storeReadDeadline,
            @Nullable Duration storeWriteDeadline,
            @Nullable Boolean logKeys,
            @Nullable Retry retry) {}

    /** How values become bytes. */
    enum SerializerName {
        JSON,
        SMILE,
        MESSAGE_PACK
    }

    /** How payloads are compressed. */
    enum CompressionName {
        NONE,
        LZ4,
        ZSTD
    }

    /**
     * When a value is loaded anew while it is still fresh.
     *
     * @param afterShare Share of the life after which a read loads the value anew in the background; 1 for never.
     * @param xFetchBeta How eagerly reads load the value anew by chance, as XFetch does; 1 is usual, 0 is never.
     */
    record EarlyRefreshOptions(
            @Nullable Double afterShare, @Nullable Double xFetchBeta) {}

    /**
     * How long no load of a key is tried after loads of it failed.
     *
     * @param firstDelay First delay, which doubles with each further failure and is spread at random; zero for none at all.
     * @param maxDelay Longest delay, before it is spread.
     */
    record LoadBackOffOptions(
            @Nullable Duration firstDelay, @Nullable Duration maxDelay) {}

    /**
     * How failed loads are tried again.
     *
     * @param maxAttempts How often the loader is called at most, the first call included.
     * @param firstDelay Delay before the second call, which doubles with each further call and is spread at random.
     * @param maxDelay Longest delay between two calls, before it is spread.
     */
    record Retry(
            @Nullable Integer maxAttempts,
            @Nullable Duration firstDelay,
            @Nullable Duration maxDelay) {}
}
