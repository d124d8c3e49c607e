// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An application's executor may fail instead of refusing, as where it decorates its tasks: then as well nothing hangs or stays taken. */
class BrokenExecutorTests {

    private boolean broken = true;

    @AutoClose
    private final Outage outage = new Outage(Outage.options(), with -> with.executor(this::execute));

    private void execute(Runnable task) {
        if (broken) {
            throw new IllegalStateException("the decorator is broken");
        }
        task.run();
    }

    @Test
    void aLoadFailsAndLeavesTheKeyFree() {
        CompletableFuture<?> loaded = outage.here.get("key");
        CompletableFuture<?> many = outage.here.cache.async().getAllOrLoad(List.of("a", "b"), outage.here::load);
        assertThat(loaded).isCompletedExceptionally();
        assertThat(many).isCompletedExceptionally();

        broken = false;
        outage.origin.put("key", "value");
        assertThat(outage.there.got("key")).isEqualTo("value");
        outage.elapse(Duration.ofMinutes(5));
        assertThat(outage.here.cache.stats().overdueLoads()).isZero();
        assertThat(outage.here.cache.stats().overdueLoaders()).isZero();
    }

    @Test
    void aWriteFailsAndLeavesTheKeyFree() {
        CompletableFuture<?> written = outage.here.cache.async().write("key", () -> "written");
        assertThat(written).isCompletedExceptionally();

        broken = false;
        outage.origin.put("key", "value");
        outage.elapse(Duration.ofMinutes(5));
        assertThat(outage.there.got("key")).isEqualTo("value");
        assertThat(outage.there.cache.get("key")).isEqualTo("value");
    }

    @Test
    void aRefreshFails() {
        outage.here.cache.put("key", "value");
        assertThat(outage.here.cache.async().refresh("key", outage.here::load)).isCompletedExceptionally();
    }
}
