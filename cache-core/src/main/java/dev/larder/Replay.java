// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Journal.Entry;
import dev.larder.time.Scheduler.Scheduled;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands in the journal until the store confirms it: some hundred keys at a time, with pauses that grow while nothing is
 * confirmed, and at once where the store is known to be back. It keeps no caller waiting.
 */
final class Replay {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);
    private static final int BATCH = 256;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** What clears are said to be part of, since they concern the whole store. */
    private static final Object WHOLE = new Object();

    /**
     * What goes to the store in one command.
     *
     * @param alike what batches have in common that are refused together
     */
    private record Batch(Object alike, List<Entry> entries, Removal first) {}

    private final Journal journal;
    private final TimeSources time;
    private final Duration longestPause;
    private final Consumer<Removal> confirmed;
    private final Function<Removal.OfKey, Object> partOf;
    private final Function<String, CompletableFuture<?>> clearNamespace;
    private @Nullable Scheduled next; // guarded by this
    private boolean running; // guarded by this
    private boolean again; // guarded by this
    private boolean closed; // guarded by this
    private int inVain; // guarded by this

    /**
     * Starts nothing yet.
     *
     * @param confirmed hears of each removal that the store confirmed, before the journal does
     */
    Replay(
            Journal journal,
            TimeSources time,
            Duration longestPause,
            Consumer<Removal> confirmed,
            Function<Removal.OfKey, Object> partOf,
            Function<String, CompletableFuture<?>> clearNamespace) {
        this.journal = journal;
        this.time = time;
        this.longestPause = longestPause;
        this.confirmed = confirmed;
        this.partOf = partOf;
        this.clearNamespace = clearNamespace;
    }

    /** Something is in the journal. */
    synchronized void soon() {
        if (!closed && !running && next == null) {
            next = time.scheduler().schedule(this::run, pause());
        }
    }

    /** The store may be back. */
    synchronized void now() {
        if (closed || journal.isEmpty()) {
            return;
        }
        if (running) {
            again = true;
            return;
        }
        if (next != null) {
            next.cancel();
        }
        // Not on this thread, which may be the store's.
        next = time.scheduler().schedule(this::run, Duration.ZERO);
    }

    synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        if (!journal.isEmpty()) {
            log.warn(
                    "closed before the store confirmed {} evictions and clears: what they were about may be served"
                            + " until its time to live",
                    journal.size());
        }
    }

    private Duration pause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(inVain, 10));
        return Jitter.spread(pause.compareTo(longestPause) < 0 ? pause : longestPause);
    }

    private void run() {
        synchronized (this) {
            next = null;
            if (closed || running) {
                return;
            }
            running = true;
        }
        Map<Object, Queue<Batch>> parts;
        try {
            parts = batches();
        } catch (RuntimeException | Error unexpected) {
            // What is in the journal must not stay there for ever because a store cannot say where it belongs.
            log.warn("the store is not told again yet what it did not confirm", LoadFailure.sayable(unexpected));
            ended(true, false);
            return;
        }
        Run run = new Run(parts.size());
        if (parts.isEmpty()) {
            ended(false, false);
        }
        // A part that does not answer holds up its own keys only, and is waited for once. What it refuses of one cache,
        // to whose keys the user has no right, say, holds up nothing of others.
        parts.values().forEach(run::next);
    }

    private Map<Object, Queue<Batch>> batches() {
        Map<Object, Queue<Batch>> parts = new LinkedHashMap<>();
        Map<Object, List<Entry>> open = new LinkedHashMap<>();
        for (Entry entry : journal.due(time.ticker().read())) {
            Object part = WHOLE;
            Object alike = entry.removal();
            List<Entry> entries = new ArrayList<>();
            if (entry.removal() instanceof Removal.OfKey ofKey) {
                part = partOf.apply(ofKey);
                alike = List.of(part, ofKey.cache(), ofKey.finish() == null);
                entries = open.getOrDefault(alike, entries);
                if (entries.size() == BATCH) {
                    entries = new ArrayList<>();
                }
                open.put(alike, entries);
            }
            if (entries.isEmpty()) {
                parts.computeIfAbsent(part, first -> new ArrayDeque<>())
                        .add(new Batch(alike, entries, entry.removal()));
            }
            entries.add(entry);
        }
        return parts;
    }

    /** Going once through what was due. */
    private final class Run {

        private final AtomicInteger partsLeft;
        private final AtomicBoolean confirmedSome = new AtomicBoolean();

        Run(int parts) {
            partsLeft = new AtomicInteger(parts);
        }

        void next(Queue<Batch> batches) {
            Batch batch = batches.poll();
            if (batch == null) {
                partEnded();
                return;
            }
            Futures.whenDone(send(batch), (reply, failure) -> {
                if (failure != null && Futures.unwrap(failure) instanceof TimeoutException) {
                    partEnded();
                    return;
                }
                try {
                    if (failure == null) {
                        settled(batch);
                    } else {
                        batches.removeIf(other -> other.alike().equals(batch.alike()));
                    }
                } catch (RuntimeException | Error unexpected) {
                    // A run that never ends would be the last.
                    log.warn(
                            "what the store has confirmed may be sent to it once more",
                            LoadFailure.sayable(unexpected));
                    partEnded();
                    return;
                }
                // Neither on the store's thread nor ever deeper on this one.
                time.scheduler().schedule(() -> next(batches), Duration.ZERO);
            });
        }

        private void settled(Batch batch) {
            batch.entries().forEach(entry -> confirmed.accept(entry.removal()));
            journal.confirmed(batch.entries());
            confirmedSome.set(true);
            batch.entries().forEach(entry -> Removals.tell(entry.removal(), CacheEvent.Kind.REPLAYED));
        }

        private void partEnded() {
            if (partsLeft.decrementAndGet() == 0) {
                ended(true, confirmedSome.get());
            }
        }
    }

    private CompletableFuture<?> send(Batch batch) {
        if (batch.first() instanceof Removal.OfKey ofKey) {
            return ofKey.cache()
                    .sendAgain(batch.entries().stream()
                            .map(entry -> (Removal.OfKey) entry.removal())
                            .toList());
        } else if (batch.first() instanceof Removal.OfCache ofCache) {
            return ofCache.cache().sendClearAgain();
        }
        return clearNamespace.apply(batch.first().namespace());
    }

    private synchronized void ended(boolean tried, boolean confirmedSome) {
        running = false;
        if (confirmedSome) {
            inVain = 0;
        } else if (tried) {
            inVain++;
        }
        boolean atOnce = again;
        again = false;
        if (closed) {
            return;
        }
        if (!journal.isEmpty()) {
            next = time.scheduler().schedule(this::run, atOnce ? Duration.ZERO : pause());
        } else {
            inVain = 0;
            if (confirmedSome) {
                log.info("the store has confirmed all evictions and clears that it missed");
            }
        }
    }
}
