// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

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
import dev.larder.store.RecordFormat;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreListeners;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoreStatistics;
import dev.larder.store.StoredRecord;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cache in Redis: each verb is one command, or one script, about one key. */
final class RedisRegion implements StoreRegion {

    /** How long the version of an evicted value is remembered, in milliseconds. */
    private static final byte[] VERSION_MEMORY = Bytes.number(10_000);

    private final RegionSpec spec;

    /** What every key of this namespace and version begins with. */
    private final String own;

    private final RedisLink link;
    private final RedisLink removals;
    private final RedisClaims claims;
    private final NamespaceClock clock;
    private final ServerTime time;
    private final RedisKeyspace keyspace;
    private final StoreListeners listeners;

    RedisRegion(
            RegionSpec spec,
            RedisLink link,
            RedisLink removals,
            NamespaceClock clock,
            ServerTime time,
            RedisKeyspace keyspace,
            StoreListeners listeners) {
        this.spec = spec;
        this.own = "%s:v%d:".formatted(spec.namespace(), spec.version());
        this.link = link;
        this.removals = removals;
        this.claims = new RedisClaims(link, time);
        this.clock = clock;
        this.time = time;
        this.keyspace = keyspace;
        this.listeners = listeners;
    }

    @Override
    public CompletionStage<Lookup> get(StoreKey key) {
        return judged(link.get(Bytes.key(key.text())), this::judge);
    }

    @Override
    public CompletionStage<List<Lookup>> getAll(List<StoreKey> keys) {
        return judged(
                link.getAll(keys.stream().map(key -> Bytes.key(key.text())).toList()), this::judgeAll);
    }

    private List<Lookup> judgeAll(List<StoredRecord> records) {
        long now = time.now();
        long clearedAt = clearedAt();
        return records.stream().map(record -> record.lookup(now, clearedAt)).toList();
    }

    /** Judges what was read by a clock that is not too old, which may come along. */
    private <A, B> CompletionStage<B> judged(CompletableFuture<A> read, Function<A, B> judge) {
        return clock.isGood()
                ? read.thenApply(judge)
                : read.thenCombine(clock.read(), (found, at) -> judge.apply(found));
    }

    private Lookup judge(StoredRecord record) {
        return record.lookup(time.now(), clearedAt());
    }

    private Lookup judge(byte @Nullable [] bytes) {
        return judge(RecordFormat.decode(bytes));
    }

    private long clearedAt() {
        return clock.clearedAt(spec.cache());
    }

    @Override
    public CompletionStage<List<LeaseReply>> lease(List<LeaseRequest> requests) {
        // Nobody need have read before: what is found may be older than a clear of which this node has yet to hear.
        return judged(
                link.runAll(requests.stream().map(RedisRegion::leaseCall).toList()),
                replies -> ScriptReply.zip(requests, replies, this::leased));
    }

    private static ScriptCall leaseCall(LeaseRequest request) {
        return ScriptCall.withClaim(
                RedisScript.LEASE,
                request.key().text(),
                Bytes.token(request.token()),
                Bytes.life(request.life()),
                Bytes.number(request.notAfter()),
                Bytes.fillId(request.supersede()),
                Bytes.size(request.supersede()),
                Bytes.head(request.supersede()));
    }

    private LeaseReply leased(LeaseRequest request, ScriptReply reply) {
        return switch (reply.code()) {
            case 0 -> LeaseReply.TooLate.TOO_LATE;
            case 1 -> {
                changed(request.key());
                yield new LeaseReply.Granted(new Lease(request.token(), reply.stamp()), claims.backOff(reply.more()));
            }
            case 2 -> new LeaseReply.Found(judge(reply.bytes()));
            case 3 -> new LeaseReply.Busy(reply.left());
            default -> LeaseReply.Bypass.BYPASS;
        };
    }

    @Override
    public CompletionStage<List<Boolean>> fill(List<Fill> fills) {
        return each(
                fills,
                this::fillCall,
                (fill, reply) -> changedIf(!isCleared(fill.value()) && reply.isDone(), fill.key()));
    }

    private ScriptCall fillCall(Fill fill) {
        byte[] key = Bytes.key(fill.key().text());
        byte[] lease = Bytes.stamped(fill.lease().token(), fill.lease().stamp());
        // A clear came in between: the load is over, and the next one need not wait for this lease to lapse.
        return isCleared(fill.value())
                ? ScriptCall.of(RedisScript.RELEASE, key, lease)
                : ScriptCall.of(RedisScript.FILL, key, lease, RecordFormat.encode(fill.value()), left(fill.value()));
    }

    private boolean isCleared(StoredValue value) {
        return value.clock() < clearedAt();
    }

    /** What is left of a value's hard life, after which the server drops it. */
    private byte[] left(StoredValue value) {
        return Bytes.number(Math.max(1, value.remainingMillis(time.now())));
    }

    @Override
    public CompletionStage<Boolean> release(StoreKey key, Lease lease) {
        return one(key, RedisScript.RELEASE, Bytes.stamped(lease.token(), lease.stamp()));
    }

