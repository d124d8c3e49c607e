// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.time.Scheduler;
import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Bounds how long a store is waited for. */
final class Deadline {

    private Deadline() {}

    /** Sends a command; the future fails as the command does, or when the deadline is over. The command itself goes on. */
    static <T> CompletableFuture<T> within(
            Scheduler scheduler, Duration deadline, Supplier<CompletionStage<T>> command) {
        CompletableFuture<T> answer;
        try {
            answer = command.get().toCompletableFuture();
        } catch (RuntimeException | Error refused) { // a store may run a user's weigher
            return CompletableFuture.failedFuture(refused);
        }
        return answer.isDone() ? answer : within(scheduler, deadline, answer);
    }

    private static <T> CompletableFuture<T> within(
            Scheduler scheduler, Duration deadline, CompletableFuture<T> answer) {
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Scheduled timeout = scheduler.schedule(
                () -> bounded.completeExceptionally(new TimeoutException("no answer within " + deadline)), deadline);
        Futures.whenDone(answer, (value, failure) -> {
            timeout.cancel();
            if (failure == null) {
                bounded.complete(value);
            } else {
                bounded.completeExceptionally(failure);
            }
        });
        return bounded;
    }
}
