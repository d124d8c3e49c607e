// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BackOff;
import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.EvictReply;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.RecordCell.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each verb does to the record that it finds: the scripts of a remote store, one method each. */
final class RecordScripts {

    /** How long the version of an evicted value is remembered. */
    static final Duration TOMBSTONE = Duration.ofSeconds(10);

    private RecordScripts() {}

    static LeaseReply lease(RecordCell cell, LeaseRequest request, BackOff backOff) {
        if (cell.isLate(request.notAfter())) {
            return LeaseReply.TooLate.TOO_LATE;
        }
        if (cell.kind == Kind.LEASE) {
            Lease mine = cell.leaseOf(request.token());
            return mine != null
                    ? new LeaseReply.Granted(mine, backOff)
                    : new LeaseReply.Busy(Duration.ofMillis(Math.max(0, cell.left())));
        }
        if (cell.kind == Kind.VALUE && !cell.isValue(request.supersede())) {
            return new LeaseReply.Found(cell.lookup());
        }
        if (cell.kind == Kind.NONE || cell.kind == Kind.VALUE) {
            Lease lease = new Lease(request.token(), cell.newStamp());
            cell.set(RecordFormat.encode(lease), request.life().toMillis());
            return new LeaseReply.Granted(lease, backOff);
        }
        return LeaseReply.Bypass.BYPASS;
    }

    static boolean fill(RecordCell cell, Fill fill) {
        if (!cell.isExactly(fill.lease())) {
            return false;
        }
        if (cell.isCleared(fill.value())) {
            cell.delete(); // The load is over, and the next one need not wait for this lease to lapse.
            return false;
        }
        cell.set(fill.value());
        return true;
    }

    static boolean release(RecordCell cell, Lease lease) {
        if (!cell.isExactly(lease)) {
            return false;
        }
        cell.delete();
        return true;
    }

    static boolean renewLease(RecordCell cell, Lease lease, Duration life) {
        if (!cell.isExactly(lease)) {
            return false;
        }
        if (cell.left() < life.toMillis()) {
            cell.set(RecordFormat.encode(lease), life.toMillis());
        }
        return true;
    }

    static boolean refresh(RecordCell cell, long seen, StoredValue value) {
        if (!cell.isValue(new Supersede.ByFillId(seen)) || cell.isCleared(value)) {
            return false;
        }
        cell.set(value);
        return true;
    }

    static PutReply put(RecordCell cell, StoredValue value, long notAfter) {
        if (cell.isLate(notAfter)) {
            return PutReply.TOO_LATE;
        }
        if (cell.kind == Kind.INTENT) {
            dirty(cell, 0);
            return PutReply.WRITERS_AT_WORK;
        }
        cell.set(value);
        return PutReply.STORED;
    }

    static PutIfAbsentReply putIfAbsent(
            RecordCell cell, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        if (cell.isLate(notAfter)) {
            return PutIfAbsentReply.Outcome.TOO_LATE;
        }
        if (cell.kind == Kind.VALUE && !cell.isValue(supersede)) {
            return new PutIfAbsentReply.Found(cell.lookup());
        }
        if (cell.kind == Kind.NONE || cell.kind == Kind.LEASE || cell.kind == Kind.VALUE) {
            cell.set(value);
            return PutIfAbsentReply.Outcome.STORED;
        }
        return PutIfAbsentReply.Outcome.WITHHELD;
    }

    static PutReply putVersioned(RecordCell cell, StoredValue value) {
        Long version = value.version();
        if (version == null) {
            throw new IllegalArgumentException("a versioned put needs a value with a version");
        }
        if (cell.kind == Kind.INTENT) {
            dirty(cell, 0);
            return PutReply.WRITERS_AT_WORK;
        }
        Long stands = cell.lookup() instanceof Lookup.Unusable ? null : cell.version();
        if (stands != null && !isNewer(version, stands)) {
            return PutReply.NOT_NEWER;
        }
        if (cell.kind == Kind.TOMBSTONE && stands == null) {
            return PutReply.HELD_OFF;
        }
        cell.set(value);
        return PutReply.STORED;
    }

    static EvictReply evict(RecordCell cell, Duration holdOff) {
        long hold = cell.now + holdOff.toMillis();
        if (cell.kind == Kind.INTENT) {
            dirty(cell, hold);
            return EvictReply.WRITERS_AT_WORK;
        }
        Long version = cell.version();
        if (version != null) {
            hold = Math.max(hold, cell.now + TOMBSTONE.toMillis());
        }
        cell.empty(Math.max(hold, cell.heldUntil()), version);
        return cell.kind == Kind.NONE ? EvictReply.NOTHING : EvictReply.REMOVED;
    }

    static EvictReply expire(RecordCell cell, long fillId, Duration keep) {
        if (cell.kind == Kind.NONE || cell.kind == Kind.TOMBSTONE) {
            return EvictReply.NOTHING;
        }
        StoredValue stale = cell.lookup() instanceof StoredValue value ? value.expired(fillId, keep, cell.now) : null;
        if (stale == null) {
            return evict(cell, Duration.ZERO);
        }
        cell.expire(stale);
        return EvictReply.REMOVED;
    }