    @Override
    public CompletionStage<Boolean> renewLease(StoreKey key, Lease lease, Duration life) {
        return one(key, RedisScript.RENEW_LEASE, Bytes.stamped(lease.token(), lease.stamp()), Bytes.millis(life));
    }

    @Override
    public CompletionStage<Boolean> refresh(StoreKey key, long seen, StoredValue value) {
        if (isCleared(value)) {
            return CompletableFuture.completedFuture(false);
        }
        return one(key, RedisScript.REFRESH, Bytes.eight(seen), RecordFormat.encode(value), left(value));
    }

    @Override
    public CompletionStage<PutReply> put(StoreKey key, StoredValue value, long notAfter) {
        byte[] record = RecordFormat.encode(value);
        return run(
                link,
                ScriptCall.withClaim(RedisScript.PUT, key.text(), record, left(value), Bytes.number(notAfter)),
                reply -> switch (reply.code()) {
                    case 0 -> PutReply.TOO_LATE;
                    case 1 -> {
                        changed(key);
                        yield PutReply.STORED;
                    }
                    default -> PutReply.WRITERS_AT_WORK;
                });
    }

    @Override
    public CompletionStage<PutIfAbsentReply> putIfAbsent(
            StoreKey key, StoredValue value, long notAfter, @Nullable Supersede supersede) {
        ScriptCall call = ScriptCall.withClaim(
                RedisScript.PUT_IF_ABSENT,
                key.text(),
                RecordFormat.encode(value),
                left(value),
                Bytes.number(notAfter),
                Bytes.fillId(supersede),
                Bytes.size(supersede),
                Bytes.head(supersede));
        return judged(link.run(call), reply -> switch (reply.code()) {
            case 0 -> PutIfAbsentReply.Outcome.TOO_LATE;
            case 1 -> {
                changed(key);
                yield PutIfAbsentReply.Outcome.STORED;
            }
            case 2 -> new PutIfAbsentReply.Found(judge(reply.bytes()));
            default -> PutIfAbsentReply.Outcome.WITHHELD;
        });
    }

    @Override
    public CompletionStage<PutReply> putVersioned(StoreKey key, StoredValue value) {
        Long version = value.version();
        if (version == null) {
            throw new IllegalArgumentException("a versioned put needs a value with a version");
        }
        ScriptCall call = ScriptCall.withClaim(
                RedisScript.PUT_VERSIONED,
                key.text(),
                RecordFormat.encode(value),
                left(value),
                Bytes.eight(version),
                Bytes.number(clearedAt()));
        return run(link, call, reply -> switch (reply.code()) {
            case 0 -> PutReply.NOT_NEWER;
            case 1 -> {
                changed(key);
                yield PutReply.STORED;
            }
            case 2 -> PutReply.WRITERS_AT_WORK;
            default -> PutReply.HELD_OFF;
        });
    }

    @Override
    public CompletionStage<List<EvictReply>> evict(List<StoreKey> keys, Duration holdOff) {
        byte[] held = Bytes.millis(holdOff);
        return removing(keys, key -> evictCall(key.text(), held));
    }

    private static ScriptCall evictCall(String text, byte[] held) {
        return ScriptCall.withClaim(RedisScript.EVICT, text, held, VERSION_MEMORY);
    }

    @Override
    public CompletionStage<List<EvictReply>> expire(List<StoreKey> keys, long fillId, Duration keep) {
        byte[] change = Bytes.eight(fillId | 1);
        byte[] kept = Bytes.millis(keep);
        return removing(
                keys,
                key -> ScriptCall.withClaim(
                        RedisScript.EXPIRE, key.text(), change, kept, Bytes.number(clearedAt()), VERSION_MEMORY));
    }

    private CompletionStage<List<EvictReply>> removing(List<StoreKey> keys, Function<StoreKey, ScriptCall> call) {
        return removals.runAll(keys.stream().map(call).toList())
                .thenApply(replies -> ScriptReply.zip(keys, replies, (key, reply) -> {
                    changed(key);
                    return evicted(reply);
                }));
    }

    private static EvictReply evicted(ScriptReply reply) {
        return switch (reply.code()) {
            case 0 -> EvictReply.NOTHING;
            case 1 -> EvictReply.REMOVED;
            default -> EvictReply.WRITERS_AT_WORK;
        };
    }

    @Override
    public CompletionStage<Long> evictMatching(KeyFilter filter) {
        byte[] held = Bytes.number(0);
        return keyspace.walk(
                head(filter),
                text -> isOurs(text) && filter.matches(text),
                texts -> removals.runAll(texts.stream()
                                .map(text -> evictCall(text, held))
                                .toList())
                        .thenApply(replies -> {
                            texts.forEach(listeners::evicted);
                            return replies.stream()
                                    .filter(reply -> evicted(reply) == EvictReply.REMOVED)
                                    .count();
                        }));
    }

    /** What keys begin with that are this namespace's and of this version. */
    private String head(KeyFilter filter) {
        return filter.literalHead().startsWith(own) ? filter.literalHead() : own;
    }

