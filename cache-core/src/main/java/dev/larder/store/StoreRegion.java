// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One cache in a {@link CacheStore}: the verbs of the protocol.
 *
 * <p>Each verb is atomic for its key; a bulk form is not atomic as a whole, and answers in the order of what it was given. Stages
 * complete exceptionally if the store fails; the command may then have run, may run later, or never. Stages may complete on a
 * store's own thread, which callers must not keep.
 */
public interface StoreRegion {

    /**
     * Returns a fresh value that is at hand in this process, without I/O and without the key's text.
     *
     * @param key the user's key
     * @return the value, or {@code null} if none is at hand; {@link #get} may still find one
     */
    default @Nullable AtHand peek(Object key) {
        return null;
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @return a stage with what was found
     */
    CompletionStage<Lookup> get(StoreKey key);

    /**
     * Reads many keys.
     *
     * @param keys the keys
     * @return a stage with what was found, in the order of the keys
     */
    default CompletionStage<List<Lookup>> getAll(List<StoreKey> keys) {
        return each(keys, this::get);
    }

    /**
     * Asks for the right to load keys that hold no value. A stage that fails with a {@link StoreRefusalException} has granted none.
     *
     * @param requests one request a key, each with a token of its own
     * @return a stage with the replies, in the order of the requests
     */
    CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests);

    /**
     * Stores loaded values, each only if the record is exactly the lease it was loaded under, stamp included, and its clock is not
     * older than a clear that the store knows of.
     *
     * @param fills the values and their leases
     * @return a stage that tells of each whether it was stored
     */
    CompletionStage<List<Boolean>> fill(List<Fill> fills);

    /**
     * Gives leases back, each only if the record is exactly that lease.
     *
     * @param key the key
     * @param lease the lease
     * @return a stage that tells whether the lease was still there
     */
    CompletionStage<Boolean> release(StoreKey key, Lease lease);

