// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.store.MemoryRecord.IntentRecord;
import dev.larder.store.MemoryRecord.LeaseRecord;
import dev.larder.store.MemoryRecord.TombstoneRecord;
import dev.larder.store.MemoryRecord.ValueRecord;
import dev.larder.store.MemoryRecord.Writer;
import dev.larder.store.MemoryRecords.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's state machine: what each verb makes of the record it meets.
 *
 * <p>Pure functions. They are given only records that count: nothing that is over, and no value older than a clear.
 */
final class MemoryVerbs {

    /** How long an evicted version keeps older ones out; commands that are under way for longer have been given up. */
    private static final Duration VERSION_FLOOR = Duration.ofSeconds(10);

    private MemoryVerbs() {}

    /** What stands after a verb, and what it answers. */
    record Step<R>(@Nullable MemoryRecord next, R reply) {}

    /** Knows nothing of back-offs, which stand elsewhere. */
    static Step<LeaseReply> lease(@Nullable MemoryRecord met, LeaseRequest request, long now, long stamp) {
        if (now > request.notAfter()) {
            return new Step<>(met, LeaseReply.TooLate.TOO_LATE);
        }
        if (met instanceof LeaseRecord held) {
            return held.lease().token().equals(request.token())
                    ? new Step<>(met, new LeaseReply.Granted(held.lease(), BackOff.NONE))
                    : new Step<>(met, new LeaseReply.Busy(Duration.ofMillis(held.endMillis() - now)));
        }
        if (met instanceof ValueRecord held && !isNamed(held, request.supersede())) {
            return new Step<>(met, new LeaseReply.Found(held.stored()));
        }
        if (met instanceof IntentRecord || met instanceof TombstoneRecord) {
            return new Step<>(met, LeaseReply.Bypass.BYPASS);
        }
        Lease lease = new Lease(request.token(), stamp);
        return new Step<>(
                new LeaseRecord(request.key().text(), lease, after(now, request.life())),
                new LeaseReply.Granted(lease, BackOff.NONE));
    }

    /** A fill that is too old for a clear gives its lease back, since its load is over. */
    static Step<Boolean> fill(@Nullable MemoryRecord met, Lease lease, ValueRecord value, long clearAt) {
        if (!isLease(met, lease)) {
            return new Step<>(met, false);
        }
        return value.stored().clock() < clearAt ? new Step<>(null, false) : new Step<>(value, true);
    }

    static Step<Boolean> release(@Nullable MemoryRecord met, Lease lease) {
        return isLease(met, lease) ? new Step<>(null, true) : new Step<>(met, false);
    }

    static Step<Boolean> renewLease(@Nullable MemoryRecord met, Lease lease, Duration life, long now) {
        if (!(met instanceof LeaseRecord held) || !isLease(met, lease)) {
            return new Step<>(met, false);
        }
        long end = after(now, life);
        return new Step<>(end <= held.endMillis() ? met : new LeaseRecord(held.text(), lease, end), true);
    }

    static Step<Boolean> refresh(@Nullable MemoryRecord met, long seen, ValueRecord value, long clearAt) {
        boolean stands = met instanceof ValueRecord held && held.stored().fillId() == seen;
        return stands && value.stored().clock() >= clearAt ? new Step<>(value, true) : new Step<>(met, false);
    }

    static Step<PutReply> put(@Nullable MemoryRecord met, ValueRecord value, long notAfter, long now) {
        if (now > notAfter) {
            return new Step<>(met, PutReply.TOO_LATE);
        }
        if (met instanceof IntentRecord intent) {
            return new Step<>(intent.dirtied(), PutReply.WRITERS_AT_WORK);
        }
        return new Step<>(value, PutReply.STORED);
    }

    static Step<PutIfAbsentReply> putIfAbsent(
            @Nullable MemoryRecord met, ValueRecord value, long notAfter, @Nullable Supersede supersede, long now) {
        if (now > notAfter) {
            return new Step<>(met, PutIfAbsentReply.Outcome.TOO_LATE);
        }
        if (met instanceof ValueRecord held && !isNamed(held, supersede)) {
            return new Step<>(met, new PutIfAbsentReply.Found(held.stored()));
        }
        if (met instanceof IntentRecord || met instanceof TombstoneRecord) {
            return new Step<>(met, PutIfAbsentReply.Outcome.WITHHELD);
        }
        return new Step<>(value, PutIfAbsentReply.Outcome.STORED);
    }

    static Step<PutReply> putVersioned(@Nullable MemoryRecord met, ValueRecord value, long version) {
        if (met instanceof IntentRecord intent) {
            return new Step<>(intent.dirtied(), PutReply.WRITERS_AT_WORK);
        }
        Long stands = met == null ? null : met.version();
        if (stands != null && Long.compareUnsigned(version, stands) <= 0) {
            return new Step<>(met, PutReply.NOT_NEWER);
        }
        if (met instanceof TombstoneRecord && stands == null) {
            return new Step<>(met, PutReply.HELD_OFF);
        }
        return new Step<>(value, PutReply.STORED);
    }

    static Step<EvictReply> evict(@Nullable MemoryRecord met, StoreKey key, Duration holdOff, long now) {
        long hold = after(now, holdOff);
        if (met instanceof IntentRecord intent) {
            return new Step<>(intent.dirtied().heldUntil(hold), EvictReply.WRITERS_AT_WORK);
        }
        if (met == null) {
            return new Step<>(empty(key, null, hold, now), EvictReply.NOTHING);
        }
        Long version = met.version();
        if (version != null) {
            hold = Math.max(hold, after(now, VERSION_FLOOR));
        }
        return new Step<>(empty(key, version, Math.max(hold, met.heldUntil()), now), EvictReply.REMOVED);
    }

