// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.Fill;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seeded random histories of one key: loads, writes, evictions and clears that are interleaved step by step, crash, run
 * twice or late, and lapse.
 *
 * <p>The origin holds a number that every change raises by one, and a value in the store is the number that was loaded
 * or written. So whether a read is stale is one comparison with the <em>floor</em>: the number below which no read that
 * begins now may fall. It rises when a change is acknowledged, and for a writer already when it commits, if its mark
 * then stands. What was expired may go on being served as expired, so an expiry raises the floor of all other values only.
 */
final class RandomHistories {

    /** What may happen besides loads and reads. */
    enum Event {
        EVICT,
        EXPIRE,
        CLEAR,
        REFRESH,
        WRITE,
        CRASH,
        REPLAY,
        TIME
    }

    private static final String SEED = "larder.test.seed";
    private static final int STEPS = 60;

    private final StoreContractPart on;
    private final Set<Event> events;
    private final long seed = Long.getLong(SEED, new Random().nextLong());
    private final Random random = new Random(seed);
    private int served;

    private long origin;
    private long floor;
    private long floorOfUnexpired;
    private final List<Supplier<Boolean>> actors = new ArrayList<>();
    private final List<Runnable> sent = new ArrayList<>();

    RandomHistories(StoreContractPart on, Event first, Event... more) {
        this.on = on;
        this.events = EnumSet.of(first, more);
    }

    /** Runs many histories; each ends with every actor done or dead, all marks lapsed, and a key that can be cached. */
    void run() {
        int histories = on.histories();
        for (int history = 0; history < histories; history++) {
            for (int step = 0; step < STEPS; step++) {
                step();
                read();
            }
            while (!actors.isEmpty()) {
                advanceAnActor();
                read();
            }
            sent.clear();
            on.elapse(StoreContractPart.HARD);
            assertThat(on.fill(on.leased(), value(origin)))
                    .as("whether the key can be cached again (run again with -D%s=%d)", SEED, seed)
                    .isTrue();
            read();
        }
        // Each history ends with one value served; were those all, nothing else would have been put to the test.
        assertThat(served).as("values served in all histories").isGreaterThan(2 * histories);
    }

    private void step() {
        if (actors.size() < 4 && random.nextInt(3) == 0) {
            startAnActor();
        } else if (!actors.isEmpty()) {
            advanceAnActor();
        }
        if (events.contains(Event.REPLAY) && !sent.isEmpty() && random.nextInt(4) == 0) {
            sent.get(random.nextInt(sent.size())).run();
        }
        if (events.contains(Event.TIME) && random.nextInt(6) == 0) {
            on.elapse(Duration.ofMillis(10L * random.nextInt(500)));
        }
    }

    private void startAnActor() {
        Event event = List.copyOf(events).get(random.nextInt(events.size()));
        switch (event) {
            case EVICT -> actors.add(new Change(on::evict));
            case EXPIRE -> actors.add(new Expiry());
            case CLEAR -> actors.add(new Change(() -> StoreContractPart.answer(on.region.clear())));
            case REFRESH -> actors.add(new Refresh());
            case WRITE -> actors.add(new Write());
            default -> {}
        }
        actors.add(new Load());
    }

    /** Lets one actor take a step; it is dropped when it is done, or dies. */
    private void advanceAnActor() {
        int next = random.nextInt(actors.size());
        boolean dies = events.contains(Event.CRASH) && random.nextInt(8) == 0;
        if (dies || actors.get(next).get()) {
            actors.remove(next);
        }
    }

    private void read() {
        Lookup found = on.get();
        if (found instanceof StoredValue value) {
            served++;
            long number = Long.parseLong(StoreContractPart.text(found));
            boolean expired = value.softMillis() == 0;
            long atLeast = expired ? floor : Math.max(floor, floorOfUnexpired);
            if (number < atLeast || number > origin || (expired && value.isFresh(on.store.now()))) {
                throw new AssertionError(
                        "the store served %d%s, but nothing outside %d to %d may be served so now (run again with -D%s=%d)"
                                .formatted(number, expired ? " as expired" : "", atLeast, origin, SEED, seed));
            }
        }
    }

    private StoredValue value(long number) {
        return on.value(Long.toString(number));
    }

