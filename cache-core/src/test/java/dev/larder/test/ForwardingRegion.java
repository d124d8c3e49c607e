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
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A region that passes everything on to another one: a test overrides what is to be seen, or to go wrong. */
public class ForwardingRegion implements StoreRegion {

    private final StoreRegion region;

    /**
     * Wraps a region.
     *
     * @param region where everything goes
     */
    public ForwardingRegion(StoreRegion region) {
        this.region = Objects.requireNonNull(region, "region must not be null");
    }

    @Override
    public @Nullable AtHand peek(Object key) {
        return region.peek(key);
    }

    @Override
    public CompletionStage<Lookup> get(StoreKey key) {
        return region.get(key);
    }

    @Override
    public CompletionStage<List<Lookup>> getAll(List<StoreKey> keys) {
        return region.getAll(keys);
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        return region.lease(requests);
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return region.fill(fills);
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        return region.release(key, lease);
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        return region.renewLease(key, lease, life);
    }

    @Override
    public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
        return region.refresh(key, seen, value);
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        return region.put(key, value, notAfter);
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        return region.putIfAbsent(key, value, notAfter, supersede);
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        return region.putVersioned(key, value);
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        return region.evict(keys, holdOff);
    }

    @Override
    public CompletionStage<EvictReply> evictByText(String text, Duration holdOff) {
        return region.evictByText(text, holdOff);
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        return region.expire(keys, fillId, keep);
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        return region.evictMatching(filter);
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return region.beginWrite(requests);
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        return region.renewWrite(key, intent, life);
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        return region.finishWrite(requests);
    }

    @Override
    public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
        return region.touch(key, seen, soft, hard);
    }

    @Override
    public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        return region.claim(requests);
    }

    @Override
    public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
        return region.renewClaim(key, token, life);
    }

    @Override
    public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
        return region.releaseClaim(key, token);
    }

    @Override
    public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return region.backOffs(keys);
    }

    @Override
    public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return region.backOff(key, failures, delay, memory);
    }

    @Override
    public CompletionStage<Void> clear() {
        return region.clear();
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
        return region.statistics();
    }
}
