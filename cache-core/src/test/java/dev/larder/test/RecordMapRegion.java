// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.BackOff;
import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.EvictReply;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.KeyFilter;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.PutIfAbsentReply;
import dev.larder.store.PutReply;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoreStatistics;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.RecordCell.Kind;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cache in a {@link RecordMapStore}. */
final class RecordMapRegion implements StoreRegion {

    private final RegionSpec spec;
    private final RecordMap map;
    private final RecordClaims claims;
    private final RecordClock clock;
    private final Executor executor;
    private final Consumer<RegionSpec> cleared;
    private final String head;

    RecordMapRegion(
            RegionSpec spec, RecordMap map, RecordClock clock, Executor executor, Consumer<RegionSpec> cleared) {
        this.spec = spec;
        this.map = map;
        this.claims = new RecordClaims(map);
        this.clock = clock;
        this.executor = executor;
        this.cleared = cleared;
        this.head = "%s:v%d:".formatted(spec.namespace(), spec.version());
    }

    @Override
    public CompletionStage<Lookup> get(StoreKey key) {
        return one(key, RecordCell::lookup);
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        return each(
                requests,
                LeaseRequest::key,
                (cell, request) -> RecordScripts.lease(cell, request, claims.backOff(request.key())));
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return each(fills, Fill::key, RecordScripts::fill);
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        return one(key, cell -> RecordScripts.release(cell, lease));
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        return one(key, cell -> RecordScripts.renewLease(cell, lease, life));
    }

    @Override
    public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
        return one(key, cell -> RecordScripts.refresh(cell, seen, value));
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        return one(
                key,
                cell -> forgetting(key, RecordScripts.put(cell, value, notAfter), reply -> reply != PutReply.TOO_LATE));
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        return one(
                key,
                cell -> forgetting(
                        key,
                        RecordScripts.putIfAbsent(cell, value, notAfter, supersede),
                        PutIfAbsentReply.Outcome.STORED::equals));
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        return one(key, cell -> forgetting(key, RecordScripts.putVersioned(cell, value)));
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        return each(keys, key -> key, (cell, key) -> forgetting(key, RecordScripts.evict(cell, holdOff)));
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        return each(keys, key -> key, (cell, key) -> forgetting(key, RecordScripts.expire(cell, fillId, keep)));
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        return send(() -> map.run(map::texts).stream()
                .filter(text -> isInNamespace(text) && text.startsWith(filter.literalHead()))
                .filter(filter::matches)
                .map(StoreKey::of)
                .map(key -> onCell(key.text(), cell -> forgetting(key, RecordScripts.evict(cell, Duration.ZERO))))
                .filter(EvictReply.REMOVED::equals)
                .count());
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return each(requests, BeginRequest::key, RecordScripts::begin);
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        return one(key, cell -> RecordScripts.renewWrite(cell, intent, life));
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        return each(
                requests,
                FinishRequest::key,
                (cell, request) -> forgetting(request.key(), RecordScripts.finish(cell, request)));
    }

    @Override
    public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
        return one(key, cell -> RecordScripts.touch(cell, seen, soft, hard));
    }

    @Override
    public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        return send(() -> requests.stream().map(claims::claim).toList());
    }

    @Override
    public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
        return send(() -> claims.renew(key, token, life));
    }

    @Override
    public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
        return send(() -> claims.release(key, token));
    }

    @Override
    public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return send(() -> keys.stream().map(claims::backOff).toList());
    }

    @Override
    public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return send(() -> claims.backOff(key, failures, delay, memory));
    }

    @Override
    public CompletionStage<Void> clear() {
        return send(() -> {
            clock.clear(spec.cache());
            cleared.accept(spec);
            return null;
        });
    }

    @Override
    public long clock() {
        return clock.counter();
    }

    @Override
    public CompletionStage<StoreStatistics> statistics() {
        return send(() -> {
            List<Integer> lengths = map.run(() -> map.texts().stream()
                    .filter(this::isInNamespace)
                    .filter(text -> cell(text).kind == Kind.VALUE)
                    .map(text -> map.get(text).length)
                    .toList());
            long bytes = lengths.stream().mapToLong(Integer::longValue).sum();
            return new StoreStatistics(OptionalLong.of(lengths.size()), OptionalLong.of(bytes), OptionalLong.empty());
        });
    }

    // As a server that walks its keys: which of them are this cache's, only the caller's pattern can tell.
    private boolean isInNamespace(String text) {
        return text.startsWith(head);
    }

    private <T> CompletionStage<T> one(StoreKey key, Function<RecordCell, T> script) {
        return send(() -> onCell(key.text(), script));
    }

    private <A, T> CompletionStage<List<T>> each(List<A> requests, Function<A, StoreKey> key, Script<A, T> script) {
        return send(() -> requests.stream()
                .map(request -> onCell(key.apply(request).text(), cell -> script.run(cell, request)))
                .toList());
    }

    private <T> T onCell(String text, Function<RecordCell, T> script) {
        return map.run(() -> script.apply(cell(text)));
    }

    /** What tells of a change at the origin forgets the key's claim and back-off. */
    private <T> T forgetting(StoreKey key, T reply) {
        return forgetting(key, reply, any -> true);
    }

    private <T> T forgetting(StoreKey key, T reply, Predicate<T> tellsOfAChange) {
        if (tellsOfAChange.test(reply)) {
            claims.forget(key.text());
        }
        return reply;
    }

    private RecordCell cell(String text) {
        return new RecordCell(map, text, clock.clearedAt(spec.cache()));
    }

    private <T> CompletionStage<T> send(Supplier<T> command) {
        return CompletableFuture.supplyAsync(command, executor);
    }

    /** A script with one request. */
    @FunctionalInterface
    private interface Script<A, T> {

        T run(RecordCell cell, A request);
    }
}
