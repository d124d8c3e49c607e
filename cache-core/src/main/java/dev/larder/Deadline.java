// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.time.Scheduler;
import dev.larder.time.Scheduler.Scheduled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bounds how long a store is waited for. */
final class Deadline {

    private Deadline() {}

    /** Sends a command; the future fails as the command does, or when the deadline is over. The command itself goes on. */
    static <T> CompletableFuture<T> within(
            Scheduler scheduler, Duration deadline, Supplier<CompletionStage<T>> command) {
        return within(scheduler, deadline, command, failure -> {});
    }

    /**
     * Does the same, and tells how it ended before the future does.
     *
     * @param end is given what the future fails with, or null
     */
    static <T> CompletableFuture<T> within(
            Scheduler scheduler,
            Duration deadline,
            Supplier<CompletionStage<T>> command,
            Consumer<@Nullable Throwable> end) {
        CompletableFuture<T> answer;
        try {
            answer = command.get().toCompletableFuture();
        } catch (RuntimeException | Error refused) { // a store may run a user's weigher
            answer = CompletableFuture.failedFuture(refused);
        }
        if (answer.isDone()) {
            Throwable failure = answer.isCompletedExceptionally() ? Futures.failureOf(answer) : null;
            end.accept(failure);
            return failure == null ? answer : Futures.failed(failure);
        }
        Bounded<T> bounded = new Bounded<>(deadline, end);
        bounded.timeout = scheduler.schedule(bounded, deadline);
        answer.handle(bounded);
        return bounded;
    }

    /** An answer, or what comes in its place when the deadline is over; one object, since there is one for each command. */
    private static final class Bounded<T> extends CompletableFuture<T>
            implements BiFunction<T, Throwable, Boolean>, Runnable {

        private final Duration deadline;
        private final Consumer<@Nullable Throwable> end;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private Scheduled timeout = () -> {};

        Bounded(Duration deadline, Consumer<@Nullable Throwable> end) {
            this.deadline = deadline;
            this.end = end;
        }

        @Override
        public Boolean apply(T value, @Nullable Throwable failure) {
            if (isOver.getAndSet(true)) {
                return false;
            }
            timeout.cancel();
            end.accept(failure);
            if (failure == null) {
                complete(value);
            } else {
                Futures.fail(this, Futures.unwrap(failure));
            }
            return true;
        }

        @Override
        public void run() {
            if (!isOver.getAndSet(true)) {
                TimeoutException late = new TimeoutException("no answer within " + deadline);
                end.accept(late);
                completeExceptionally(late);
            }
        }
    }
}
