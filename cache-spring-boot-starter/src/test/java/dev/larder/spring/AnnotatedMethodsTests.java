// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

/** Spring's annotations as an application uses them. */
class AnnotatedMethodsTests extends AnnotatedApplication {

    @Test
    void aCacheableMethodIsCalledOnceAndItsNullIsRemembered() {
        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(2L)).isNull();
        assertThat(posts.byId(2L)).isNull();

        assertThat(world.calls).hasValue(2);
        assertThat(stats("posts").hits()).isEqualTo(2);
        assertThat(stats("posts").misses()).isEqualTo(2);
        assertThat(stats("posts").loads()).isEqualTo(2);
    }

    @Test
    void aCacheableMethodIsCalledOnceHoweverManyThreadsCallIt() {
        world.duringCall = () -> awaitWaiters(world);
        List<Thread> threads = new ArrayList<>();
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            Thread thread = new Thread(() -> answers.add(posts.byId(1L)));
            threads.add(thread);
            world.callers.add(thread);
        }
        threads.forEach(Thread::start);
        threads.forEach(AnnotatedMethodsTests::join);

        assertThat(answers).hasSize(20).containsOnly("old");
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void aMonoSeesTheContextOfItsSubscriber() {
        assertThat(posts.fromContext(1L)
                        .contextWrite(context -> context.put("user", "Ada"))
                        .block())
                .isEqualTo("Ada");
    }

    @Test
    void aFutureFailsWithWhatTheMethodThrew() {
        IllegalArgumentException thrown = new IllegalArgumentException("bad id");
        world.thrownAtOnce = thrown;
        assertThatThrownBy(() -> posts.throwingAtOnce(1L).join()).hasCause(thrown);
    }

    @Test
    void aFluxIsCachedAsAList() {
        assertThat(posts.flux(1L).collectList().block()).isEqualTo(List.of("old", "1"));
        assertThat(posts.flux(1L).collectList().block()).isEqualTo(List.of("old", "1"));
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void anEmptyMonoIsRemembered() {
        world.answer = CompletableFuture.completedFuture(null);

        assertThat(posts.mono(1L).blockOptional()).isEmpty();
        assertThat(posts.mono(1L).blockOptional()).isEmpty();
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void anOptionalIsCachedAsWhatItHolds() {
        assertThat(posts.optional(1L)).contains("old");
        assertThat(posts.optional(1L)).contains("old");
        assertThat(posts.optional(2L)).isEmpty();
        assertThat(posts.optional(2L)).isEmpty();

        assertThat(world.calls).hasValue(2);
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void whatAMethodThrowsComesAsItIsAndTheKeyIsFree() {
        IOException checked = new IOException("away");
        world.failure = checked;

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> posts.failing(1L))
                .isSameAs(checked);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> posts.failingUnlessEmpty(1L))
                .isSameAs(checked);

        world.failure = null;
        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L))
                .as("the lease of the call that failed was given back")
                .isEqualTo("old");
    }

    @Test
    void aConditionThatDoesNotHoldGoesPastTheCache() {
        assertThat(posts.onlyPositive(-1L)).isNull();
        assertThat(posts.onlyPositive(-1L)).isNull();
        assertThat(world.calls).hasValue(2);

        posts.onlyPositive(1L);
        posts.onlyPositive(1L);
        assertThat(world.calls).hasValue(3);
    }

    @Test
    void cachePutStoresWhatTheMethodReturns() {
        posts.byId(1L);

        assertThat(posts.save(1L, "new")).isEqualTo("new");

        assertThat(posts.byId(1L)).isEqualTo("new");
        assertThat(world.calls).hasValue(1);
    }

    @Test
    void cacheEvictRemovesOneKeyOrAll() {
        origin.put(2L, "second");
        posts.byId(1L);
        posts.byId(2L);

        posts.evict(1L);
        assertThat(value("posts", 1L)).isNull();
        assertThat(value("posts", 2L)).isEqualTo("second");

        posts.evictAll();
        assertThat(value("posts", 2L)).isNull();
    }

    @Test
    void evictionBeforeTheInvocationHappensThoughTheMethodFails() {
        posts.byId(1L);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> posts.evictAndFail(1L));
        assertThat(value("posts", 1L)).isNull();
    }

    @Test
    void aMethodThatPutsAndEvictsDoesBoth() {
        posts.byId(1L);

        posts.move(1L);

        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isEqualTo("old");
    }

    @Test
    void severalArgumentsAreOneKey() {
        assertThat(posts.byAuthor("Ada", 1)).isEqualTo("Ada 1");
        assertThat(posts.byAuthor("Ada", 1)).isEqualTo("Ada 1");
        assertThat(posts.byAuthor("Ada", 2)).isEqualTo("Ada 2");

        assertThat(world.calls).hasValue(2);
        assertThat(springCache("authors").get(new SimpleKey("Ada", 1)).get()).isEqualTo("Ada 1");
    }

    @Test
    void aMethodThatCallsItselfForTheSameKeyDoesNotHang() {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            assertThat(posts.byId(1L)).isEqualTo("old");
        };

        assertThat(posts.byId(1L)).isEqualTo("old");
    }

    /** Waits until all callers but the one who loads are parked in the cache. */
    private static void awaitWaiters(World world) {
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!world.callers.stream()
                .filter(thread -> thread != Thread.currentThread())
                .allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            if (System.nanoTime() > patience) {
                throw new AssertionError("the other callers do not wait: "
                        + world.callers.stream().map(Thread::getState).toList());
            }
            Thread.onSpinWait();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
