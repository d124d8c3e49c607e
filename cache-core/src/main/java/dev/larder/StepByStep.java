// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Runs steps one after the other, each as a task of its own, so that others get their turns in between. */
final class StepByStep implements Executor {

    private final Executor executor;
    private final AtomicReference<CompletableFuture<Boolean>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(true));

    StepByStep(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable step) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Futures.whenDone(
                last.getAndSet(over),
                (done, failure) -> executor.execute(() -> {
                    try {
                        step.run();
                    } finally {
                        over.complete(true);
                    }
                }));
    }
}
