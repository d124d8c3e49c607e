// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps nothing, to switch caching off without touching the code that uses caches.
 *
 * <p>Every read misses, every load goes to the origin, and every write reaches it; callers who ask for one key at the same time still
 * share one load. Puts report that nothing was stored. Does not, and cannot, pass the contract of stores. Safe for use by many threads.
 */
public final class PassThroughCacheStore implements CacheStore {

    private final InstantSource dates;

    /**
     * Makes one.
     *
     * @param dates where its present time comes from
     */
    public PassThroughCacheStore(InstantSource dates) {
        this.dates = Objects.requireNonNull(dates, "dates must not be null");
    }

    @Override
    public StoreRegion open(RegionSpec spec) {
        return Region.INSTANCE;
    }

    @Override
    public CompletionStage<Void> clear(String namespace) {
        return CompletableFuture.allOf();
    }

    @Override
    public long now() {
        return dates.millis();
    }

    @Override
    public boolean keepsReferences() {
        return true;
    }

    @Override
    public Subscription subscribe(StoreListener listener) {
        return () -> {};
    }

    @Override
    public CompletionStage<StoreHealth> health() {
        return done(new StoreHealth(true, Map.of("store", "none")));
    }

    @Override
    public void close() {}

    private static <T> CompletionStage<T> done(T reply) {
        return CompletableFuture.completedFuture(reply);
    }

    /** The same for every cache. */
    private enum Region implements StoreRegion {
        INSTANCE;

        @Override
        public CompletionStage<Lookup> get(StoreKey key) {
            return done(Lookup.Nothing.NOTHING);
        }

        @Override
        public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
            return done(Collections.nCopies(requests.size(), LeaseReply.Bypass.BYPASS));
        }

        @Override
        public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
            return done(Collections.nCopies(fills.size(), false));
        }

        @Override
        public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
            return done(false);
        }

        @Override
        public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
            return done(false);
        }

        @Override
        public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
            return done(false);
        }

        @Override
        public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
            return done(PutReply.HELD_OFF);
        }

        @Override
        public CompletionStage<PutIfAbsentReply> putIfAbsent(
                StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
            return done(PutIfAbsentReply.Outcome.WITHHELD);
        }

        @Override
        public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
            return done(PutReply.HELD_OFF);
        }

        @Override
        public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
            return done(Collections.nCopies(keys.size(), EvictReply.NOTHING));
        }

        @Override
        public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
            return done(Collections.nCopies(keys.size(), EvictReply.NOTHING));
        }

        @Override
        public CompletionStage<Long> evictMatching(KeyFilter filter) {
            return done(0L);
        }

        @Override
        public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
            return done(requests.stream()
                    .<BeginReply>map(request -> new BeginReply.Joined(new WriteIntent(request.token(), 0)))
                    .toList());
        }

        @Override
        public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
            return done(false);
        }

        @Override
        public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
            return done(Collections.nCopies(requests.size(), FinishReply.EMPTY));
        }

        @Override
        public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
            return done(false);
        }

        @Override
        public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
            return done(Collections.nCopies(requests.size(), new ClaimReply.Granted(0)));
        }

        @Override
        public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
            return done(false);
        }

        @Override
        public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
            return done(false);
        }

        @Override
        public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
            return done(Collections.nCopies(keys.size(), BackOff.NONE));
        }

        @Override
        public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
            return done(false);
        }

        @Override
        public CompletionStage<Void> clear() {
            return CompletableFuture.allOf();
        }

        @Override
        public long clock() {
            return 0;
        }

        @Override
        public CompletionStage<StoreStatistics> statistics() {
            return done(new StoreStatistics(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty()));
        }
    }
}
