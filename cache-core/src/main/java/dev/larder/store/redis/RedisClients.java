// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a Lettuce client is best set up for a {@link RedisCacheStore}. */
public final class RedisClients {

    /** How long a connection is kept that does not get through any more. */
    private static final Duration UNANSWERED = Duration.ofSeconds(3);

    /** So many go out together, and no more: the server begins with them while the next ones are written. */
    private static final int FLUSHES_AT_ONCE = 8;

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(20);
    private static final Duration LAST_RECONNECT = Duration.ofMillis(500);

    private RedisClients() {}

    /**
     * Returns options for one server or Sentinel: commands are rejected while there is no connection, which is made again when it is lost,
     * and a connection that does not get through is given up after three seconds.
     *
     * @param options where all else is taken from
     * @return a changed copy
     */
    public static ClientOptions optionsOf(ClientOptions options) {
        return options.mutate()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(givingUp(options.getSocketOptions()))
                .build();
    }

    /**
     * Returns options for a cluster: as {@link #optionsOf(ClientOptions)}, and the topology is looked at anew when a node
     * moves or is lost, and every ten seconds unless the options say how often.
     *
     * @param options where all else is taken from
     * @return a changed copy
     */
    public static ClusterClientOptions optionsOf(ClusterClientOptions options) {
        return options.mutate()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(givingUp(options.getSocketOptions()))
                .topologyRefreshOptions(refreshing(options.getTopologyRefreshOptions()))
                .build();
    }

    private static ClusterTopologyRefreshOptions refreshing(ClusterTopologyRefreshOptions options) {
        return options.isPeriodicRefreshEnabled()
                ? options
                : ClusterTopologyRefreshOptions.builder()
                        .dynamicRefreshSources(options.useDynamicRefreshSources())
                        .closeStaleConnections(options.isCloseStaleConnections())
                        .refreshTriggersReconnectAttempts(options.getRefreshTriggersReconnectAttempts())
                        .enablePeriodicRefresh(Duration.ofSeconds(10))
                        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
                        .build();
    }

    private static SocketOptions givingUp(SocketOptions options) {
        SocketOptions.Builder kept = options.mutate().keepAlive(true);
        // Only the native transport can do it; elsewhere the breaker alone keeps callers from a connection that is
        // dead.
        return !EpollProvider.isAvailable()
                ? kept.build()
                : kept.tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(UNANSWERED)
                                .build())
                        .build();
    }

    /**
     * Returns resources for both: connections write what many threads send at the same time in one go, and one that is lost is tried again
     * within half a second at most, so that a store is used as soon as it is back.
     *
     * @param resources where all else is taken from, what customizes Netty included
     * @return a changed copy, which shares the event loops of the given one and is shut down by itself
     */
    public static ClientResources resourcesOf(ClientResources resources) {
        NettyCustomizer given = resources.nettyCustomizer();
        return resources
                .mutate()
                .reconnectDelay(Delay.fullJitter(FIRST_RECONNECT, LAST_RECONNECT, 10, TimeUnit.MILLISECONDS))
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterBootstrapInitialized(Bootstrap bootstrap) {
                        given.afterBootstrapInitialized(bootstrap);
                    }

                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        given.afterChannelInitialized(channel);
                        channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSHES_AT_ONCE, true));
                    }
                })
                .build();
    }
}
