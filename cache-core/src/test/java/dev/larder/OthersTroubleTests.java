// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who waits for another caller's load shares what the origin says, and not what befell the thread of that caller. */
class OthersTroubleTests {

    private boolean saturated;

    @AutoClose
    private final Outage outage = new Outage(Outage.options(), with -> with.executor(this::execute));

    private final Outage.Member node = outage.here;

    private void execute(Runnable task) {
        if (saturated) {
            throw new RejectedExecutionException("no thread");
        }
        task.run();
    }

    /** A call that has a thread of its own, and joins whatever is under way. */
    private CompletableFuture<@Nullable String> synchronous() {
        Pipeline<String, String> pipeline = ((PipelineCache<String, String>) node.cache).pipeline();
        CacheLoader<String, String> loader = node::load;
        return pipeline.reads.get("key", Origin.of(loader, "things"), new CallerThread(pipeline.background));
    }

    @Test
    void anInterruptedLoaderFailsItsOwnCallerOnly() {
        outage.origin.put("key", "value");
        CompletableFuture<String> loading = new CompletableFuture<>();
        CompletableFuture<@Nullable String> interrupted = node.cache.async().getOrLoadAsync("key", key -> loading);
        CompletableFuture<@Nullable String> waiting = node.get("key");
        CompletableFuture<@Nullable String> alsoWaiting = node.get("key");
        loading.completeExceptionally(new CacheInterruptedException("interrupted"));

        assertThat(interrupted).isCompletedExceptionally();
        assertThat(waiting).isCompletedWithValue("value");
        assertThat(alsoWaiting).isCompletedWithValue("value");
        assertThat(node.loads).isEqualTo(1);
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
    }

    @Test
    void whoHasAThreadOfHisOwnLoadsWhereTheExecutorIsFullForAnother() {
        outage.origin.put("key", "value");
        node.chaos.inject(Fault.STALL, Verb.LEASE);
        saturated = true;
        CompletableFuture<@Nullable String> refused = node.get("key");
        CompletableFuture<@Nullable String> alsoRefused = node.get("key");
        CompletableFuture<@Nullable String> waiting = synchronous();
        node.chaos.heal();
        node.chaos.resume();

        assertThat(refused).isCompletedExceptionally();
        assertThat(alsoRefused).isCompletedExceptionally();
        assertThat(waiting).isCompletedWithValue("value");
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
    }
}
