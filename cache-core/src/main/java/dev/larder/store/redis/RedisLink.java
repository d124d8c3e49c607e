// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import dev.larder.store.StoreRefusalException;
import dev.larder.store.StoredRecord;
import dev.larder.time.TimeSources;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends commands over one connection. While none stands they fail at once, so that nobody waits for a server that is away. */
final class RedisLink implements AutoCloseable {

    private static final String WHOLE = "redis";

    /** What a replica says to changes; before 7.0 a server puts other words in front of it. */
    private static final String READ_ONLY = "READONLY ";

    /** What a node of a cluster says to a command about several keys while it hands their slot over, unless all of them are in one place. */
    private static final String TRY_AGAIN = "TRYAGAIN ";

    private final SharedConnection connection;
    private final Scripts scripts;
    private final ServerTime serverTime;
    private final ReplicaWait wait;

    /**
     * Starts to connect.
     *
     * @param wait what every change waits for
     * @param connected what to do once a connection stands
     */
    RedisLink(
            RedisConnections connections,
            Scripts scripts,
            ServerTime serverTime,
            TimeSources time,
            ReplicaWait wait,
            Runnable connected) {
        this.scripts = scripts;
        this.serverTime = serverTime;
        this.wait = wait;
        this.connection = new SharedConnection(connections, time, connected);
    }

    /** Finds out, asked now and then, whether the server still answers. */
    void check() {
        connection.check();
    }

    boolean isCluster() {
        return connection.latest() instanceof StatefulRedisClusterConnection<?, ?>;
    }

    /** Names the server that answers for a key, as far as that is known; asks nobody. */
    String partition(String key) {
        if (!(connection.latest() instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster)) {
            return WHOLE;
        }
        RedisClusterNode primary = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        return primary == null
                ? WHOLE
                : primary.getUri().getHost() + ":" + primary.getUri().getPort();
    }

    /** The commands that have no hot path of their own. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        StatefulConnection<byte[], byte[]> standing = connection.get();
        if (standing instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
            return cluster.async();
        }
        return ((StatefulRedisConnection<byte[], byte[]>) standing).async();
    }

    /** Reads one record. */
    CompletableFuture<StoredRecord> get(byte[] key) {
        return dispatch(CommandType.GET, new RecordOutput(), keys(List.of(key)));
    }

    /** Reads many records, in the order of their keys: in one command, or where they lie in several places in one go. */
    CompletableFuture<List<StoredRecord>> getAll(List<byte[]> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (!isCluster()) {
            return dispatch(CommandType.MGET, new RecordsOutput(keys.size()), keys(keys));
        }
        return dispatchAll(keys.stream()
                .map(key -> command(CommandType.GET, new RecordOutput(), keys(List.of(key))))
                .toList());
    }

    /** Reads a clock. */
    CompletableFuture<ClockRecord> clock(byte[] key) {
        return dispatch(CommandType.GET, new ClockOutput(), keys(List.of(key)));
    }

    /** Runs a script. */
    CompletableFuture<ScriptReply> run(ScriptCall call) {
        if (wait.replicas() > 0) {
            return runAll(List.of(call)).thenApply(replies -> replies.get(0));
        }
        long sent = serverTime.tick();
        return heard(dispatch(CommandType.EVALSHA, new ScriptReplyOutput(), scripts.byDigest(call)), call, sent);
    }

