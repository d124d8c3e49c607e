// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.InSteps;
import dev.larder.test.redis.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random histories of nodes over a real server. */
class RedisHistoryTests {

    private static final int HISTORIES = 5;

    private static RedisClient client;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(RedisServer.shared().uri());
        client.setOptions(RedisClients.optionsOf(ClientOptions.create()));
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @Test
    void nodesKeepTheInvariants() {
        InSteps.runAll(InSteps.over(time -> AgedStore.over(client, time)), HISTORIES);
    }

    @Test
    void nodesKeepThemWhenCommandsFailStallAndRunTwiceAndNodesStopInTheMiddle() {
        InSteps.runAll(InSteps.over(time -> AgedStore.over(client, time)).faulty(), HISTORIES);
    }
}
