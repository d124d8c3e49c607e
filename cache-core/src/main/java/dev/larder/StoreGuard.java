// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Breakers.Permit;
import dev.larder.CacheEvent.Kind;
import dev.larder.store.CacheStore;
import dev.larder.store.CacheStore.Subscription;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreHealth;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListener;
import dev.larder.time.TimeSources;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between a cache manager and a remote store, so that a store which is slow or gone costs its callers a load and no more,
 * and serves nothing out of date when it is back.
 *
 * <p>Breakers keep commands away from what does not answer. Removals that were not confirmed are journalled and sent again; until they
 * are confirmed, this node neither reads what they are about nor stores it. Those that were confirmed a moment ago are sent again when
 * the store may have lost them.
 */
final class StoreGuard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CacheManager.class);

    /** How long the clearing of a namespace is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The mark of what is less than what may be in the journal. */
    static final long SETTLES_NOTHING = -1;

    private static final Object UNKNOWN_PART = "store";

    private final CacheStore store;
    private final TimeSources time;
    private final Journal journal;
    private final Replay replay;
    private final RecentRemovals recent;
    private final Breakers breakers;
    private final Subscription subscription;
    private final AtomicBoolean saidBroken = new AtomicBoolean();

    StoreGuard(CacheStore store, TimeSources time, Duration breakerWait, int journalSize) {
        this.store = store;
        this.time = time;
        this.journal = new Journal(journalSize);
        this.recent = new RecentRemovals(journalSize, time.ticker());
        this.replay =
                new Replay(journal, time, breakerWait, recent::add, removal -> partOf(removal.key()), this::clearAgain);
        this.breakers = new Breakers(time, breakerWait, replay::now);
        this.subscription = store.subscribe(new Gaps(this::lostPerhaps));
    }

    /** The part of the store that answers for a key; a store that cannot say it is taken for a whole. */
    Object partOf(StoreKey key) {
        try {
            return Objects.requireNonNull(store.partition(key), "partition must not return null");
        } catch (RuntimeException | Error broken) {
            if (saidBroken.compareAndSet(false, true)) {
                log.warn("the store cannot say which part of it answers for a key", LoadFailure.sayable(broken));
            }
            return UNKNOWN_PART;
        }
    }

    /** Asks for leave to send a command to a part of the store; null if it would be in vain. */
    @Nullable
    Permit ask(Object part) {
        return breakers.ask(part);
    }

    /** Whether nothing about a key waits to be confirmed. */
    boolean trusts(RegionSpec spec, StoreKey key) {
        return journal.trusts(spec.namespace(), spec.cache(), key.text());
    }

    /** Whether nothing at all waits to be confirmed. */
    boolean trustsAll() {
        return journal.isEmpty();
    }

    /** What to {@link #confirmed confirm} a removal with that is sent from now on. */
    long mark() {
        return journal.latest();
    }

    /** The tick that is so far away. */
    long in(Duration duration) {
        return time.ticker().read() + duration.toNanos();
    }

    /** The store did not confirm a removal, which was sent for nothing if values can still arrive until the given tick. */
    void unconfirmed(Removal removal, long notBefore) {
        String overflowed = journal.add(removal, notBefore);
        Removals.tell(removal, Kind.JOURNALLED);
        if (overflowed != null) {
            Removals.tell(removal, Kind.JOURNAL_OVERFLOWED);
            log.warn(
                    "too many evictions wait for the store to confirm them: namespace '{}' is cleared as a whole when it"
                            + " answers again; a larger journal would keep the rest of it cached",
                    overflowed);
        }
        replay.soon();
    }

    /** The store did not confirm a removal, and no value is on its way. */
    void unconfirmed(Removal removal) {
        unconfirmed(removal, time.ticker().read());
    }

    /** The store confirmed a removal that was sent after the mark was taken. */
    void confirmed(Removal removal, long mark) {
        recent.add(removal);
        if (!journal.isEmpty()) {
            journal.confirmed(removal, mark, time.ticker().read());
        }
    }

    /** The connection was gone, or another primary took over: what was confirmed a moment ago may be lost. */
    private void lostPerhaps() {
        recent.take().forEach(this::unconfirmed);
        breakers.tryAgain();
        replay.now();
    }

    /** Hears of nothing else. */
    private record Gaps(Runnable then) implements StoreListener {

        @Override
        public void evicted(String key) {}

        @Override
        public void cleared(String namespace, String cache) {}

        @Override
        public void gap() {
            then.run();
        }
    }

    private CompletableFuture<?> clearAgain(String namespace) {
        return Deadline.within(
                time.scheduler(), PATIENCE, () -> store.clear(namespace).thenApply(done -> true));
    }

    /** Adds how the guard is to what the store says of itself. */
    StoreHealth addTo(StoreHealth health) {
        GuardStatus status = status();
        Map<String, Object> details = new TreeMap<>(health.details());
        details.put("breaker", status.worst().toString());
        details.put("journal", status.journal());
        if (status.breakers().size() > 1 && status.worst() != GuardStatus.Breaker.CLOSED) {
            Map<String, String> notClosed = new TreeMap<>();
            status.breakers().forEach((part, breaker) -> notClosed.put(part, breaker.toString()));
            notClosed.values().removeIf(GuardStatus.Breaker.CLOSED.toString()::equals);
            details.put("breakers", notClosed);
        }
        return new StoreHealth(health.available(), details);
    }

    GuardStatus status() {
        return new GuardStatus(breakers.states(), journal.size());
    }

    @Override
    public void close() {
        subscription.cancel();
        replay.close();
    }
}
