// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BeginReply;
import dev.larder.store.BeginRequest;
import dev.larder.store.CacheStore;
import dev.larder.store.Encoding;
import dev.larder.store.EvictReply;
import dev.larder.store.Fill;
import dev.larder.store.FinishReply;
import dev.larder.store.FinishRequest;
import dev.larder.store.KeyFilter;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.Lookup;
import dev.larder.store.PutReply;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Supersede;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh store for each test of a part of the contract, and its verbs in few words. */
abstract class StoreContractPart {

    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration INTENT = Duration.ofSeconds(10);
    static final Duration HOLD_OFF = Duration.ofSeconds(40);
    static final Duration SOFT = Duration.ofMinutes(1);
    static final Duration HARD = Duration.ofMinutes(2);
    static final Duration MOMENT = Duration.ofMillis(10);

    final TestTime time = new TestTime();
    final StoreKey key = key("shop", "prices", "apple");
    private final AtomicLong numbers = new AtomicLong();
    private final StoreContract contract;
    CacheStore store;
    StoreRegion region;

    StoreContractPart(StoreContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void openStore() {
        store = contract.store(time.sources());
        region = open("shop", "prices");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    StoreRegion open(String namespace, String cache) {
        return store.open(RegionSpec.ofSize(namespace, 1, cache, 10_000));
    }

    static StoreKey key(String namespace, String cache, String name) {
        return new StoreKey(namespace + ":v1:" + cache + ":" + name, name);
    }

    StoreKey key(String name) {
        return key("shop", "prices", name);
    }

    int histories() {
        return contract.histories();
    }

    void elapse(Duration duration) {
        contract.elapse(time, duration);
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the store", interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError("the store failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the store did not answer within ten seconds", late);
        }
    }

    Token token() {
        return new Token(7, numbers.incrementAndGet());
    }

    StoredValue value(String text) {
        return value(text, region.clock());
    }

    StoredValue value(String text, long clock) {
        Object payload = store.keepsReferences() ? text : text.getBytes(UTF_8);
        return new StoredValue(
                payload,
                // Spread over all 64 bits, with the sign bit set in half of them.
                numbers.incrementAndGet() * 0x9E37_79B9_7F4A_7C15L,
                store.now(),
                SOFT.toMillis(),
                HARD.toMillis(),
                25,
                clock,
                new Encoding(1_790_000_000, 0xCAFE_BABE, 3, 0),
                null);
    }

    static String text(Lookup found) {
        if (!(found instanceof StoredValue value)) {
            throw new AssertionError("expected a value, but found " + found);
        }
        Object payload = value.payload();
        return payload instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(payload);
    }

    /** A moment by the store's clock that no test reaches. */
    long inTime() {
        return store.now() + Duration.ofDays(1).toMillis();
    }

    /** A filter that knows how the keys begin which it means. */
    static KeyFilter filter(String head, Predicate<String> matching) {
        return new KeyFilter() {
            @Override
            public boolean matches(String text) {
                return matching.test(text);
            }

            @Override
            public String literalHead() {
                return head;
            }
        };
    }

    Lookup get() {
        return answer(region.get(key));
    }

    LeaseReply lease() {
        return lease(token());
    }

    LeaseReply lease(Token token) {
        return lease(new LeaseRequest(key, token, LEASE, inTime(), null));
    }

    LeaseReply lease(LeaseRequest request) {
        return answer(region.lease(List.of(request))).get(0);
    }

    /** Takes the lease of a key that holds no usable value. */
    Lease leased() {
        LeaseReply reply = leaseWhateverIsCleared();
        assertThat(reply).isInstanceOf(LeaseReply.Granted.class);
        return ((LeaseReply.Granted) reply).lease();
    }

    /** Asks for the lease, and again by fill id if a value stands there that no reader may use. */
    LeaseReply leaseWhateverIsCleared() {
        LeaseReply reply = lease();
        return reply instanceof LeaseReply.Found found
                        && found.found() instanceof Lookup.Unusable unusable
                        && unusable.supersede() != null
                ? lease(new LeaseRequest(key, token(), LEASE, inTime(), unusable.supersede()))
                : reply;
    }

    boolean fill(Lease lease, StoredValue value) {
        return answer(region.fill(List.of(new Fill(key, lease, value)))).get(0);
    }

    PutReply put(StoredValue value) {
        return answer(region.put(key, value, inTime()));
    }

    EvictReply evict(Duration holdOff) {
        return answer(region.evict(List.of(key), holdOff)).get(0);
    }

    EvictReply evict() {
        return evict(Duration.ZERO);
    }

    EvictReply expire(Duration keep) {
        return expire(numbers.incrementAndGet(), keep);
    }

    EvictReply expire(long fillId, Duration keep) {
        return answer(region.expire(List.of(key), fillId, keep)).get(0);
    }

    BeginReply begin(Token token, Duration life) {
        return answer(region.beginWrite(List.of(new BeginRequest(key, token, life, inTime()))))
                .get(0);
    }

    /** Begins the only write that is at work. */
    WriteIntent begun() {
        return begun(INTENT);
    }

    WriteIntent begun(Duration life) {
        BeginReply reply = begin(token(), life);
        assertThat(reply).isInstanceOf(BeginReply.Begun.class);
        return ((BeginReply.Begun) reply).intent();
    }

    /** Begins a write beside others. */
    WriteIntent joined() {
        BeginReply reply = begin(token(), INTENT);
        assertThat(reply).isInstanceOf(BeginReply.Joined.class);
        return ((BeginReply.Joined) reply).intent();
    }

    FinishReply finish(WriteIntent intent, @Nullable StoredValue value) {
        return finish(intent, value, Duration.ZERO);
    }

    FinishReply finish(WriteIntent intent, @Nullable StoredValue value, Duration holdOff) {
        return finish(new FinishRequest(key, intent.token(), intent.stamp(), value, holdOff, null));
    }

    FinishReply finish(FinishRequest request) {
        return answer(region.finishWrite(List.of(request))).get(0);
    }

    void assertHolds(String text) {
        assertThat(text(get())).isEqualTo(text);
    }

    void assertHoldsNoValue() {
        assertThat(get()).isNotInstanceOf(StoredValue.class);
        assertThat(region.peek(key.object())).isNull();
    }

    void assertLoadsAreNotStored() {
        assertThat(lease()).isEqualTo(LeaseReply.Bypass.BYPASS);
    }

    void assertFree() {
        assertHoldsNoValue();
        Lease lease = leased();
        assertThat(answer(region.release(key, lease))).isTrue();
    }

    static Supersede named(StoredValue value) {
        return new Supersede.ByFillId(value.fillId());
    }
}
