// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import dev.larder.benchmarks.Size.Feed;
import dev.larder.serializer.CacheSerializer;
import dev.larder.serializer.ValueSerializer;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one would write without Larder: one shared connection, and values as the same JSON. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH makes it ready
public class LettuceState {

    /** Of the values. */
    @Param
    public Size size;

    private final ValueSerializer<Feed> json = CacheSerializer.json().forType(Feed.class);
    private Feed written;
    private RedisClient client;
    private StatefulRedisConnection<byte[], byte[]> connection;

    /** Connects, and fills the server. */
    @Setup
    public void fill(RedisState server) throws ExecutionException, InterruptedException {
        client = RedisClient.create(server.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        written = size.feed(KeySequence.KEYS);
        List<RedisFuture<String>> filling = new ArrayList<>();
        for (Long user : KeySequence.shuffled()) {
            filling.add(send(user, size.feed(user)));
        }
        for (RedisFuture<String> filled : filling) {
            filled.get();
        }
    }

    /** Disconnects. */
    @TearDown
    public void close() {
        connection.close();
        client.shutdown();
    }

    @Nullable
    Feed get(Long user) throws ExecutionException, InterruptedException {
        byte[] found = connection.async().get(key(user)).get();
        return found == null ? null : read(found);
    }

    Map<Long, Feed> getAll(List<Long> users) throws ExecutionException, InterruptedException {
        byte[][] keys = users.stream().map(LettuceState::key).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> found = connection.async().mget(keys).get();
        Map<Long, Feed> feeds = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            KeyValue<byte[], byte[]> entry = found.get(i);
            if (entry.hasValue()) {
                feeds.put(users.get(i), read(entry.getValue()));
            }
        }
        return feeds;
    }

    void put(Long user) throws ExecutionException, InterruptedException {
        send(user, written).get();
    }

    Feed getOrLoad(Long user) throws ExecutionException, InterruptedException {
        Feed found = get(user);
        if (found != null) {
            return found;
        }
        put(user);
        return written;
    }

    private RedisFuture<String> send(Long user, Feed feed) {
        return connection.async().set(key(user), json.write(feed), SetArgs.Builder.px(Remote.LIFE.toMillis()));
    }

    private Feed read(byte[] bytes) {
        return json.read(bytes, 0, bytes.length);
    }

    private static byte[] key(Long user) {
        return ("feeds:v1:" + user).getBytes(StandardCharsets.UTF_8);
    }
}
