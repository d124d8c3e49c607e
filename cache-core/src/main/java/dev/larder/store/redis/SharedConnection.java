// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.time.Scheduler.Scheduled;
import dev.larder.time.TimeSources;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that all commands share. It is made in the background and tried again until it stands, so that nobody waits for a
 * server that is away. Once it stands, Lettuce finds it again by itself, unless the server it leads to stays and is a replica from then
 * on, or hangs: another connection takes its place then, which may lead to the next primary.
 */
final class SharedConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisCacheStore.class);

    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 2_000;

    /** How long a server may leave everything unanswered until another connection is tried. */
    private static final long UNANSWERED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final RedisConnections connections;
    private final TimeSources time;
    private final Runnable connected;
    private volatile @Nullable StatefulConnection<byte[], byte[]> connection;
    private volatile @Nullable Throwable trouble;
    private volatile Scheduled retry = () -> {};
    private final AtomicBoolean isConnecting = new AtomicBoolean(true);
    private volatile @Nullable Probe probe;
    private volatile boolean isClosed;

    private record Probe(CompletableFuture<?> reply, long sent) {}

    /**
     * Starts to connect.
     *
     * @param connected what to do once a connection stands
     */
    SharedConnection(RedisConnections connections, TimeSources time, Runnable connected) {
        this.connections = connections;
        this.time = time;
        this.connected = connected;
        connect(FIRST_RETRY_MILLIS);
    }

    /**
     * The connection, if it stands.
     *
     * @throws RedisUnavailableException if it does not
     */
    StatefulConnection<byte[], byte[]> get() {
        StatefulConnection<byte[], byte[]> standing = connection;
        if (standing == null || isClosed) {
            throw new RedisUnavailableException(
                    isClosed ? "the store is closed" : "no connection to Redis yet", trouble);
        }
        return standing;
    }

    /** The connection as it was last, or null if none has stood yet. */
    @Nullable
    StatefulConnection<byte[], byte[]> latest() {
        return connection;
    }

    private void connect(long nextRetryMillis) {
        Thread thread = new Thread(() -> tryToConnect(nextRetryMillis), "larder-redis-connect");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            tryAgain(noThread, nextRetryMillis);
        }
    }

    private void tryToConnect(long nextRetryMillis) {
        StatefulConnection<byte[], byte[]> made;
        try {
            made = connections.connect();
        } catch (RuntimeException | Error failed) { // an error may pass as well, such as a want of memory
            tryAgain(failed, nextRetryMillis);
            return;
        }
        StatefulConnection<byte[], byte[]> old = connection;
        connection = made;
        if (old != null) {
            old.closeAsync();
        }
        if (isClosed) {
            made.closeAsync();
            return;
        }
        if (trouble != null) {
            log.info("connected to Redis");
            trouble = null;
        }
        if (old == null) {
            isConnecting.set(false);
        } else {
            probe = null;
            // Not over and over again, where there is no other server.
            time.scheduler().schedule(() -> isConnecting.set(false), Duration.ofMillis(LAST_RETRY_MILLIS));
        }
        connected.run();
    }

    private void tryAgain(Throwable failed, long nextRetryMillis) {
        if (isClosed) {
            return;
        }
        boolean isNewError = failed instanceof Error && !(trouble instanceof Error);
        if (trouble == null || isNewError) {
            log.warn(
                    "cannot connect to Redis, and go on trying; callers get their values from the origin: {}",
                    Failures.rootMessage(failed),
                    isNewError ? failed : null);
        }
        trouble = failed;
        long jitter = ThreadLocalRandom.current().nextLong(nextRetryMillis / 2 + 1);
        retry = time.scheduler()
                .schedule(
                        () -> connect(Math.min(LAST_RETRY_MILLIS, 2 * nextRetryMillis)),
                        Duration.ofMillis(nextRetryMillis / 2 + jitter));
    }

    /** Finds out, asked now and then, whether the server still answers: one that hangs may have been replaced, and keeps its connections. */
    void check() {
        if (!(connection instanceof StatefulRedisConnection<byte[], byte[]> asked)) {
            return;
        }
        long now = time.ticker().read();
        Probe last = probe;
        if (last == null || last.reply().isDone()) {
            probe = new Probe(ping(asked), now);
        } else if (now - last.sent() >= UNANSWERED_NANOS) {
            makeAnew("the server does not answer");
        }
    }

    private static CompletableFuture<?> ping(StatefulRedisConnection<byte[], byte[]> asked) {
        try {
            return asked.async().ping().toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Has another connection made, since whoever answers for the address now may be another server; the one that stands is used until
     * then. In a cluster it is up to Lettuce to find the primaries.
     */
    void makeAnew(String why) {
        if (connection instanceof StatefulRedisConnection<byte[], byte[]>
                && !isClosed
                && isConnecting.compareAndSet(false, true)) {
            log.info("{}: connecting anew", why);
            connect(FIRST_RETRY_MILLIS);
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        retry.cancel();
        StatefulConnection<byte[], byte[]> standing = connection;
        if (standing != null) {
            standing.close();
        }
    }
}
