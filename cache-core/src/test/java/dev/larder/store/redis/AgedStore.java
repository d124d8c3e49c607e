// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.CacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.time.SystemScheduler;
import dev.larder.time.TimeSources;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisKeyCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store in a real server that lives in a test's time: the scripts are told what time it is, and before each verb the keys that the
 * server has are made so much older as the test's time has moved.
 */
final class AgedStore {

    private final CacheStore store;
    private final TimeSources time;
    private final SystemScheduler scheduler = new SystemScheduler("test-redis-scheduler");
    private final AutoCloseable connection;
    private final RedisKeyCommands<byte[], byte[]> keys;
    private long agedMillis;

    private AgedStore(AbstractRedisClient client, TimeSources time) {
        this.time = time;
        this.agedMillis = time.dates().millis();
        if (client instanceof RedisClusterClient cluster) {
            var connected = cluster.connect(ByteArrayCodec.INSTANCE);
            connected.sync().flushall();
            connection = connected;
            keys = connected.sync();
        } else {
            var connected = ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
            connected.sync().flushall();
            connection = connected;
            keys = connected.sync();
        }
        // Its own timers are not the test's, which count those of caches.
        TimeSources own = new TimeSources(time.dates(), time.ticker(), scheduler);
        store = RedisCacheStore.over(client).time(own).build(new TestClock(time));
    }

    /** Empties the server, and makes a store in it. */
    static CacheStore over(AbstractRedisClient client, TimeSources time) {
        AgedStore aged = new AgedStore(client, time);
        return aged.proxy(CacheStore.class, aged.store);
    }

    private synchronized void age() {
        long passed = time.dates().millis() - agedMillis;
        if (passed <= 0) {
            return;
        }
        agedMillis += passed;
        long older = passed * TestClock.SCALE;
        ScanCursor at = ScanCursor.INITIAL;
        do {
            KeyScanCursor<byte[]> found = keys.scan(at);
            for (byte[] key : found.getKeys()) {
                long left = keys.pttl(key);
                if (left >= 0 && left <= older) {
                    keys.del(key);
                } else if (left > 0) {
                    keys.pexpire(key, left - older);
                }
            }
            at = found;
        } while (!at.isFinished());
    }

    private <T> T proxy(Class<T> type, T target) {
        InvocationHandler aging = (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                connection.close();
                scheduler.close();
            } else if (method.getDeclaringClass() != Object.class) {
                age();
            }
            try {
                Object result = method.invoke(target, arguments);
                return result instanceof StoreRegion region
                        ? proxy(StoreRegion.class, connected(region, arguments))
                        : result;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, aging));
    }

    /** Waits until the namespace's clock is known, which a test that puts at once does not. */
    private static StoreRegion connected(StoreRegion region, Object[] arguments)
            throws ExecutionException, InterruptedException, TimeoutException {
        RegionSpec spec = (RegionSpec) arguments[0];
        StoreKey probe = StoreKey.of("%s:v%d:probe".formatted(spec.namespace(), spec.version()));
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                region.get(probe).toCompletableFuture().get(10, TimeUnit.SECONDS);
                return region;
            } catch (ExecutionException notYet) {
                if (System.nanoTime() - patience > 0) {
                    throw notYet;
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
    }
}