    static Step<EvictReply> expire(@Nullable MemoryRecord met, StoreKey key, long fillId, Duration keep, long now) {
        if (met == null || met instanceof TombstoneRecord) {
            return new Step<>(met, EvictReply.NOTHING);
        }
        StoredValue stale = met instanceof ValueRecord held ? held.stored().expired(fillId, keep, now) : null;
        return stale == null
                ? evict(met, key, Duration.ZERO, now)
                : new Step<>(new ValueRecord(met.text(), stale, met.weight()), EvictReply.REMOVED);
    }

    static Step<BeginReply> beginWrite(@Nullable MemoryRecord met, BeginRequest request, long now, long stamp) {
        if (now > request.notAfter()) {
            return new Step<>(met, BeginReply.TooLate.TOO_LATE);
        }
        long until = after(now, request.life());
        Writer mine = new Writer(new WriteIntent(request.token(), stamp), until);
        if (!(met instanceof IntentRecord intent)) {
            Lookup replaced = met instanceof ValueRecord held ? held.stored() : Lookup.Nothing.NOTHING;
            long heldUntil = met == null ? 0 : met.heldUntil();
            return new Step<>(
                    new IntentRecord(request.key().text(), false, heldUntil, List.of(mine)),
                    new BeginReply.Begun(mine.mark(), replaced));
        }
        Writer already = intent.writer(request.token());
        return already != null
                ? new Step<>(intent.prolonged(already, until), new BeginReply.Joined(already.mark()))
                : new Step<>(intent.joinedBy(mine), new BeginReply.Joined(mine.mark()));
    }

    static Step<Boolean> renewWrite(@Nullable MemoryRecord met, WriteIntent mark, Duration life, long now) {
        Writer mine = met instanceof IntentRecord intent ? intent.writer(mark.token()) : null;
        return met instanceof IntentRecord intent && mine != null && mine.mark().equals(mark)
                ? new Step<>(intent.prolonged(mine, after(now, life)), true)
                : new Step<>(met, false);
    }

    static Step<FinishReply> finishWrite(
            @Nullable MemoryRecord met, FinishRequest request, @Nullable ValueRecord value, Moment moment) {
        long now = moment.now();
        Long version = request.version();
        long hold = after(now, request.holdOff());
        // Where the value is not stored, its version keeps older ones out.
        long floored = version == null ? hold : Math.max(hold, after(now, VERSION_FLOOR));
        if (!(met instanceof IntentRecord intent)) {
            long heldUntil = met == null ? 0 : met.heldUntil();
            Long floor = newest(version, met == null ? null : met.version());
            return new Step<>(empty(request.key(), floor, Math.max(floored, heldUntil), now), FinishReply.LOST);
        }
        Writer mine = intent.writer(request.token());
        IntentRecord rest = intent.without(request.token()).heldUntil(hold);
        if (!rest.writers().isEmpty()) {
            return new Step<>(
                    rest.dirtied().heldUntil(floored), mine == null ? FinishReply.LOST : FinishReply.OTHERS_AT_WORK);
        }
        boolean acknowledged =
                mine != null && request.stamp() != null && mine.mark().stamp() == request.stamp();
        if (value != null
                && acknowledged
                && !rest.dirty()
                && rest.heldUntil() <= now
                && value.stored().clock() >= moment.clearAt()) {
            return new Step<>(value, FinishReply.STORED);
        }
        return new Step<>(empty(request.key(), version, Math.max(floored, rest.heldUntil()), now), FinishReply.EMPTY);
    }

    static Step<Boolean> touch(@Nullable MemoryRecord met, long seen, Duration soft, Duration hard, long now) {
        if (!(met instanceof ValueRecord held) || held.stored().fillId() != seen) {
            return new Step<>(met, false);
        }
        long age = now - held.stored().createdMillis();
        StoredValue touched = held.stored().withLives(lifeOf(age, soft), lifeOf(age, hard));
        return new Step<>(new ValueRecord(held.text(), touched, held.weight()), true);
    }

    /** The whole life of a value of that age that has so much before it; one without an end stays so. */
    private static long lifeOf(long age, Duration left) {
        long life = age + left.toMillis();
        return age > 0 && life < 0 ? Long.MAX_VALUE : Math.max(0, life);
    }

    /** What a key without a value holds: a tombstone if one is due, else nothing. */
    private static @Nullable MemoryRecord empty(StoreKey key, @Nullable Long version, long until, long now) {
        return until > now ? new TombstoneRecord(key.text(), version, until) : null;
    }

    private static @Nullable Long newest(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Long.compareUnsigned(one, other) >= 0 ? one : other;
    }

    private static boolean isLease(@Nullable MemoryRecord met, Lease lease) {
        return met instanceof LeaseRecord held && held.lease().equals(lease);
    }

    // Nothing but values of ours stands in memory, so bytes are never named rightly.
    private static boolean isNamed(ValueRecord held, @Nullable Supersede supersede) {
        return supersede instanceof Supersede.ByFillId named
                && named.fillId() == held.stored().fillId();
    }

    private static long after(long now, Duration life) {
        return now + life.toMillis();
    }
}
