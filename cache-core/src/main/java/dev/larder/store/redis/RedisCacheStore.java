// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.CacheStore;
import dev.larder.store.KeyFilter;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreListeners;
import dev.larder.store.StoreRegion;
import dev.larder.time.Scheduler.Scheduled;
import dev.larder.time.SystemScheduler;
import dev.larder.time.TimeSources;
import io.lettuce.core.AbstractRedisClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in Redis 6.2 or later, or in Valkey: one server, Sentinel or a cluster, over Lettuce.
 *
 * <p>One Redis key holds what stands under a cache's key, in the {@linkplain dev.larder.store.RecordFormat record format}; a hit is one
 * plain {@code GET}, and everything that changes a record is one small script about one key. Nothing is stored unless the record is still
 * the one that the caller placed or saw before it asked the origin, and removals are unconditional: a plain {@code DEL} by anybody evicts.
 * So a command that the network repeats, or the server runs late, does no harm.
 *
 * <p>All commands share one connection, which is made in the background: a server that is away costs nobody time, not even at startup.
 * While there is no connection every verb fails at once, and callers of a {@code CacheManager} get their values from the origin. When the
 * connection comes back, listeners are told of a {@linkplain StoreListener#gap() gap}, since another primary may answer now.
 *
 * <p>A clear is one command. It holds at once on this node, and elsewhere within {@link Builder#maxStaleness}; what it leaves behind is
 * removed in the background, in small steps. Evictions by pattern and statistics walk the keys in small steps too.
 *
 * <p>Safe for use by many threads. Not promised: that an eviction outlives a primary that fails before its replica has it, unless
 * {@link Builder#waitForReplicas} says so; {@link StoreListener#evicted} for what other nodes change.
 */
public final class RedisCacheStore implements CacheStore {

    private static final Logger log = LoggerFactory.getLogger(RedisCacheStore.class);

    private final @Nullable SystemScheduler ownScheduler;
    private final TimeSources time;
    private final ServerTime serverTime;
    private final RedisConnections connections;
    private final RedisLink link;
    private final RedisLink removals;
    private final RedisKeyspace keyspace;
    private final Duration maxStaleness;
    private final StoreListeners listeners = new StoreListeners();
    private final Map<String, NamespaceClock> clocks = new ConcurrentHashMap<>();
    private final Set<RegionSpec> opened = ConcurrentHashMap.newKeySet();
    private volatile Scheduled tick = () -> {};
    private volatile boolean isClosed;

    RedisCacheStore(Builder builder, ScriptTime scriptTime) {
        TimeSources given = builder.time;
        ownScheduler = given == null ? new SystemScheduler("larder-redis-scheduler") : null;
        time = given == null ? TimeSources.system(Objects.requireNonNull(ownScheduler)) : given;
        maxStaleness = builder.maxStaleness;
        serverTime = new ServerTime(time);
        connections = new RedisConnections(builder.client, this::gap);
        Scripts scripts = new Scripts(scriptTime);
        link = new RedisLink(connections, scripts, serverTime, time, ReplicaWait.NONE, this::gap);
        removals = builder.waitForReplicas == 0
                ? link
                : new RedisLink(
                        connections,
                        scripts,
                        serverTime,
                        time,
                        new ReplicaWait(builder.waitForReplicas, builder.replicaPatience),
                        this::gap);
        keyspace = new RedisKeyspace(link, time.scheduler());
        keepClocksFresh();
    }

    /**
     * Starts to make a store over a client.
     *
     * <p>The client should reject commands while it is disconnected, as {@link RedisClients} sets it up: one that queues them lets them wait
     * for their deadlines instead. It stays the caller's, who shuts it down after the store is closed.
     *
     * @param client a {@code RedisClient}, with the URI of a server or of Sentinels, or a {@code RedisClusterClient}
     * @return a builder
     */
    public static Builder over(AbstractRedisClient client) {
        return new Builder(client);
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        opened.add(spec);
        return new RedisRegion(spec, link, removals, clock(spec.namespace()), serverTime, keyspace, listeners);
    }

    private NamespaceClock clock(String namespace) {
        return clocks.computeIfAbsent(namespace, name -> {
            NamespaceClock clock = new NamespaceClock(name, link, removals, time, maxStaleness);
            clock.read();
            return clock;
        });
    }

    /** Without this a read after a pause would have to ask for the clock too, and a put would be older than a clear it did not hear of. */
    private void keepClocksFresh() {
        try {
            link.check();
            if (removals != link) {
                removals.check();
            }
            readClocks();
        } catch (RuntimeException | Error unexpected) { // must not be the last time that they are read
            log.warn("the clocks of clears are not read until the next time", unexpected);
        }
        tick = time.scheduler().schedule(this::keepClocksFresh, maxStaleness.dividedBy(2));
        if (isClosed) {
            tick.cancel();
        }
    }

    private void gap() {
        readClocks();
        listeners.gap();
    }

    private void readClocks() {
        clocks.values().forEach(NamespaceClock::read);
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return clock(namespace).clear("").thenAccept(cleared -> {
            for (RegionSpec spec : opened) {
                if (spec.namespace().equals(namespace)) {
                    listeners.cleared(namespace, spec.cache());
                }
            }
            String head = namespace + ":v";
            KeyFilter ofAnyVersion = text -> text.startsWith(head) && isVersion(text, head.length());
            keyspace.sweep(namespace, head, ofAnyVersion, cleared.cleared());
        });
    }

    private static boolean isVersion(String text, int at) {
        int end = text.indexOf(':', at);
        return end > at && text.substring(at, end).chars().allMatch(Character::isDigit);
    }

    @Override
    public long now() {
        return serverTime.now();
    }

    @Override
    public boolean keepsReferences() {
        return false;
    }

    @Override
    public Object partition(StoreKey key) {
        return link.partition(key.text());
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        return listeners.add(listener);
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        try {
            return link.commands()
                    .info("server")
                    .thenApply(info -> new StoreHealth(true, ServerInfo.details(info, link.isCluster())));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Closes the connections. The client stays open. */
    @Override
    public void close() {
        isClosed = true;
        tick.cancel();
        link.close();
        removals.close();
        connections.close();
        if (ownScheduler != null) {
            ownScheduler.close();
        }
    }

    /** Makes a {@link RedisCacheStore}. Not thread-safe; builds one store each time. */
    public static final class Builder {

        private static final Duration SHORTEST_STALENESS = Duration.ofMillis(10);
        private static final Duration LONGEST_STALENESS = Duration.ofHours(1);

        private final AbstractRedisClient client;
        private @Nullable TimeSources time;
        private Duration maxStaleness = Duration.ofSeconds(1);
        private int waitForReplicas;
        private Duration replicaPatience = Duration.ofMillis(200);

        Builder(AbstractRedisClient client) {
            this.client = Objects.requireNonNull(client, "client must not be null");
        }

        /**
         * Sets where time comes from; without it, the system's, with a thread for timers.
         *
         * @param time the sources of time
         * @return this builder
         */
        public Builder time(TimeSources time) {
            this.time = Objects.requireNonNull(time, "time must not be null");
            return this;
        }

        /**
         * Sets how long after a clear by another node its older values may still be served here; one second without it. The shorter, the
         * more often the clocks of the open namespaces are asked for, which is twice in this time.
         *
         * @param maxStaleness from 10 ms to one hour
         * @return this builder
         */
        public Builder maxStaleness(Duration maxStaleness) {
            if (maxStaleness.compareTo(SHORTEST_STALENESS) < 0 || maxStaleness.compareTo(LONGEST_STALENESS) > 0) {
                throw new IllegalArgumentException(
                        "maxStaleness must be from 10 ms to one hour, but was " + maxStaleness);
            }
            this.maxStaleness = maxStaleness;
            return this;
        }

        /**
         * Acknowledges evictions, expiries, ends of writes and clears only once so many replicas have them, over a connection of their own.
         * One that they do not confirm in time counts as not acknowledged. It makes it less likely that a failover loses one, and does not
         * rule it out. Not for a cluster.
         *
         * @param replicas how many; 0, as without it, for none
         * @param patience how long to wait for them, at least 1 ms; should be less than the caches' deadline for store writes
         * @return this builder
         */
        public Builder waitForReplicas(int replicas, Duration patience) {
            if (replicas < 0) {
                throw new IllegalArgumentException("replicas must not be negative, but was " + replicas);
            }
            if (patience.toMillis() < 1) {
                throw new IllegalArgumentException("patience must be at least 1 ms, but was " + patience);
            }
            this.waitForReplicas = replicas;
            this.replicaPatience = patience;
            return this;
        }

        /**
         * Makes the store, and starts to connect.
         *
         * @return a new store
         * @throws IllegalArgumentException if it is to wait for the replicas of a cluster
         */
        public RedisCacheStore build() {
            return build(ScriptTime.SERVER);
        }

        RedisCacheStore build(ScriptTime scriptTime) {
            if (waitForReplicas > 0 && RedisConnections.isCluster(client)) {
                throw new IllegalArgumentException(
                        "waiting for replicas is not possible in a cluster; leave waitForReplicas at 0");
            }
            return new RedisCacheStore(this, scriptTime);
        }
    }
}
