// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import dev.larder.test.redis.RedisServer;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A Redis or Valkey server on this machine, empty at the start. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH makes it ready
public class RedisState {

    private RedisServer server;

    /** Starts the server. */
    @Setup
    public void start() {
        server = RedisServer.start();
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        server.close();
    }

    String uri() {
        return server.uri();
    }
}
