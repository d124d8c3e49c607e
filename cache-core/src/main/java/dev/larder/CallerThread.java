// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a synchronous call on the thread that made it, so that loaders find their transaction, security context and locale.
 */
final class CallerThread implements Caller {

    /*
     * Other threads hand steps over through the queue and wake the thread, which runs them until its result is there. Once it has
     * left, with its result or by an interrupt, the heir takes what is queued and what still comes: the thread may be leading a load
     * that others wait for. A step is queued before `left` is read, and `left` is set before the queue is drained, so that no step is
     * lost between the two.
     */
    private final Thread thread = Thread.currentThread();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final Caller heir;
    private volatile boolean left;

    CallerThread(Caller heir) {
        this.heir = heir;
    }

    @Override
    public void execute(Runnable step) {
        submit(new Step(step, false));
    }

    @Override
    public void call(Runnable code) {
        submit(new Step(code, true));
    }

    @Override
    public Thread thread() {
        return thread;
    }

    /** So that a step which comes after it runs here at once, and need not be handed over. */
    @Override
    public void waitFor(CompletableFuture<?> needed) {
        if (Thread.currentThread() != thread || left || needed.isDone()) {
            return;
        }
        Futures.whenDone(needed, (value, failure) -> LockSupport.unpark(thread));
        while (!needed.isDone() && !thread.isInterrupted()) {
            Step step = steps.poll();
            if (step != null) {
                step.code.run();
            } else {
                LockSupport.park(this);
            }
        }
    }

    /**
     * Runs steps until the result is there; returns it, or throws what it failed with, the very instance.
     *
     * @throws CacheInterruptedException if the thread is interrupted while it waits; what it led goes on in the background
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> result, String what) {
        if (run(result, true)) {
            Thread.currentThread().interrupt();
            throw new CacheInterruptedException("interrupted while waiting for " + what);
        }
        return Futures.resultOf(result);
    }

    /** Does the same for what must not be left half-done; an interrupt is kept for later. */
    <T extends @Nullable Object> T awaitToTheEnd(CompletableFuture<T> result) {
        if (run(result, false)) {
            Thread.currentThread().interrupt();
        }
        return Futures.resultOf(result);
    }

    /** Returns whether the thread was interrupted while it waited, which ends the wait if it may. */
    private boolean run(CompletableFuture<?> result, boolean interruptible) {
        boolean interrupted = false;
        if (!result.isDone()) {
            Futures.whenDone(result, (value, failure) -> LockSupport.unpark(thread));
        }
        while (!result.isDone() && !(interrupted && interruptible)) {
            Step step = steps.poll();
            if (step != null) {
                step.code.run();
            } else if (Thread.interrupted()) {
                interrupted = true;
            } else {
                LockSupport.park(this);
            }
        }
        left = true;
        handOver();
        return interrupted;
    }

    private void submit(Step step) {
        if (Thread.currentThread() == thread && !left) {
            step.code.run();
            return;
        }
        steps.add(step);
        if (left) {
            handOver();
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void handOver() {
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            pass(step);
        }
    }

    private void pass(Step step) {
        if (step.users) {
            try {
                heir.call(step.code);
                return;
            } catch (RejectedExecutionException saturated) {
                // Others may wait for it: better where it does not belong than nowhere.
            }
        }
        heir.execute(step.code);
    }

    private record Step(Runnable code, boolean users) {}
}