    private void send(Runnable command) {
        sent.add(command);
        command.run();
    }

    /** Lease, load, fill. */
    private final class Load implements Supplier<Boolean> {

        private @Nullable Lease lease;
        private @Nullable StoredValue loaded;

        @Override
        public Boolean get() {
            if (lease == null) {
                LeaseRequest request =
                        new LeaseRequest(on.key, on.token(), StoreContractPart.LEASE, notAfter(), supersedable());
                send(() -> {
                    LeaseReply reply = on.lease(request);
                    if (lease == null && reply instanceof LeaseReply.Granted granted) {
                        lease = granted.lease();
                    }
                });
                return lease == null;
            }
            if (loaded == null) {
                loaded = value(origin);
                return false;
            }
            Fill fill = new Fill(on.key, lease, loaded);
            send(() -> StoreContractPart.answer(on.region.fill(List.of(fill))));
            return true;
        }
    }

    /** Read, load, refresh. */
    private final class Refresh implements Supplier<Boolean> {

        private @Nullable StoredValue seen;
        private @Nullable StoredValue loaded;

        @Override
        public Boolean get() {
            if (seen == null) {
                seen = on.get() instanceof StoredValue found ? found : null;
                return seen == null;
            }
            if (loaded == null) {
                loaded = value(origin);
                return false;
            }
            long fillId = seen.fillId();
            StoredValue newer = loaded;
            send(() -> StoreContractPart.answer(on.region.refresh(on.key, fillId, newer)));
            return true;
        }
    }

    /** Change the origin, then evict or clear. */
    private final class Change implements Supplier<Boolean> {

        private final Runnable command;
        private long changed;

        private Change(Runnable command) {
            this.command = command;
        }

        @Override
        public Boolean get() {
            if (changed == 0) {
                changed = ++origin;
                return false;
            }
            send(command);
            floor = Math.max(floor, changed);
            return true;
        }
    }

    /** Change the origin, then expire. */
    private final class Expiry implements Supplier<Boolean> {

        private final long fillId = random.nextLong();
        private final Duration keep = Duration.ofSeconds(random.nextInt(90));
        private long changed;

        @Override
        public Boolean get() {
            if (changed == 0) {
                changed = ++origin;
                return false;
            }
            send(() -> on.expire(fillId, keep));
            floorOfUnexpired = Math.max(floorOfUnexpired, changed);
            return true;
        }
    }

    /** Begin, change the origin, finish. */
    private final class Write implements Supplier<Boolean> {

        private final Token token = on.token();
        private final boolean repliesGetLost = events.contains(Event.CRASH) && random.nextInt(5) == 0;
        private @Nullable WriteIntent intent;
        private boolean begun;
        private long clock;
        private long lapsesAt;
        private long written;

        @Override
        public Boolean get() {
            if (!begun) {
                begun = true;
                begin();
                return false;
            }
            if (written == 0) {
                written = ++origin;
                if (intent != null && on.store.now() < lapsesAt) {
                    floor = Math.max(floor, written);
                }
                return false;
            }
            StoredValue value = intent == null ? null : on.value(Long.toString(written), clock);
            FinishRequest request = new FinishRequest(
                    on.key, token, intent == null ? null : intent.stamp(), value, Duration.ZERO, null);
            send(() -> on.finish(request));
            floor = Math.max(floor, written);
            return true;
        }

        private void begin() {
            clock = on.region.clock();
            lapsesAt = on.store.now() + StoreContractPart.INTENT.toMillis();
            BeginRequest request = new BeginRequest(on.key, token, StoreContractPart.INTENT, notAfter());
            boolean[] replied = {false};
            send(() -> {
                BeginReply reply = StoreContractPart.answer(on.region.beginWrite(List.of(request)))
                        .get(0);
                if (!replied[0] && !repliesGetLost) {
                    intent = reply instanceof BeginReply.Begun mine
                            ? mine.intent()
                            : reply instanceof BeginReply.Joined mine ? mine.intent() : null;
                }
                replied[0] = true;
            });
        }
    }

    private long notAfter() {
        return on.store.now() + 2_000;
    }

    private @Nullable Supersede supersedable() {
        return on.get() instanceof Lookup.Unusable unusable ? unusable.supersede() : null;
    }
}
