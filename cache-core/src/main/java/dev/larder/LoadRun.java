// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.CacheEvent.Kind;
import dev.larder.Values.Reading;
import dev.larder.store.BackOff;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The legs that one caller leads, with his loader: asks the store for the right to load them, loads what is granted, and waits for what
 * others load.
 *
 * <p>A key that holds nothing takes a lease. A key that holds a stale value takes a claim, which changes nothing in the place of the value,
 * since that may have to be served after all.
 */
final class LoadRun<K, V> {

    /** What the store said, to each of the keys in their order; null where it did not answer. */
    private record Replies(List<@Nullable LeaseReply> leases, List<@Nullable ClaimReply> claims) {}

    /** Where legs go from here. */
    private final class Ways {

        private final List<Leg<K, V>> loading = new ArrayList<>();
        private final List<Leg<K, V>> claimed = new ArrayList<>();
        private final List<Leg<K, V>> again = new ArrayList<>();
        private final List<Leg<K, V>> busy = new ArrayList<>();
    }

    private final Pipeline<K, V> cache;
    private final Flights<K, V> flights;
    private final Origin<K, V> origin;
    private final Caller caller;
    private final @Nullable LoadContext context;
    private final long deadline;

    LoadRun(Pipeline<K, V> cache, Origin<K, V> origin, Caller caller, @Nullable LoadContext context) {
        this.cache = cache;
        this.flights = cache.flights;
        this.origin = origin;
        this.caller = caller;
        this.context = context;
        this.deadline =
                cache.time.ticker().read() + cache.options.loaderDeadline().toNanos();
    }

    /** Goes on by itself until the flights of all legs have landed. */
    void ask(List<Leg<K, V>> legs) {
        guarded(legs, () -> askNow(legs));
    }

    private void askNow(List<Leg<K, V>> legs) {
        Ways ways = new Ways();
        List<Leg<K, V>> leasing = new ArrayList<>();
        List<Leg<K, V>> claiming = new ArrayList<>();
        for (Leg<K, V> leg : legs) {
            leg.clock = cache.store.region().clock();
            leg.heard = cache.pushes.heard(leg.key().text());
            leg.entitled = leg.flight.present();
            (leg.loadOnly ? ways.loading : leg.seen == null ? leasing : claiming).add(leg);
        }
        CompletableFuture<Replies> asked = replies(leasing, claiming);
        caller.waitFor(asked);
        Futures.then(
                asked,
                caller,
                (replies, unexpected) -> guarded(legs, () -> {
                    if (replies != null) {
                        leases(leasing, replies, ways);
                        claims(claiming, replies, ways);
                        readAgain(ways);
                    }
                }));
    }

    private CompletableFuture<Replies> replies(List<Leg<K, V>> leasing, List<Leg<K, V>> claiming) {
        long notAfter = cache.now() + cache.options.storeReadDeadline().toMillis();
        List<LeaseRequest> leases = leasing.stream()
                .map(leg -> new LeaseRequest(
                        leg.key(), cache.tokens.next(), cache.options.lease(), notAfter, leg.supersede))
                .toList();
        List<ClaimRequest> claims = claiming.stream().map(this::claim).toList();
        CompletableFuture<List<@Nullable LeaseReply>> leased =
                cache.store.lease(leases, lost -> cache.removals.mayBeLeased(lost.key()));
        CompletableFuture<List<@Nullable ClaimReply>> claimed =
                cache.store.readAll(claims, ClaimRequest::key, StoreRegion::claim);
        return leased.thenCombine(claimed, Replies::new);
    }

    private ClaimRequest claim(Leg<K, V> leg) {
        Token token = cache.tokens.next();
        leg.claim = token;
        return new ClaimRequest(leg.key(), token, cache.options.lease());
    }

    private void leases(List<Leg<K, V>> asked, Replies replies, Ways ways) {
        for (int i = 0; i < asked.size(); i++) {
            Leg<K, V> leg = asked.get(i);
            LeaseReply reply = replies.leases().get(i);
            if (leg.unread && !(reply instanceof LeaseReply.Found)) {
                leg.unread = false;
                cache.reads.missed(leg.key(), reply != null);
            }
            if (reply instanceof LeaseReply.Granted granted) {
                granted(leg, granted, ways);
            } else if (reply instanceof LeaseReply.Busy && !flights.isLentTo(caller, leg.key())) {
                ways.busy.add(leg);
            } else if (reply instanceof LeaseReply.Found found) {
                found(leg, found.found(), ways);
            } else {
                leg.loadOnly = true; // a writer is at work, or the store does not answer
                ways.loading.add(leg);
            }
        }
    }

