// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.Encoding;
import dev.larder.store.EvictReply;
import dev.larder.store.Lookup;
import dev.larder.store.MemoryCacheStore;
import dev.larder.store.PutReply;
import dev.larder.store.RegionSpec;
import dev.larder.store.StoreKey;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.InjectedFailure;
import dev.larder.test.ChaosStore.Verb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ChaosStoreTests {

    private final ChaosStore chaos = new ChaosStore(new MemoryCacheStore(new TestTime().sources()));
    private final StoreRegion region = chaos.open(RegionSpec.ofSize("shop", 1, "prices", 100));
    private final StoreKey key = StoreKey.of("shop:v1:prices:apple");

    @Test
    void worksAsTheStoreDoesUntilAFaultIsInjected() {
        assertThat(put("1.20")).isCompletedWithValue(PutReply.STORED);
        assertThat(payload(get().join())).isEqualTo("1.20");
        assertThat(region.peek(key.object())).isNotNull();
        assertThat(chaos.calls(Verb.GET)).isEqualTo(1);
        assertThat(chaos.calls()).isEqualTo(2);
    }

    @Test
    void failsTheVerbsThatAreNamedWithoutRunningThem() {
        put("1.20");
        chaos.inject(Fault.FAIL, Verb.EVICT);

        assertThat(evict()).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(InjectedFailure.class);

        assertThat(payload(get().join())).isEqualTo("1.20");
        chaos.heal();
        assertThat(evict()).isCompletedWithValue(List.of(EvictReply.REMOVED));
        assertThat(chaos.calls(Verb.EVICT)).isEqualTo(2);
    }

    @Test
    void failsAfterRunning() {
        chaos.inject(Fault.FAIL_AFTERWARDS, Verb.PUT);

        assertThat(put("1.20")).isCompletedExceptionally();

        assertThat(payload(get().join())).isEqualTo("1.20");
    }

    @Test
    void runsAStalledCommandLate() {
        chaos.inject(Fault.STALL, Verb.PUT);
        CompletionStage<PutReply> late = put("late");
        chaos.heal(Verb.PUT);
        put("in between");

        assertThat(late).isNotDone();
        assertThat(chaos.stalled()).isEqualTo(1);
        chaos.resume();

        assertThat(late).isCompletedWithValue(PutReply.STORED);
        assertThat(payload(get().join())).isEqualTo("late");
        assertThat(chaos.stalled()).isZero();
    }

    @Test
    void runsStalledCommandsInTheOrderOfTheirCalls() {
        chaos.inject(Fault.STALL);
        put("first");
        CompletableFuture<Lookup> between = get();
        put("second");

        chaos.heal();
        chaos.resume();

        assertThat(payload(between.join())).isEqualTo("first");
        assertThat(payload(get().join())).isEqualTo("second");
    }

    @Test
    void neverRunsAStalledCommandThatIsForgotten() {
        chaos.inject(Fault.STALL, Verb.PUT);
        CompletionStage<PutReply> never = put("never");

        chaos.forget();
        chaos.resume();

        assertThat(never).isNotDone();
        assertThat(get().join()).isEqualTo(Lookup.Nothing.NOTHING);
    }

    @Test
    void runsACommandWhoseReplyIsLost() {
        chaos.inject(Fault.LOSE_REPLY, Verb.PUT);

        CompletionStage<PutReply> unanswered = put("1.20");

        assertThat(unanswered).isNotDone();
        assertThat(payload(get().join())).isEqualTo("1.20");
        chaos.resume();
        assertThat(unanswered).isCompletedWithValue(PutReply.STORED);
    }

    @Test
    void spoilsPayloadsThatAreBytes() {
        put("1.20");

        chaos.inject(Fault.FLIP, Verb.GET);
        assertThat(payload(get().join())).hasSize(4).endsWith(".20").isNotEqualTo("1.20");
        assertThat(payload(
                        region.getAll(List.of(key)).toCompletableFuture().join().get(0)))
                .isNotEqualTo("1.20");

        chaos.inject(Fault.TRUNCATE, Verb.GET);
        assertThat(payload(get().join())).isEqualTo("1.");

        chaos.heal();
        assertThat(payload(get().join())).isEqualTo("1.20");
    }

    @Test
    void hasNothingAtHandWhileReadsAreFaulty() {
        put("1.20");
        chaos.inject(Fault.STALL, Verb.GET);

        assertThat(region.peek(key.object())).isNull();
    }

    @Test
    void waitsUntilOtherThreadsAreStalled() throws InterruptedException {
        chaos.inject(Fault.STALL);
        Thread other = new Thread(() -> put("of another thread"));
        other.start();

        chaos.awaitStalled(1);

        chaos.heal();
        chaos.resume();
        assertThat(payload(get().join())).isEqualTo("of another thread");
        other.join();
    }

    private CompletableFuture<Lookup> get() {
        return region.get(key).toCompletableFuture();
    }

    private CompletableFuture<List<EvictReply>> evict() {
        return region.evict(List.of(key), Duration.ZERO).toCompletableFuture();
    }

    private CompletionStage<PutReply> put(String text) {
        StoredValue value = new StoredValue(
                text.getBytes(UTF_8), 1, chaos.now(), 1_000, 1_000, 0, region.clock(), new Encoding(0, 0, 1, 0), null);
        return region.put(key, value, Long.MAX_VALUE);
    }

    private static String payload(Lookup found) {
        assertThat(found).isInstanceOf(StoredValue.class);
        return new String((byte[]) ((StoredValue) found).payload(), UTF_8);
    }
}