    static BeginReply begin(RecordCell cell, BeginRequest request) {
        if (cell.isLate(request.notAfter())) {
            return BeginReply.TooLate.TOO_LATE;
        }
        long until = cell.now + request.life().toMillis();
        StoredRecord.Intent intent = cell.intent;
        if (cell.kind != Kind.INTENT || intent == null) {
            StoredRecord.Writer mine = writer(request.token(), cell.newStamp(), until);
            cell.mark(false, cell.heldUntil(), List.of(mine));
            return new BeginReply.Begun(mine.intent(), cell.lookup());
        }
        List<StoredRecord.Writer> writers = new ArrayList<>(intent.writers());
        int at = indexOf(writers, request.token());
        if (at >= 0) {
            prolong(writers, at, until);
            cell.mark(intent.dirty(), intent.heldUntil(), writers);
            return new BeginReply.Joined(writers.get(at).intent());
        }
        StoredRecord.Writer mine = writer(request.token(), cell.newStamp(), until);
        writers.add(mine);
        cell.mark(true, intent.heldUntil(), writers);
        return new BeginReply.Joined(mine.intent());
    }

    static boolean renewWrite(RecordCell cell, WriteIntent mine, Duration life) {
        StoredRecord.Intent intent = cell.intent;
        if (cell.kind != Kind.INTENT || intent == null) {
            return false;
        }
        List<StoredRecord.Writer> writers = new ArrayList<>(intent.writers());
        int at = indexOf(writers, mine.token());
        if (at < 0 || !writers.get(at).intent().equals(mine)) {
            return false;
        }
        prolong(writers, at, cell.now + life.toMillis());
        cell.mark(intent.dirty(), intent.heldUntil(), writers);
        return true;
    }

    static FinishReply finish(RecordCell cell, FinishRequest request) {
        Long version = request.version();
        long hold = cell.now + request.holdOff().toMillis();
        long floored = version == null ? hold : Math.max(hold, cell.now + TOMBSTONE.toMillis());
        StoredRecord.Intent intent = cell.intent;
        if (cell.kind != Kind.INTENT || intent == null) {
            Long stands = cell.version();
            if (stands != null && (version == null || isNewer(stands, version))) {
                version = stands;
            }
            cell.empty(Math.max(floored, cell.heldUntil()), version);
            return FinishReply.LOST;
        }
        List<StoredRecord.Writer> writers = new ArrayList<>(intent.writers());
        int at = indexOf(writers, request.token());
        StoredRecord.Writer mine = at < 0 ? null : writers.remove(at);
        long held = Math.max(intent.heldUntil(), hold);
        if (mine == null || !writers.isEmpty()) {
            cell.mark(true, Math.max(intent.heldUntil(), floored), writers);
            return mine == null ? FinishReply.LOST : FinishReply.OTHERS_AT_WORK;
        }
        StoredValue value = request.value();
        boolean stampIsMine = Long.valueOf(mine.intent().stamp()).equals(request.stamp());
        if (value != null && !intent.dirty() && held <= cell.now && stampIsMine && isWorthKeeping(cell, value)) {
            cell.set(value);
            return FinishReply.STORED;
        }
        cell.empty(Math.max(held, floored), version);
        return FinishReply.EMPTY;
    }

    static boolean touch(RecordCell cell, long seen, Duration soft, Duration hard) {
        if (!cell.isValue(new Supersede.ByFillId(seen))) {
            return false;
        }
        cell.touch(soft.toMillis(), hard.toMillis());
        return true;
    }

    // A merged value keeps the clock and the lives of its base, which may have been cleared or may be over by now.
    private static boolean isWorthKeeping(RecordCell cell, StoredValue value) {
        return !cell.isCleared(value) && cell.livesFor(value) > 0;
    }

    private static void dirty(RecordCell cell, long hold) {
        StoredRecord.Intent intent = cell.intent;
        if (intent != null) {
            cell.mark(true, Math.max(intent.heldUntil(), hold), intent.writers());
        }
    }

    private static StoredRecord.Writer writer(Token token, long stamp, long until) {
        return new StoredRecord.Writer(new WriteIntent(token, stamp), until);
    }

    private static int indexOf(List<StoredRecord.Writer> writers, Token token) {
        for (int i = 0; i < writers.size(); i++) {
            if (writers.get(i).intent().token().equals(token)) {
                return i;
            }
        }
        return -1;
    }

    private static void prolong(List<StoredRecord.Writer> writers, int at, long until) {
        StoredRecord.Writer writer = writers.get(at);
        writers.set(at, new StoredRecord.Writer(writer.intent(), Math.max(writer.until(), until)));
    }

    private static boolean isNewer(long version, long than) {
        return Long.compareUnsigned(version, than) > 0;
    }
}
