// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisClientsTests {

    @Test
    void refusesCommandsWhileThereIsNoConnectionAndLeavesTheRest() {
        ClientOptions options = ClientOptions.builder().requestQueueSize(123).build();

        assertThat(RedisClients.optionsOf(options))
                .returns(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS, ClientOptions::getDisconnectedBehavior)
                .returns(123, ClientOptions::getRequestQueueSize);
    }

    @Test
    void looksAtTheTopologyAsTheApplicationDoesOrElseEveryTenSeconds() {
        ClusterClientOptions own = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(3))
                        .build())
                .build();

        assertThat(periodOf(RedisClients.optionsOf(own))).isEqualTo(Duration.ofSeconds(3));
        assertThat(periodOf(RedisClients.optionsOf(ClusterClientOptions.create())))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void keepsWhereTheApplicationLooksForTheTopology() {
        ClusterClientOptions own = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .dynamicRefreshSources(false)
                        .closeStaleConnections(false)
                        .build())
                .build();

        assertThat(RedisClients.optionsOf(own).getTopologyRefreshOptions())
                .returns(false, ClusterTopologyRefreshOptions::useDynamicRefreshSources)
                .returns(false, ClusterTopologyRefreshOptions::isCloseStaleConnections)
                .returns(Duration.ofSeconds(10), ClusterTopologyRefreshOptions::getRefreshPeriod);
    }

    @Test
    void reconnectsAlsoWhereTheApplicationDoesNot() {
        assertThat(RedisClients.optionsOf(
                                ClientOptions.builder().autoReconnect(false).build())
                        .isAutoReconnect())
                .isTrue();
        assertThat(RedisClients.optionsOf(ClusterClientOptions.builder()
                                .autoReconnect(false)
                                .build())
                        .isAutoReconnect())
                .isTrue();
    }

    private static Duration periodOf(ClusterClientOptions options) {
        return options.getTopologyRefreshOptions().getRefreshPeriod();
    }

    @Test
    void reconnectsSoonAndKeepsWhatTheApplicationDoesToChannels() {
        List<Channel> customized = new ArrayList<>();
        ClientResources given = DefaultClientResources.builder()
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        customized.add(channel);
                    }
                })
                .build();
        ClientResources resources = RedisClients.resourcesOf(given);
        EmbeddedChannel channel = new EmbeddedChannel();

        resources.nettyCustomizer().afterChannelInitialized(channel);

        assertThat(customized).containsExactly(channel);
        assertThat(channel.pipeline().get(FlushConsolidationHandler.class)).isNotNull();
        assertThat(resources.reconnectDelay().createDelay(100)).isLessThanOrEqualTo(Duration.ofMillis(500));
        resources.shutdown();
        given.shutdown();
    }

    @Test
    void aClearMayBeUnheardOfForTenMillisecondsToAnHour() {
        try (RedisClient client = RedisClient.create()) {
            RedisCacheStore.Builder builder = RedisCacheStore.over(client)
                    .maxStaleness(Duration.ofMillis(10))
                    .maxStaleness(Duration.ofHours(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.maxStaleness(Duration.ofMillis(9)))
                    .withMessageContaining("maxStaleness must be from 10 ms to one hour");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.maxStaleness(ChronoUnit.FOREVER.getDuration()));
        }
    }
}
