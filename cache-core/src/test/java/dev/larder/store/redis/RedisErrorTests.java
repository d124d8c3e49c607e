// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.larder.store.RegionSpec;
import dev.larder.test.TestTime;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Errors where only exceptions are to be expected: they are said, and end nothing that goes on for as long as the store is open. */
class RedisErrorTests {

    private static final Duration STALENESS = Duration.ofHours(1);
    private static final String TROUBLE = "no class of that name any more";

    private final TestTime time = new TestTime();
    private final Client client = new Client();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.larder.store.redis");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private RedisCacheStore open() {
        RedisCacheStore store = RedisCacheStore.over(client)
                .time(time.sources())
                .maxStaleness(STALENESS)
                .build();
        store.open(RegionSpec.ofSize("shop", 1, "prices", 1));
        return store;
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void oneWhileConnectingIsSaidAndTriedAgain() {
        client.away = new IllegalStateException("not yet");
        try (RedisCacheStore store = open()) {
            client.mayConnect.countDown();
            for (int tried = 1; tried <= 3; tried++) {
                time.awaitPendingTasks(2); // the next reading of the clocks, and the next try
                assertThat(client.connects).hasValue(tried);
                client.away = new NoClassDefFoundError(TROUBLE);
                time.advanceToNext();
            }
        }
        assertThat(said()).hasSize(2).last().asString().contains("NoClassDefFoundError: " + TROUBLE);
    }

    @Test
    @Timeout(30)
    void oneWhileClocksAreReadDoesNotKeepThemFromBeingReadAgain() {
        try (RedisCacheStore store = open()) {
            awaitConnection();
            client.broken = new NoClassDefFoundError(TROUBLE);
            time.advance(STALENESS.dividedBy(2));
            assertThat(said()).hasSize(1);
            client.broken = null;
            int before = client.commands.get();
            time.advance(STALENESS.dividedBy(2));

            assertThat(client.commands).hasValueGreaterThan(before);
        }
    }

    @Test
    @Timeout(30)
    void oneInAWalkThroughTheKeysEndsIt() {
        try (RedisConnections connections = new RedisConnections(client, () -> {});
                RedisLink link = new RedisLink(
                        connections,
                        new Scripts(ScriptTime.SERVER),
                        new ServerTime(time.sources()),
                        time.sources(),
                        ReplicaWait.NONE,
                        client.commands::incrementAndGet)) {
            awaitConnection();
            RedisKeyspace keyspace = new RedisKeyspace(link, time);
            CompletionStage<Long> counted = keyspace.walk("shop:", text -> true, texts -> {
                throw new NoClassDefFoundError(TROUBLE);
            });
            client.scan.complete(keys("shop:v1:prices:7"));
            assertThat(counted.toCompletableFuture()).isCompletedExceptionally();

            client.broken = new NoClassDefFoundError(TROUBLE);
            assertThat(keyspace.walk("shop:", text -> true, texts -> counted).toCompletableFuture())
                    .isCompletedExceptionally();
            client.broken = null;
        }
    }

    /** By the first command, or by what is done once the connection stands. */
    private void awaitConnection() {
        client.mayConnect.countDown();
        while (client.commands.get() == 0) {
            Thread.onSpinWait();
        }
    }

    private static KeyScanCursor<byte[]> keys(String... texts) {
        KeyScanCursor<byte[]> found = new KeyScanCursor<>();
        for (String text : texts) {
            found.getKeys().add(Bytes.key(text));
        }
        found.setFinished(true);
        return found;
    }

    /** Connects to nothing; what it fails with is up to the test. */
    private static final class Client extends RedisClient {

        final CountDownLatch mayConnect = new CountDownLatch(1);
        final AtomicInteger connects = new AtomicInteger();
        final AtomicInteger commands = new AtomicInteger();
        final AsyncCommand<byte[], byte[], KeyScanCursor<byte[]>> scan =
                new AsyncCommand<>(new Command<>(CommandType.SCAN, new KeyScanOutput<>(ByteArrayCodec.INSTANCE)));
        volatile @Nullable Throwable away;
        volatile @Nullable Throwable broken;

        Client() {
            super(null, new RedisURI());
        }

        @Override
        public <K, V> StatefulRedisConnection<K, V> connect(RedisCodec<K, V> codec) {
            awaitLeave();
            connects.incrementAndGet();
            throwIf(away);
            @SuppressWarnings("unchecked")
            StatefulRedisConnection<K, V> connection = proxy(StatefulRedisConnection.class);
            return connection;
        }

        private void awaitLeave() {
            try {
                mayConnect.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private <T> T proxy(Class<?> type) {
            return (T) Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        throwIf(broken);
                        return switch (method.getName()) {
                            case "async" -> proxy(RedisAsyncCommands.class);
                            case "scan" -> scan;
                            case "dispatch" -> {
                                ((AsyncCommand<?, ?, ?>) arguments[0])
                                        .completeExceptionally(new IllegalStateException());
                                commands.incrementAndGet();
                                yield arguments[0];
                            }
                            default -> null;
                        };
                    });
        }

        private static void throwIf(@Nullable Throwable failure) {
            if (failure instanceof Error error) {
                throw error;
            } else if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