    private boolean isOurs(String text) {
        return text.startsWith(own);
    }

    @Override
    public CompletionStage<List<BeginReply>> beginWrite(List<BeginRequest> requests) {
        return each(
                requests,
                request -> ScriptCall.of(
                        RedisScript.BEGIN_WRITE,
                        Bytes.key(request.key().text()),
                        Bytes.token(request.token()),
                        Bytes.millis(request.life()),
                        Bytes.number(request.notAfter())),
                this::begun);
    }

    private BeginReply begun(BeginRequest request, ScriptReply reply) {
        if (reply.code() == 0) {
            return BeginReply.TooLate.TOO_LATE;
        }
        changed(request.key());
        WriteIntent mark = new WriteIntent(request.token(), reply.stamp());
        return reply.isDone() ? new BeginReply.Begun(mark, judge(reply.more())) : new BeginReply.Joined(mark);
    }

    @Override
    public CompletionStage<Boolean> renewWrite(StoreKey key, WriteIntent intent, Duration life) {
        return one(key, RedisScript.RENEW_WRITE, Bytes.stamped(intent.token(), intent.stamp()), Bytes.millis(life));
    }

    @Override
    public CompletionStage<List<FinishReply>> finishWrite(List<FinishRequest> requests) {
        return removals.runAll(requests.stream().map(this::finishCall).toList())
                .thenApply(replies -> ScriptReply.zip(requests, replies, (request, reply) -> {
                    changed(request.key());
                    return switch (reply.code()) {
                        case 1 -> FinishReply.STORED;
                        case 2 -> FinishReply.EMPTY;
                        case 3 -> FinishReply.OTHERS_AT_WORK;
                        default -> FinishReply.LOST;
                    };
                }));
    }

    private ScriptCall finishCall(FinishRequest request) {
        Long stamp = request.stamp();
        Long version = request.version();
        StoredValue value = request.value();
        // A merged value keeps the clock and the lives of its base, which may have been cleared or may be over by now.
        if (value != null && (isCleared(value) || value.remainingMillis(time.now()) <= 0)) {
            value = null;
        }
        return ScriptCall.withClaim(
                RedisScript.FINISH_WRITE,
                request.key().text(),
                Bytes.token(request.token()),
                stamp == null ? Bytes.NONE : Bytes.eight(stamp),
                value == null ? Bytes.NONE : RecordFormat.encode(value),
                value == null ? Bytes.number(0) : left(value),
                Bytes.millis(request.holdOff()),
                version == null ? Bytes.NONE : Bytes.eight(version),
                VERSION_MEMORY);
    }

    @Override
    public CompletionStage<Boolean> touch(StoreKey key, long seen, Duration soft, Duration hard) {
        return one(key, RedisScript.TOUCH, Bytes.eight(seen), Bytes.millis(soft), Bytes.millis(hard));
    }

    @Override
    public CompletionStage<List<ClaimReply>> claim(List<ClaimRequest> requests) {
        return claims.claim(requests);
    }

    @Override
    public CompletionStage<Boolean> renewClaim(StoreKey key, Token token, Duration life) {
        return claims.renew(key, token, life);
    }

    @Override
    public CompletionStage<Boolean> releaseClaim(StoreKey key, Token token) {
        return claims.release(key, token);
    }

    @Override
    public CompletionStage<List<BackOff>> backOffs(List<StoreKey> keys) {
        return claims.backOffs(keys);
    }

    @Override
    public CompletionStage<Boolean> backOff(StoreKey key, int failures, Duration delay, Duration memory) {
        return claims.backOff(key, failures, delay, memory);
    }

    @Override
    public CompletionStage<Void> clear() {
        return clock.clear(spec.cache()).thenAccept(cleared -> {
            listeners.cleared(spec.namespace(), spec.cache());
            keyspace.sweep(spec, head(spec.keys()), spec.keys(), cleared.clearedAt(spec.cache()));
        });
    }

    @Override
    public long clock() {
        return clock.counter();
    }

    @Override
    public CompletionStage<StoreStatistics> statistics() {
        return keyspace.weigh(
                head(spec.keys()), text -> isOurs(text) && spec.keys().matches(text), clearedAt());
    }

    private CompletionStage<Boolean> one(StoreKey key, RedisScript script, byte[]... arguments) {
        return run(
                link, ScriptCall.of(script, Bytes.key(key.text()), arguments), reply -> changedIf(reply.isDone(), key));
    }

    private static <T> CompletionStage<T> run(RedisLink link, ScriptCall call, Function<ScriptReply, T> read) {
        return link.run(call).thenApply(read);
    }

    private <A, B> CompletionStage<List<B>> each(
            List<A> requests, Function<A, ScriptCall> call, BiFunction<A, ScriptReply, B> read) {
        return link.runAll(requests.stream().map(call).toList())
                .thenApply(replies -> ScriptReply.zip(requests, replies, read));
    }

    private void changed(StoreKey key) {
        listeners.evicted(key.text());
    }

    private boolean changedIf(boolean done, StoreKey key) {
        if (done) {
            changed(key);
        }
        return done;
    }
}
