// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.store.MemoryRecord.ValueRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cache in memory: records by the user's key objects, changed one key at a time by {@link MemoryVerbs}. */
final class MemoryRegion implements StoreRegion {

    private final MemoryCacheStore store;
    private final MemoryNamespace namespace;
    private final RegionSpec spec;
    private final MemoryRecords records;
    private final MemoryClaims claims;

    MemoryRegion(MemoryCacheStore store, MemoryNamespace namespace, RegionSpec spec) {
        this.store = store;
        this.namespace = namespace;
        this.spec = spec;
        records = new MemoryRecords(store, spec.maximum(), spec.maximumAbsent());
        claims = new MemoryClaims(store.clock());
    }

    @Override
    public @Nullable AtHand peek(Object key) {
        long now = store.now();
        ValueRecord value = records.value(key, now);
        return value != null && !records.isCleared(value) && value.isFresh(now) ? value : null;
    }

    @Override
    public CompletionStage<Lookup> get(StoreKey key) {
        return store.answer(() -> find(key));
    }

    @Override
    public CompletionStage<List<Lookup>> getAll(List<StoreKey> keys) {
        return answerAll(keys, this::find);
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        return answerAll(requests, this::lease);
    }

    private LeaseReply lease(LeaseRequest request) {
        LeaseReply reply = records.change(
                request.key(), (met, moment) -> MemoryVerbs.lease(met, request, moment.now(), store.nextStamp()));
        // After the lease: who fails notes his back-off before he gives his lease back.
        return reply instanceof LeaseReply.Granted granted
                ? new LeaseReply.Granted(granted.lease(), claims.backOff(request.key()))
                : reply;
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return answerAll(fills, fill -> {
            ValueRecord value = weighed(fill.key(), fill.value());
            return records.change(
                    fill.key(), (met, moment) -> MemoryVerbs.fill(met, fill.lease(), value, moment.clearAt()));
        });
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        return store.answer(() -> records.change(key, (met, moment) -> MemoryVerbs.release(met, lease)));
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        return store.answer(
                () -> records.change(key, (met, moment) -> MemoryVerbs.renewLease(met, lease, life, moment.now())));
    }

