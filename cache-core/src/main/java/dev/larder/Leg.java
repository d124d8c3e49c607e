// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.Freshness.Use;
import dev.larder.Values.Reading;
import dev.larder.Values.Reading.Held;
import dev.larder.store.Lease;
import dev.larder.store.StoreKey;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One key on its way through a load: what was found in the store, and the rights that were taken to change it. */
final class Leg<K, V> {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(5);
    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    /** What part of the time that another node's load takes may be waited in vain after it. */
    private static final int POLLED_SHARE = 10;

    final Flight<K, V> flight;
    private Duration polled = Duration.ZERO;
    private boolean superseded;

    /** Whether what is loaded is not stored. */
    boolean loadOnly;

    /** Whether nobody has looked yet what stands there, so that the reply to the lease says whether the read was a hit. */
    boolean unread;

    /** The unusable value whose place a lease may take. */
    @Nullable
    Supersede supersede;

    /** The value that stands there and is to be replaced. It may yet have to stand in for a load that fails, so no lease takes its place. */
    @Nullable
    Held<V> seen;

    /** What was heard of the key's changes before the store was asked. */
    int heard;

    /** How many waiters came before the command under way was sent, or before the loader was called. */
    int entitled;

    /** The clock as it was known before the loader was called. */
    long clock;

    /** The right to load and fill a key that holds nothing. */
    @Nullable
    Lease lease;

    /** The token of the claim on a key whose value is to be replaced. */
    @Nullable
    Token claim;

    /** How many loads of the key failed in a row before. */
    int failures;

    Leg(Flight<K, V> flight, Reading<V> found) {
        this.flight = flight;
        see(found);
    }

    StoreKey key() {
        return flight.key;
    }

    /** Takes note of what stands there. */
    void see(Reading<V> found) {
        if (found instanceof Held<V> held) {
            seen = held;
            supersede = null;
        } else if (found instanceof Reading.Missing<V> missing) {
            seen = null;
            supersede = missing.supersede();
            loadOnly |= missing.loadOnly();
        }
    }

    /** Takes note of what stands there although a lease was to take its place; the second time it is left alone. */
    void seeAgain(Reading<V> found) {
        see(found);
        loadOnly |= superseded && found instanceof Reading.Missing<V>;
        superseded = true;
    }

    /** Whether there is a value for those who come while loads fail. */
    boolean servesStale() {
        return seen instanceof Reading.Stale<V> stale && stale.use() != Use.NOTHING;
    }

    /** How long to wait before the store is asked again, spread at random: the longer, the longer the wait has been. */
    Duration nextPoll() {
        Duration share = polled.dividedBy(POLLED_SHARE);
        Duration poll = share.compareTo(SHORTEST_POLL) < 0 ? SHORTEST_POLL : share;
        Duration delay = Jitter.spread(poll.compareTo(LONGEST_POLL) < 0 ? poll : LONGEST_POLL);
        polled = polled.plus(delay);
        return delay;
    }
}