    /**
     * Prolongs a lease, only if the record is exactly that lease; never shortens it.
     *
     * @param key the key
     * @param lease the lease
     * @param life how long it stands from now on
     * @return a stage that tells whether the lease was still there
     */
    CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life);

    /**
     * Replaces a value by a newer load, only if the value still has the fill id that was read before the load.
     *
     * @param key the key
     * @param seen the fill id that was read
     * @param value the new value
     * @return a stage that tells whether it was replaced
     */
    CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value);

    /**
     * Stores a value whatever stands there, and revokes leases; on a write intent it stores nothing and sees to it that the key
     * ends without a value.
     *
     * @param key the key
     * @param value the value
     * @param notAfter the store's time in milliseconds after which the request does nothing
     * @return a stage with what became of it
     */
    CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter);

    /**
     * Stores a value unless one stands there; replaces nothing, a lease, or the unusable value that is named.
     *
     * @param key the key
     * @param value the value
     * @param notAfter the store's time in milliseconds after which the request does nothing
     * @param supersede the unusable value that may be replaced, if one was seen
     * @return a stage with what became of it
     */
    CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede);

    /**
     * Stores a value that has a version, only if it is newer than the stored version or tombstone. The version of a value that was cleared
     * keeps nothing out.
     *
     * @param key the key
     * @param value the value, with its version
     * @return a stage with what became of it
     */
    CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value);

    /**
     * Removes whatever stands under keys, leases included; a versioned record leaves a short tombstone of its version, and a write
     * intent stays but ends without a value.
     *
     * @param keys the keys
     * @param holdOff how long no load may be stored afterwards, because loads may read a lagging replica; zero for not at all
     * @return a stage with what was found, in the order of the keys
     */
    CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff);

    /**
     * Evicts the key that has a text, as {@link #evict} would, for callers who have no key object.
     *
     * <p>Only a store that finds records by key objects has to override it. Such a store has to look for the text, and may do nothing where
     * no record has it: it then holds no load off, and a claim stays.
     *
     * @param text the whole text
     * @param holdOff how long no load may be stored afterwards, because loads may read a lagging replica; zero for not at all
     * @return a stage with what was found
     */
    default CompletionStage<EvictReply> evictByText(String text, Duration holdOff) {
        return evict(List.of(StoreKey.of(text)), holdOff).thenApply(replies -> replies.get(0));
    }

    /**
     * Makes values stale: each stays under its key, never fresh again, to stand in for a load that fails.
     *
     * <p>Its soft life becomes 0, and its hard life ends after {@code keep} if it does not end sooner; a value of which nothing is
     * left is removed, as {@link #evict} would. Its fill id becomes another, so that a refresh that was under way is refused. All
     * else about it stays. A lease is removed, a write intent stays but ends without a value, and a tombstone stays as it is.
     *
     * <p>As an eviction it is unconditional, and harmless if it runs twice or late: each run makes another fill id, and none
     * prolongs a life. The value may still be served where a load fails; who must not let that happen evicts.
     *
     * @param keys the keys
     * @param fillId a random number, from which, with the fill id that stands there, the new one is made
     * @param keep how long a value may still be held from now on
     * @return a stage with what was found, in the order of the keys
     * @see StoredValue#expired
     */
    CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep);

    /**
     * Evicts the keys whose text matches, as {@link #evict} would without a hold-off. Leases under matching keys are revoked too.
     * Keys that are stored meanwhile may be missed.
     *
     * @param filter tells of a key's text whether it is meant; is asked only for keys of this namespace and version
     * @return a stage with the number of records that were removed
     */
    CompletionStage<Long> evictMatching(KeyFilter filter);

    /**
     * Marks keys before their origin is changed: puts a write intent or joins one. A hold-off that stood there is kept in it.
     *
     * @param requests one request a key, each with a token of its own
     * @return a stage with the replies, in the order of the requests
     */
    CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests);

    /**
     * Prolongs a writer's mark if it is still there; never makes it again and never shortens it.
     *
     * @param key the key
     * @param intent the mark
     * @param life how long it stands from now on
     * @return a stage that tells whether the mark was still there
     */
    CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life);

    /**
     * Ends writers' marks. A value is kept only by the last writer of an intent that no other writer, eviction or put met, whose stamp
     * it is, with no hold-off due; otherwise the key ends without one.
     *
     * @param requests one request a key
     * @return a stage with how they ended, in the order of the requests
     */
    CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests);

    /**
     * Gives a value new lives, only if it still has the fill id that was read.
     *
     * @param key the key
     * @param seen the fill id that was read
     * @param soft how long it is fresh from now on
     * @param hard how long it may be held from now on
     * @return a stage that tells whether it was still there
     */
    CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard);

    /**
     * Asks for the right to load keys that still hold a value, which a lease would have to remove.
     *
     * <p>A claim is advice: it keeps others from asking the origin meanwhile, and no promise rests on it. It stands beside the record,
     * which it neither changes nor reads, and its load is stored by {@link #refresh}. It may be lost at any time. Listeners are not
     * told of it.
     *
     * <p>A claim that stands is granted again to its own token, for no longer than before. While a back-off is on, nobody is granted
     * one; after it, failures that are still remembered go over into the claim, and outlive it if they were to be remembered for
     * longer.
     *
     * <p>A claim and a back-off are forgotten, since the origin has changed and is worth asking, with each {@link #evict},
     * {@link #expire}, {@link #put}, {@link #putVersioned} and {@link #finishWrite} of the key that was not too late, with a
     * {@link #putIfAbsent} that stored, and with an {@link #evictMatching} or {@link #evictByText} that met its record. A clear does
     * not forget them.
     *
     * @param requests one request a key, each with a token of its own
     * @return a stage with the replies, in the order of the requests
     */
    CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests);

    /**
     * Prolongs a claim that stands, only if it is this token's; never shortens it.
     *
     * @param key the key
     * @param token the load's token
     * @param life how long it stands from now on
     * @return a stage that tells whether the claim was still there
     */
    CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life);

    /**
     * Gives a claim back after its load has succeeded, only if it stands and is this token's; the failures before it are forgotten.
     *
     * @param key the key
     * @param token the load's token
     * @return a stage that tells whether the claim was still there
     */
    CompletionStage<Boolean> releaseClaim(StoreKey key, Token token);

    /**
     * Tells what is remembered of loads that failed.
     *
     * @param keys the keys
     * @return a stage with what is remembered, {@link BackOff#NONE} if that is nothing, in the order of the keys
     */
    CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys);

    /**
     * Lets nobody claim a key for a while, because its loads fail. Sets it whatever was there before, and ends a claim.
     *
     * @param key the key
     * @param failures how many loads in a row have failed
     * @param delay how long no load should be tried
     * @param memory how long the failures are remembered; at least {@code delay}
     * @return a stage that tells whether the store keeps it
     */
    CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory);

    /**
     * Clears this cache: advances the clock, so that no value loaded before is found again. Claims and back-offs stay, since a clear
     * says nothing about the origin.
     *
     * @return a stage that completes when it is cleared
     * @see CacheStore#clear(String)
     */
    CompletionStage<Void> clear();

    /**
     * Returns the namespace's clock as this node knows it. Whoever stores a value notes it <em>before</em> asking the origin; a
     * clock that lags only makes the value count as cleared too often.
     *
     * @return the clock; it only grows
     */
    long clock();

    /**
     * Tells how many values of this cache are held in this process, without I/O.
     *
     * @return the number, roughly; empty if the store keeps them elsewhere
     */
    default OptionalLong localSize() {
        return OptionalLong.empty();
    }

    /**
     * Tells what the store knows of this cache.
     *
     * @return a stage with the statistics
     */
    CompletionStage<StoreStatistics> statistics();

    private static <A, B> CompletionStage<List<B>> each(Collection<A> of, Function<A, CompletionStage<B>> verb) {
        List<CompletableFuture<B>> stages =
                of.stream().map(verb).map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<B> results = new ArrayList<>(stages.size());
                    stages.forEach(stage -> results.add(stage.join()));
                    return results;
                });
    }
}
