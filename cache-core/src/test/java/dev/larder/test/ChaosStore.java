// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.CacheStore;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreListener;
import dev.larder.store.StoreRegion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of another one that fails, stalls or corrupts what a test says, verb by verb, and counts calls.
 *
 * <p>It has no timers: what stalls does so until {@link #resume} or {@link #forget}. Safe for use by many threads;
 * commands run on the thread that calls, or on the one that resumes them, without a lock.
 */
public final class ChaosStore extends ForwardingStore {

    /** The verbs of a store and its regions that answer with a stage. */
    public enum Verb {
        /**
         * {@link StoreRegion#get} and {@link StoreRegion#getAll}; with a fault, {@link StoreRegion#peek} finds nothing.
         */
        GET,
        /** {@link StoreRegion#lease}. */
        LEASE,
        /** {@link StoreRegion#fill}. */
        FILL,
        /** {@link StoreRegion#release}. */
        RELEASE,
        /** {@link StoreRegion#renewLease}. */
        RENEW_LEASE,
        /** {@link StoreRegion#refresh}. */
        REFRESH,
        /** {@link StoreRegion#put}. */
        PUT,
        /** {@link StoreRegion#putIfAbsent}. */
        PUT_IF_ABSENT,
        /** {@link StoreRegion#putVersioned}. */
        PUT_VERSIONED,
        /** {@link StoreRegion#evict} and {@link StoreRegion#evictByText}. */
        EVICT,
        /** {@link StoreRegion#expire}. */
        EXPIRE,
        /** {@link StoreRegion#evictMatching}. */
        EVICT_MATCHING,
        /** {@link StoreRegion#beginWrite}. */
        BEGIN_WRITE,
        /** {@link StoreRegion#renewWrite}. */
        RENEW_WRITE,
        /** {@link StoreRegion#finishWrite}. */
        FINISH_WRITE,
        /** {@link StoreRegion#touch}. */
        TOUCH,
        /** {@link StoreRegion#claim}. */
        CLAIM,
        /** {@link StoreRegion#renewClaim}. */
        RENEW_CLAIM,
        /** {@link StoreRegion#releaseClaim}. */
        RELEASE_CLAIM,
        /** {@link StoreRegion#backOffs}. */
        BACK_OFFS,
        /** {@link StoreRegion#backOff}. */
        BACK_OFF,
        /** {@link StoreRegion#clear} and {@link CacheStore#clear}. */
        CLEAR,
        /** {@link StoreRegion#statistics}. */
        STATISTICS,
        /** {@link CacheStore#health}. */
        HEALTH
    }

    /** What goes wrong with a command. */
    public enum Fault {
        /** It does not run, and its stage completes exceptionally with {@link InjectedFailure}. */
        FAIL,
        /** It runs, but its stage completes exceptionally with {@link InjectedFailure}. */
        FAIL_AFTERWARDS,
        /** It runs and answers only when it is resumed: it is late. */
        STALL,
        /** It runs at once, but its answer comes only when it is resumed. */
        LOSE_REPLY,
        /** It runs and answers, and runs once more, unanswered, when it is resumed: somebody sent it twice. */
        REPEAT,
        /** It runs, but every payload in its answer that is bytes has the first byte inverted. */
        FLIP,
        /** It runs, but every payload in its answer that is bytes has lost its second half. */
        TRUNCATE
    }

    /** What an injected failure completes a stage with. */
    public static final class InjectedFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private InjectedFailure(Verb verb) {
            super("injected failure of " + verb);
        }
    }

    private final Map<Verb, Fault> faults = new EnumMap<>(Verb.class);
    private final Map<Verb, Integer> calls = new EnumMap<>(Verb.class);
    private final List<Runnable> stalled = new ArrayList<>();
    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Wraps a store, which works as it does until a fault is injected.
     *
     * @param store where commands run
     */
    public ChaosStore(CacheStore store) {
        super(store, region -> region);
    }

    /**
     * Makes verbs go wrong from now on, until {@link #heal}.
     *
     * @param fault what goes wrong
     * @param verbs which verbs; all of them if none is named
     */
    public synchronized void inject(Fault fault, Verb... verbs) {
        Arrays.asList(verbs.length == 0 ? Verb.values() : verbs).forEach(verb -> faults.put(verb, fault));
    }

    /**
     * Makes verbs work again from now on; what is stalled stays so.
     *
     * @param verbs which verbs; all of them if none is named
     */
    public synchronized void heal(Verb... verbs) {
        Arrays.asList(verbs.length == 0 ? Verb.values() : verbs).forEach(faults::remove);
    }

    /**
     * Counts the calls of a verb, whatever became of them; a call in bulk counts once.
     *
     * @param verb the verb
     * @return how often it was called
     */
    public synchronized int calls(Verb verb) {
        return calls.getOrDefault(verb, 0);
    }

    /**
     * Counts the calls of all verbs.
     *
     * @return how often any was called
     */
    public synchronized int calls() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Sets all counts of calls to zero. */
    public synchronized void resetCalls() {
        calls.clear();
    }

    /**
     * Counts what is stalled.
     *
     * @return the number of commands and answers that wait
     */
    public synchronized int stalled() {
        return stalled.size();
    }

    /**
     * Waits, in real time, until other threads have run into faults that stall them.
     *
     * @param atLeast the number of commands and answers to wait for
     * @throws AssertionError if there are fewer after ten seconds, or when interrupted; the flag is set again then
     */
    public synchronized void awaitStalled(int atLeast) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        try {
            while (stalled.size() < atLeast) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("expected %d to be stalled, but after ten seconds there were %d"
                            .formatted(atLeast, stalled.size()));
                }
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for %d to be stalled".formatted(atLeast), interrupted);
        }
    }

    /** Runs the commands and gives the answers that are stalled, in the order of their calls, on this thread. */
    public void resume() {
        for (Runnable next = nextStalled(); next != null; next = nextStalled()) {
            next.run();
        }
    }

    /**
     * Runs the command, or gives the answer, that was stalled first, on this thread.
     *
     * @throws AssertionError if nothing is stalled
     */
    public void resumeNext() {
        Runnable next = nextStalled();
        if (next == null) {
            throw new AssertionError("nothing is stalled");
        }
        next.run();
    }

    /**
     * Runs the command, or gives the answer, that is stalled at a place, on this thread.
     *
     * @param place how many were stalled before it, at least 0 and less than {@link #stalled}
     */
    public void resume(int place) {
        Runnable next;
        synchronized (this) {
            next = stalled.remove(place);
        }
        next.run();
    }

    /**
     * Forgets the command or answer that is stalled at a place: it never runs, or never comes.
     *
     * @param place how many were stalled before it, at least 0 and less than {@link #stalled}
     */
    public synchronized void forget(int place) {
        stalled.remove(place);
    }

    /** Tells listeners that messages may have been lost, as a store does that lost its connection or its primary. */
    public void tellGap() {
        listeners.forEach(StoreListener::gap);
    }

    /** Forgets what is stalled: those commands never run, and those answers never come. */
    public synchronized void forget() {
        stalled.clear();
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        return new ChaosRegion(this, super.open(spec));
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return call(Verb.CLEAR, () -> super.clear(namespace));
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        Subscription subscription = super.subscribe(listener);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            subscription.cancel();
        };
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return call(Verb.HEALTH, super::health);
    }

    synchronized boolean isFaulty(Verb verb) {
        return faults.containsKey(verb);
    }

    <T> CompletionStage<T> call(Verb verb, Supplier<CompletionStage<T>> command) {
        return call(verb, command, (corruption, answer) -> answer);
    }

    <T> CompletionStage<T> call(
            Verb verb, Supplier<CompletionStage<T>> command, BiFunction<Corruption, T, T> corrupted) {
        Fault fault = count(verb);
        if (fault == null) {
            return command.get();
        }
        return switch (fault) {
            case FAIL -> CompletableFuture.failedFuture(new InjectedFailure(verb));
            case FAIL_AFTERWARDS ->
                command.get().thenCompose(answer -> CompletableFuture.failedFuture(new InjectedFailure(verb)));
            case STALL -> stall(command);
            case LOSE_REPLY -> {
                CompletionStage<T> answer = command.get();
                yield stall(() -> answer);
            }
            case REPEAT -> {
                CompletionStage<T> answer = command.get();
                stall(command);
                yield answer;
            }
            case FLIP -> command.get().thenApply(answer -> corrupted.apply(Corruption.FLIP, answer));
            case TRUNCATE -> command.get().thenApply(answer -> corrupted.apply(Corruption.TRUNCATE, answer));
        };
    }

    private synchronized @Nullable Fault count(Verb verb) {
        calls.merge(verb, 1, Integer::sum);
        return faults.get(verb);
    }

    private synchronized <T> CompletionStage<T> stall(Supplier<CompletionStage<T>> rest) {
        CompletableFuture<T> late = new CompletableFuture<>();
        stalled.add(() -> rest.get().whenComplete((answer, failure) -> {
            if (failure == null) {
                late.complete(answer);
            } else {
                late.completeExceptionally(failure);
            }
        }));
        notifyAll();
        return late;
    }

    private synchronized @Nullable Runnable nextStalled() {
        return stalled.isEmpty() ? null : stalled.remove(0);
    }
}
