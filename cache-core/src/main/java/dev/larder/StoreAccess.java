// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheLog.Trouble;
import dev.larder.store.StoreRegion;
import dev.larder.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache's way to its store: every command has a deadline, and every failure is counted and logged, so that whoever calls need only
 * say what happens instead.
 */
final class StoreAccess {

    private final StoreRegion region;
    private final Scheduler scheduler;
    private final Duration readDeadline;
    private final Duration changeDeadline;
    private final Events events;
    private final CacheLog log;

    StoreAccess(StoreRegion region, Scheduler scheduler, CacheOptions options, Events events, CacheLog log) {
        this.region = region;
        this.scheduler = scheduler;
        this.readDeadline = options.storeReadDeadline();
        this.changeDeadline = options.storeWriteDeadline();
        this.events = events;
        this.log = log;
    }

    StoreRegion region() {
        return region;
    }

    <T> CompletableFuture<T> read(Function<StoreRegion, CompletionStage<T>> command) {
        return send(command, readDeadline, Trouble.STORE_READ);
    }

    <T> CompletableFuture<T> change(Function<StoreRegion, CompletionStage<T>> command) {
        return send(command, changeDeadline, Trouble.STORE_CHANGE);
    }

    /** Sends a change whose outcome makes no difference to the caller. */
    void tell(Function<StoreRegion, CompletionStage<Boolean>> command) {
        change(command);
    }

    private <T> CompletableFuture<T> send(
            Function<StoreRegion, CompletionStage<T>> command, Duration deadline, Trouble trouble) {
        CompletableFuture<T> answer = Deadline.within(scheduler, deadline, () -> command.apply(region));
        if (answer.isDone()) {
            note(trouble, answer.isCompletedExceptionally() ? Futures.failureOf(answer) : null);
        } else {
            Futures.whenDone(answer, (value, failure) -> note(trouble, failure));
        }
        return answer;
    }

    private void note(Trouble trouble, @Nullable Throwable failure) {
        if (failure == null) {
            log.worked(trouble);
        } else {
            events.storeFailed(Futures.unwrap(failure));
            log.failed(trouble, Futures.unwrap(failure));
        }
    }
}
