// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Steps over futures that stay on the thread if the future is done already, and hop to an executor if it is not. */
final class Futures {

    private Futures() {}

    /** Goes on with the value or the failure. */
    static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> handle(
            CompletableFuture<T> future, Executor on, BiFunction<@Nullable T, @Nullable Throwable, R> next) {
        BiFunction<@Nullable T, @Nullable Throwable, R> step = (value, failure) -> {
            try {
                return next.apply(value, failure == null ? null : unwrap(failure));
            } catch (RuntimeException | Error broken) {
                throw new Carried(broken);
            }
        };
        return future.isDone() ? future.handle(step) : future.handleAsync(step, on);
    }

    /** Does something quick on whatever thread completes the future. */
    static <T extends @Nullable Object> void whenDone(
            CompletableFuture<T> future, BiConsumer<? super T, ? super @Nullable Throwable> step) {
        future.whenComplete(step);
    }

    /** Does something with the value or the failure; what it throws goes nowhere. */
    static <T extends @Nullable Object> void then(
            CompletableFuture<T> future, Executor on, BiConsumer<@Nullable T, @Nullable Throwable> step) {
        handle(future, on, (value, failure) -> {
            step.accept(value, failure);
            return true;
        });
    }

    /** Like {@link #handle}, with a step that itself takes a while. */
    static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> compose(
            CompletableFuture<T> future,
            Executor on,
            BiFunction<@Nullable T, @Nullable Throwable, CompletableFuture<R>> next) {
        return future.isDone() ? next(future, next) : handle(future, on, next).thenCompose(Function.identity());
    }

    private static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> next(
            CompletableFuture<T> done, BiFunction<@Nullable T, @Nullable Throwable, CompletableFuture<R>> next) {
        try {
            return done.isCompletedExceptionally()
                    ? next.apply(null, failureOf(done))
                    : next.apply(done.getNow(null), null);
        } catch (RuntimeException | Error broken) {
            return failed(broken);
        }
    }

    /** Fails a future so that {@link #unwrap} finds the very instance, even if that is a wrapper of {@code java.util.concurrent}'s. */
    static void fail(CompletableFuture<?> future, Throwable failure) {
        future.completeExceptionally(new Carried(failure));
    }

    static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(new Carried(failure));
    }

    /** The result of a future that is done; throws what it failed with, the very instance. */
    static <T extends @Nullable Object> T resultOf(CompletableFuture<T> done) {
        if (done.isCompletedExceptionally()) {
            throw Futures.<RuntimeException>sneaky(failureOf(done));
        }
        return done.join();
    }

    /** What a future failed with that is done and failed. */
    static Throwable failureOf(CompletableFuture<?> failed) {
        return failed.handle((value, failure) -> unwrap(failure)).join();
    }

    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner instanceof Carried carried ? carried.failure : inner;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <X extends Throwable> X sneaky(Throwable failure) throws X {
        throw (X) failure;
    }

    /**
     * Keeps {@code CompletableFuture} from taking a user's own {@code CompletionException} apart, and from asking a failure for its words
     * when it passes that on: if it has none to give, those who wait would not hear of it.
     */
    private static final class Carried extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Throwable failure;

        Carried(Throwable failure) {
            super(null, null, false, false);
            this.failure = failure;
        }
    }
}
