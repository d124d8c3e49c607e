// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import dev.larder.store.AtHand;
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
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoreStatistics;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A region whose verbs go through a {@link ChaosStore}. */
record ChaosRegion(ChaosStore chaos, StoreRegion region) implements StoreRegion {

    @Override
    public @Nullable AtHand peek(Object key) {
        return chaos.isFaulty(Verb.GET) ? null : region.peek(key);
    }

    @Override
    public CompletionStage<Lookup> get(StoreKey key) {
        return chaos.call(Verb.GET, () -> region.get(key), Corruption::of);
    }

    @Override
    public CompletionStage<List<Lookup>> getAll(List<StoreKey> keys) {
        return chaos.call(
                Verb.GET,
                () -> region.getAll(keys),
                (corruption, found) -> found.stream().map(corruption::of).toList());
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        return chaos.call(
                Verb.LEASE,
                () -> region.lease(requests),
                (corruption, replies) -> replies.stream().map(corruption::of).toList());
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return chaos.call(Verb.FILL, () -> region.fill(fills));
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        return chaos.call(Verb.RELEASE, () -> region.release(key, lease));
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        return chaos.call(Verb.RENEW_LEASE, () -> region.renewLease(key, lease, life));
    }

    @Override
    public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
        return chaos.call(Verb.REFRESH, () -> region.refresh(key, seen, value));
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        return chaos.call(Verb.PUT, () -> region.put(key, value, notAfter));
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        return chaos.call(
                Verb.PUT_IF_ABSENT, () -> region.putIfAbsent(key, value, notAfter, supersede), Corruption::of);
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        return chaos.call(Verb.PUT_VERSIONED, () -> region.putVersioned(key, value));
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        return chaos.call(Verb.EVICT, () -> region.evict(keys, holdOff));
    }

    @Override
    public CompletionStage<EvictReply> evictByText(String text, Duration holdOff) {
        return chaos.call(Verb.EVICT, () -> region.evictByText(text, holdOff));
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        return chaos.call(Verb.EXPIRE, () -> region.expire(keys, fillId, keep));
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        return chaos.call(Verb.EVICT_MATCHING, () -> region.evictMatching(filter));
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return chaos.call(
                Verb.BEGIN_WRITE,
                () -> region.beginWrite(requests),
                (corruption, replies) -> replies.stream().map(corruption::of).toList());
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        return chaos.call(Verb.RENEW_WRITE, () -> region.renewWrite(key, intent, life));
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        return chaos.call(Verb.FINISH_WRITE, () -> region.finishWrite(requests));
    }

    @Override
    public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
        return chaos.call(Verb.TOUCH, () -> region.touch(key, seen, soft, hard));
    }

    @Override
    public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        return chaos.call(Verb.CLAIM, () -> region.claim(requests));
    }

    @Override
    public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
        return chaos.call(Verb.RENEW_CLAIM, () -> region.renewClaim(key, token, life));
    }

    @Override
    public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
        return chaos.call(Verb.RELEASE_CLAIM, () -> region.releaseClaim(key, token));
    }

    @Override
    public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return chaos.call(Verb.BACK_OFFS, () -> region.backOffs(keys));
    }

    @Override
    public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return chaos.call(Verb.BACK_OFF, () -> region.backOff(key, failures, delay, memory));
    }

    @Override
    public CompletionStage<Void> clear() {
        return chaos.call(Verb.CLEAR, region::clear);
    }

    @Override
    public long clock() {
        return region.clock();
    }

    @Override
    public OptionalLong localSize() {
        return region.localSize();
    }

    @Override
    public CompletionStage<StoreStatistics> statistics() {
        return chaos.call(Verb.STATISTICS, region::statistics);
    }
}