    @Override
    public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
        return store.answer(() -> {
            ValueRecord newer = weighed(key, value);
            return records.change(key, (met, moment) -> MemoryVerbs.refresh(met, seen, newer, moment.clearAt()));
        });
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        return store.answer(() -> {
            ValueRecord newer = weighed(key, value);
            PutReply reply = records.change(key, (met, moment) -> MemoryVerbs.put(met, newer, notAfter, moment.now()));
            if (reply != PutReply.TOO_LATE) {
                claims.forget(key);
            }
            return reply;
        });
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        return store.answer(() -> {
            ValueRecord newer = weighed(key, value);
            PutIfAbsentReply reply = records.change(
                    key, (met, moment) -> MemoryVerbs.putIfAbsent(met, newer, notAfter, supersede, moment.now()));
            if (reply == PutIfAbsentReply.Outcome.STORED) {
                claims.forget(key);
            }
            return reply;
        });
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        return store.answer(() -> {
            Long version = value.version();
            if (version == null) {
                throw new IllegalArgumentException(
                        "a versioned put needs a value with a version (key '%s')".formatted(key.text()));
            }
            ValueRecord newer = weighed(key, value);
            return changed(key, (met, moment) -> MemoryVerbs.putVersioned(met, newer, version));
        });
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        return answerAll(keys, key -> evict(key, holdOff));
    }

    @Override
    public CompletionStage<EvictReply> evictByText(String text, Duration holdOff) {
        return store.answer(() -> {
            for (Map.Entry<Object, MemoryRecord> entry : records.entries()) {
                if (entry.getValue().text().equals(text)) {
                    return evict(new StoreKey(text, entry.getKey()), holdOff);
                }
            }
            return EvictReply.NOTHING;
        });
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        return answerAll(
                keys, key -> changed(key, (met, moment) -> MemoryVerbs.expire(met, key, fillId, keep, moment.now())));
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        return store.answer(() -> {
            long removed = 0;
            for (Map.Entry<Object, MemoryRecord> entry : records.entries()) {
                String text = entry.getValue().text();
                if (filter.matches(text)
                        && evict(new StoreKey(text, entry.getKey()), Duration.ZERO) == EvictReply.REMOVED) {
                    removed++;
                }
            }
            return removed;
        });
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return answerAll(
                requests,
                request -> records.change(
                        request.key(),
                        (met, moment) -> MemoryVerbs.beginWrite(met, request, moment.now(), store.nextStamp())));
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        return store.answer(
                () -> records.change(key, (met, moment) -> MemoryVerbs.renewWrite(met, intent, life, moment.now())));
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        return answerAll(requests, request -> {
            StoredValue written = request.value();
            ValueRecord value = written == null ? null : weighed(request.key(), written);
            return changed(request.key(), (met, moment) -> MemoryVerbs.finishWrite(met, request, value, moment));
        });
    }

    @Override
    public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
        return store.answer(
                () -> records.change(key, (met, moment) -> MemoryVerbs.touch(met, seen, soft, hard, moment.now())));
    }

    @Override
    public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        return answerAll(requests, claims::claim);
    }

    @Override
    public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
        return store.answer(() -> claims.renew(key, token, life));
    }

    @Override
    public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
        return store.answer(() -> claims.release(key, token));
    }

    @Override
    public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return answerAll(keys, claims::backOff);
    }

    @Override
    public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return store.answer(() -> {
            claims.backOff(key, failures, delay, memory);
            return true;
        });
    }

    @Override
    public CompletionStage<Void> clear() {
        return store.run(() -> {
            namespace.clear(this, store.now());
            records.sweep();
            store.listeners().cleared(spec.namespace(), spec.cache());
        });
    }

    @Override
    public long clock() {
        return namespace.clock();
    }

    @Override
    public OptionalLong localSize() {
        return OptionalLong.of(records.size());
    }

    @Override
    public CompletionStage<StoreStatistics> statistics() {
        return store.answer(
                () -> new StoreStatistics(localSize(), OptionalLong.empty(), OptionalLong.of(records.evictions())));
    }

    MemoryRecords records() {
        return records;
    }

    void drop() {
        records.drop();
        claims.drop();
    }

    String cache() {
        return spec.cache();
    }

    private Lookup find(StoreKey key) {
        ValueRecord value = records.value(key.object(), store.now());
        if (value == null) {
            return Lookup.Nothing.NOTHING;
        }
        return records.isCleared(value)
                ? new Lookup.Unusable(
                        Lookup.Reason.CLEARED,
                        new Supersede.ByFillId(value.stored().fillId()))
                : value.stored();
    }

    private EvictReply evict(StoreKey key, Duration holdOff) {
        return changed(key, (met, moment) -> MemoryVerbs.evict(met, key, holdOff, moment.now()));
    }

    /** Runs a verb that tells of a change at the origin, which is therefore worth asking again. */
    private <R> R changed(StoreKey key, MemoryRecords.Verb<R> verb) {
        R reply = records.change(key, verb);
        claims.forget(key);
        return reply;
    }

    /** Asks the user's weigher, before any lock is taken; an absence weighs nothing among values. */
    private ValueRecord weighed(StoreKey key, StoredValue value) {
        Object payload = value.payload();
        int weight = payload == null ? 0 : spec.weigher().applyAsInt(key.object(), payload);
        if (weight < 0) {
            throw new IllegalArgumentException("the weigher of cache '%s' must return at least 0, but returned %d"
                    .formatted(spec.cache(), weight));
        }
        return new ValueRecord(key.text(), value, weight);
    }

    private <A, B> CompletionStage<List<B>> answerAll(List<A> requests, Function<A, B> verb) {
        return store.answer(() -> requests.stream().map(verb).toList());
    }
}
