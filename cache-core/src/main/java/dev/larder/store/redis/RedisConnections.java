// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** What differs between the clients of one server and of a cluster: how to connect, and when another primary may answer. */
final class RedisConnections implements AutoCloseable {

    private final AbstractRedisClient client;
    private final RedisConnectionStateListener listener;
    private final @Nullable Disposable topology;

    /**
     * Listens to a client.
     *
     * @param gap what to do when a connection has come back, or the topology has changed
     */
    RedisConnections(AbstractRedisClient client, Runnable gap) {
        if (!(client instanceof RedisClient) && !isCluster(client)) {
            throw new IllegalArgumentException("client must be a RedisClient or a RedisClusterClient, but was a "
                    + client.getClass().getName());
        }
        this.client = client;
        listener = new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
                gap.run();
            }
        };
        client.addListener(listener);
        topology = isCluster(client)
                ? client.getResources()
                        .eventBus()
                        .get()
                        .filter(ClusterTopologyChangedEvent.class::isInstance)
                        .subscribe(changed -> gap.run())
                : null;
    }

    static boolean isCluster(AbstractRedisClient client) {
        return client instanceof RedisClusterClient;
    }

    /** Connects, and blocks meanwhile. */
    StatefulConnection<byte[], byte[]> connect() {
        return client instanceof RedisClusterClient cluster
                ? cluster.connect(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
    }

    @Override
    public void close() {
        client.removeListener(listener);
        if (topology != null) {
            topology.dispose();
        }
    }
}