    /** Runs many scripts in one go; the replies come in the order of the calls. */
    CompletableFuture<List<ScriptReply>> runAll(List<ScriptCall> calls) {
        if (calls.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (calls.size() == 1 && wait.replicas() == 0) {
            return run(calls.get(0)).thenApply(List::of);
        }
        long sent = serverTime.tick();
        List<AsyncCommand<byte[], byte[], ScriptReply>> commands = calls.stream()
                .map(call -> command(CommandType.EVALSHA, new ScriptReplyOutput(), scripts.byDigest(call)))
                .toList();
        try {
            connection.get().dispatch(commands);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        List<CompletableFuture<ScriptReply>> replies = new ArrayList<>(calls.size());
        for (int i = 0; i < commands.size(); i++) {
            replies.add(heard(commands.get(i), calls.get(i), sent));
        }
        CompletableFuture<List<ScriptReply>> all = all(replies);
        return wait.replicas() == 0 ? all : all.thenCompose(this::afterReplicas);
    }

    /** The server holds this connection until its replicas have what was sent over it, so nothing else may be. */
    private <T> CompletableFuture<T> afterReplicas(T replies) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(wait.replicas())
                .add(wait.patience().toMillis());
        return dispatch(CommandType.WAIT, new IntegerOutput<>(ByteArrayCodec.INSTANCE), arguments)
                .thenApply(replicas -> {
                    if (replicas < wait.replicas()) {
                        throw new IllegalStateException("%d of %d replicas confirmed the change within %s"
                                .formatted(replicas, wait.replicas(), wait.patience()));
                    }
                    return replies;
                });
    }

    private CompletableFuture<ScriptReply> heard(CompletableFuture<ScriptReply> reply, ScriptCall call, long sent) {
        Heard heard = new Heard(call, sent);
        reply.whenComplete(heard);
        return heard;
    }

    /** The reply of a script, also where it had to be sent twice; one object, since there is one for each run. */
    private final class Heard extends CompletableFuture<ScriptReply> implements BiConsumer<ScriptReply, Throwable> {

        private final ScriptCall call;
        private final long sent;

        private Heard(ScriptCall call, long sent) {
            this.call = call;
            this.sent = sent;
        }

        @Override
        public void accept(ScriptReply reply, @Nullable Throwable failure) {
            if (failure instanceof RedisNoScriptException) {
                runByText(call).whenComplete(this::end);
                return;
            }
            if (isRefused(failure, TRY_AGAIN) && call.keys().size() > 1) {
                run(call.withoutClaim()).whenComplete(this::end);
                return;
            }
            if (failure == null && reply.now() > 0) {
                serverTime.heard(reply.now(), sent);
            }
            end(reply, failure);
        }

        private void end(ScriptReply reply, @Nullable Throwable failure) {
            if (failure == null) {
                complete(reply);
                return;
            }
            if (isRefused(failure, READ_ONLY)) {
                connection.makeAnew("the server is a replica");
            }
            completeExceptionally(
                    failure instanceof RedisCommandExecutionException ? new StoreRefusalException(failure) : failure);
        }
    }

    private static boolean isRefused(@Nullable Throwable failure, String why) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).contains(why);
    }

    /** The server has lost the script, or never had it; it keeps what it is sent whole. */
    private CompletableFuture<ScriptReply> runByText(ScriptCall call) {
        return dispatch(CommandType.EVAL, new ScriptReplyOutput(), scripts.byText(call));
    }

    private <T extends @Nullable Object> CompletableFuture<T> dispatch(
            CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        AsyncCommand<byte[], byte[], T> command = command(type, output, arguments);
        try {
            connection.get().dispatch(command);
            return command;
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private <T> CompletableFuture<List<T>> dispatchAll(List<AsyncCommand<byte[], byte[], T>> commands) {
        try {
            connection.get().dispatch(commands);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return all(commands);
    }

    private static <T extends @Nullable Object> AsyncCommand<byte[], byte[], T> command(
            CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        return new AsyncCommand<>(new Command<>(type, output, arguments));
    }

    private static CommandArgs<byte[], byte[]> keys(List<byte[]> keys) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKeys(keys);
    }

    static <T> CompletableFuture<List<T>> all(List<? extends CompletableFuture<T>> stages) {
        return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
                .handle((done, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(failureOf(stages));
                    }
                    List<T> results = new ArrayList<>(stages.size());
                    stages.forEach(stage -> results.add(stage.join()));
                    return results;
                });
    }

    /** A refusal only if all of them were refused. */
    private static Throwable failureOf(List<? extends CompletableFuture<?>> stages) {
        List<@Nullable Throwable> failures = new ArrayList<>();
        stages.forEach(
                stage -> failures.add(stage.handle((done, failure) -> failure).join()));
        Throwable failed = new IllegalStateException("the server refused some of the commands");
        for (Throwable failure : failures) {
            if (failure != null && !(failure instanceof StoreRefusalException)) {
                return failure;
            } else if (failure != null && !failures.contains(null)) {
                failed = failure;
            }
        }
        return failed;
    }

    @Override
    public void close() {
        connection.close();
    }
}
