// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.CacheLog.Trouble;
import dev.larder.Values.Reading;
import dev.larder.Values.Reading.Held;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One load in the background of a key whose value is served meanwhile; at most one of a key on a node, and by its claim in the fleet. */
final class Refresh<K, V> {

    /** How long this node leaves a key alone that another one loads. */
    private static final Duration OTHERS_TURN = Duration.ofMillis(100);

    private final Pipeline<K, V> cache;
    private final StoreKey key;
    private final Origin<K, V> origin;
    private final Token claim;
    private final long clock;
    private final LoaderWatch watch;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean overtaken;
    private Held<V> seen;
    private int failures;

    Refresh(Pipeline<K, V> cache, StoreKey key, Held<V> seen, Origin<K, V> origin) {
        this.cache = cache;
        this.key = key;
        this.seen = seen;
        this.origin = origin;
        this.claim = cache.tokens.next();
        this.clock = cache.store.region().clock();
        this.watch = new LoaderWatch(cache, List.of(key), this::giveUp);
    }

    /** A change of the key on this node came in between: nothing of this load is stored. */
    void overtake() {
        overtaken = true;
    }

    void start() {
        ClaimRequest request = new ClaimRequest(key, claim, cache.options.lease());
        Futures.then(
                cache.store.read(key, region -> region.claim(List.of(request))),
                cache.background,
                (replies, failure) -> guarded(() -> claimed(replies == null ? null : replies.get(0))));
    }

    private void claimed(@Nullable ClaimReply reply) {
        if (reply instanceof ClaimReply.Granted granted) {
            failures = granted.failures();
            Futures.then(
                    cache.store.read(key, region -> region.get(key)),
                    cache.background,
                    (found, failure) -> guarded(() -> readAgain(found)));
        } else if (reply instanceof ClaimReply.BackingOff backingOff) {
            cache.events.happened(Kind.LOAD_HELD_BACK, key);
            end(backingOff.backOff().left());
        } else {
            if (reply == null) {
                cache.backOffs.giveBackClaim(key, claim); // it may stand all the same
            }
            end(OTHERS_TURN);
        }
    }

    /** Others may have loaded it between the reading and the claim. */
    private void readAgain(@Nullable Lookup found) {
        Reading<V> reading = found == null ? Reading.Missing.unread() : cache.values.read(key, found);
        boolean loadedByOthers = reading instanceof Reading.Found<V> fresh
                && fresh.stored().fillId() != seen.stored().fillId();
        if (!(reading instanceof Held<V> held) || loadedByOthers) {
            giveBack();
            return;
        }
        seen = held;
        load();
    }

    private void load() {
        watch.start();
        watch.renewing(() -> cache.store.tell(key, region -> region.renewClaim(key, claim, cache.options.lease())));
        LoaderAttempts<K, V> attempts = new LoaderAttempts<>(
                cache,
                origin,
                List.of(cache.userKey(key)),
                seen.value(),
                cache.background,
                null,
                call -> cache.log.did("load to refresh", key));
        Futures.then(
                attempts.start(),
                cache.background,
                (outcomes, unexpected) ->
                        guarded(() -> returned(Loaded.only(outcomes, unexpected), attempts.costMillis())));
    }

    private void returned(Loaded<V> outcome, long costMillis) {
        boolean late = watch.returnedLate();
        if (outcome.failure() != null) {
            failed(outcome.failure(), late);
        } else if (late || overtaken) {
            cache.events.happened(Kind.FILL_REFUSED, "refresh refused", key);
            giveBack();
        } else {
            cache.log.worked(Trouble.LOAD);
            Futures.then(
                    cache.refreshes.replace(key, seen, outcome.value(), costMillis, clock),
                    cache.background,
                    (stored, failure) -> guarded(this::giveBack));
        }
    }

    private void failed(Throwable failure, boolean late) {
        if (LoadFailure.isSaturation(failure)) {
            cache.events.happened(Kind.REFRESH_DROPPED, key);
            giveBack();
            return;
        }
        cache.log.failed(Trouble.LOAD, key, failure);
        if (late || overtaken) {
            giveBack();
            return;
        }
        Futures.then(
                cache.backOffs.loadFailed(key, claim, failures + 1, true, failure),
                cache.background,
                (delay, lost) -> end(delay == null ? Duration.ZERO : delay));
    }

    /** Ends, and leaves the key to whoever wants to load it next. */
    private void giveBack() {
        cache.backOffs.giveBackClaim(key, claim);
        end(Duration.ZERO);
    }

    /** Whatever goes wrong, the place among refreshes and the claim are given back. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error unexpected) {
            end(OTHERS_TURN);
            watch.stop();
            cache.log.failed(Trouble.LOAD, key, unexpected);
            cache.backOffs.giveBackClaim(key, claim);
        }
    }

    /** The loader is late: others may load the key, and what it returns is not stored. It keeps its thread, and its place among refreshes. */
    private void giveUp() {
        cache.backOffs.loadFailed(key, claim, failures + 1, true, watch.lateness(key));
        cache.flights.endBehind(key, this);
    }

    /** Makes room for other keys at once, and for this one after a pause; once, however often it is called. */
    private void end(Duration pause) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        cache.background.endRefresh();
        if (pause.isZero()) {
            cache.flights.endBehind(key, this);
        } else {
            cache.time.scheduler().schedule(() -> cache.flights.endBehind(key, this), pause);
        }
    }
}