    private void granted(Leg<K, V> leg, LeaseReply.Granted granted, Ways ways) {
        BackOff backOff = cache.options.loadBackOff().isOn() ? granted.backOff() : BackOff.NONE;
        leg.lease = granted.lease();
        if (backOff.left().isZero()) {
            leg.failures = backOff.failures();
            ways.loading.add(leg);
        } else {
            cache.removals.release(leg.key(), granted.lease());
            heldBack(leg, backOff);
        }
    }

    private void found(Leg<K, V> leg, Lookup found, Ways ways) {
        Reading<V> reading = cache.values.read(leg.key(), found);
        if (leg.unread) {
            leg.unread = false;
            cache.reads.answer(leg.key(), reading, origin);
            leg.see(reading);
        } else {
            leg.seeAgain(reading);
        }
        if (!cache.loads.landed(leg.flight, reading, leg.entitled)) {
            ways.again.add(leg);
        }
    }

    private void claims(List<Leg<K, V>> asked, Replies replies, Ways ways) {
        for (int i = 0; i < asked.size(); i++) {
            Leg<K, V> leg = asked.get(i);
            ClaimReply reply = replies.claims().get(i);
            if (reply instanceof ClaimReply.Granted granted) {
                leg.failures = granted.failures();
                ways.claimed.add(leg);
            } else if (reply instanceof ClaimReply.Busy) {
                ways.busy.add(leg);
            } else if (reply instanceof ClaimReply.BackingOff backingOff) {
                heldBack(leg, backingOff.backOff());
            } else {
                leg.loadOnly = true; // the store does not answer
                ways.loading.add(leg);
            }
        }
    }

    /** Others may have loaded what was claimed between the first reading and the claim. */
    private void readAgain(Ways ways) {
        if (ways.claimed.isEmpty()) {
            load(ways);
            return;
        }
        List<StoreKey> keys = ways.claimed.stream().map(Leg::key).toList();
        ways.claimed.forEach(leg -> leg.entitled = leg.flight.present());
        CompletableFuture<List<@Nullable Lookup>> read = cache.store.readAll(keys, key -> key, StoreRegion::getAll);
        Futures.then(
                read,
                caller,
                (found, failure) -> guarded(ways.claimed, () -> {
                    for (int i = 0; i < keys.size(); i++) {
                        Leg<K, V> leg = ways.claimed.get(i);
                        Lookup lookup = found == null ? null : found.get(i);
                        if (lookup != null) {
                            claimed(leg, cache.values.read(leg.key(), lookup), ways);
                        } else {
                            leg.loadOnly = true;
                            ways.loading.add(leg);
                        }
                    }
                    load(ways);
                }));
    }

    private void claimed(Leg<K, V> leg, Reading<V> reading, Ways ways) {
        if (cache.loads.landed(leg.flight, reading, leg.entitled)) {
            cache.backOffs.giveBackClaim(leg);
            return;
        }
        leg.see(reading);
        if (leg.seen == null) {
            cache.backOffs.giveBackClaim(leg);
            ways.again.add(leg);
        } else {
            ways.loading.add(leg);
        }
    }

    private void heldBack(Leg<K, V> leg, BackOff backOff) {
        cache.events.happened(Kind.LOAD_HELD_BACK, leg.key());
        flights.crash(leg.flight, cache.backOffs.failureOf(leg.key(), backOff), cache.log.describe(leg.key()));
    }

    private void load(Ways ways) {
        if (!ways.again.isEmpty()) {
            ask(ways.again);
        }
        // What this node may load is stored before it waits for what others load,
        // so that two bulks never wait for each other.
        CompletableFuture<Void> loaded = ways.loading.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : new Loading<>(cache, ways.loading, origin, caller, context).start();
        if (!ways.busy.isEmpty()) {
            Futures.then(loaded, caller, (done, failure) -> ways.busy.forEach(this::waitForOthers));
        }
    }

    private void waitForOthers(Leg<K, V> leg) {
        if (cache.time.ticker().read() - deadline >= 0 || cache.pushes.isClosed()) {
            // First, so that nobody joins whom nobody serves any more.
            flights.close(leg.flight);
            if (!flights.serveFallbacks(leg.flight)) {
                leg.loadOnly = true;
                ask(List.of(leg));
            }
            return;
        }
        cache.pushes.await(
                leg.key().text(),
                leg.heard,
                cache.time.scheduler(),
                leg.nextPoll(),
                () -> caller.execute(() -> ask(List.of(leg))));
    }

    private void guarded(List<Leg<K, V>> legs, Runnable step) {
        cache.loads.guarded(legs.stream().map(leg -> leg.flight).toList(), step);
    }
}
