// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** What an eviction overtook is not stored, however a method is annotated, and no lease outlives its call. */
class OvertakenCallsTests extends AnnotatedApplication {

    @Test
    void aCallThatAnEvictionOvertookIsNotStored() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.byId(1L)).isEqualTo("old");
        assertThat(posts.byId(1L)).isEqualTo("new");
    }

    @Test
    void aCallWithUnlessThatAnEvictionOvertookIsNotStored() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
        assertThat(stats("posts").refusedFills()).isEqualTo(1);
    }

    @Test
    void aCallOverTwoCachesThatAnEvictionOvertookIsNotStoredInTheOneThatWasEvicted() {
        changeDuringCall(() -> posts.evict(1L));

        assertThat(posts.inTwoCaches(1L)).isEqualTo("old");

        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isEqualTo("old");
    }

    @Test
    void aFutureThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.later(1L);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.later(1L).join()).isEqualTo("new");
        assertThat(posts.later(1L).join()).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
    }

    @Test
    void aFutureWithUnlessThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.laterUnlessEmpty(1L);
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.laterUnlessEmpty(1L).join()).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void aMonoThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.mono(1L).toFuture();
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.mono(1L).block()).isEqualTo("new");
        assertThat(posts.mono(1L).block()).isEqualTo("new");
        assertThat(world.calls).hasValue(2);
    }

    @Test
    void aMonoWithUnlessThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.monoUnlessEmpty(1L).toFuture();
        world.awaitCalls(1);
        posts.evict(1L);
        answer.complete("old");
        assertThat(first.join()).isEqualTo("old");
        assertThat(value("posts", 1L)).isNull();

        world.answer = CompletableFuture.completedFuture("new");
        assertThat(posts.monoUnlessEmpty(1L).block()).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void aFutureOverTwoCachesThatAnEvictionOvertookIsStoredInNeither() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        world.answer = answer;
        CompletableFuture<String> first = posts.laterInTwoCaches(1L);
        springCache("posts").evict(1L);
        springCache("drafts").evict(1L);
        answer.complete("old");

        assertThat(first.join()).isEqualTo("old");
        assertThat(value("posts", 1L)).isNull();
        assertThat(value("drafts", 1L)).isNull();
    }

    @Test
    void anOperationThatNamesOurCacheManagerKeepsThePromisesToo() {
        changeDuringCall(() -> posts.evict(1L));
        assertThat(posts.namingTheManager(1L)).isEqualTo("old");
        assertThat(posts.namingTheManager(1L)).isEqualTo("new");

        posts.evict(1L);
        origin.put(1L, "old");
        changeDuringCall(() -> posts.evict(1L));
        assertThat(posts.namingTheManagerUnlessEmpty(1L)).isEqualTo("old");
        assertThat(posts.namingTheManagerUnlessEmpty(1L)).isEqualTo("new");
    }

    @Test
    void aMethodThatAsksAnotherForItsKeyDoesNotWaitForItself() {
        world.duringCall = () -> {
            world.duringCall = () -> {};
            assertThat(posts.byId(1L)).isEqualTo("old");
        };

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void aSubscriberWhoLeavesLeavesNoLeaseBehind() {
        world.answer = new CompletableFuture<>();
        Disposable subscriber = posts.monoUnlessEmpty(1L).subscribe();
        world.awaitCalls(1);
        subscriber.dispose();

        assertThat(posts.unlessEmpty(1L)).isEqualTo("old");
        assertThat(value("posts", 1L)).isEqualTo("old");
    }

    @Test
    void aCallDuringStartupLeavesTheMethodFenced() {
        assertThat(world.calledAtStartup).isTrue();
        origin.put(7L, "old");
        world.duringCall = () -> {
            world.duringCall = () -> {};
            origin.put(7L, "new");
            springCache("startups").evict(7L);
        };
        assertThat(posts.calledAtStartup(7L)).isEqualTo("old");
        assertThat(posts.calledAtStartup(7L)).isEqualTo("new");
    }

    @Test
    void whatUnlessKeepsOutIsNotStoredAndLeavesTheKeyFree() {
        origin.put(1L, "");

        assertThat(posts.unlessEmpty(1L)).isEmpty();
        assertThat(value("posts", 1L)).isNull();

        origin.put(1L, "new");
        assertThat(posts.unlessEmpty(1L)).isEqualTo("new");
        assertThat(value("posts", 1L)).isEqualTo("new");
    }

    @Test
    void whatTheMethodDoesWithTheCacheItselfIsNoFencedRead() {
        world.duringCall = () -> springCache("posts").get(2L);

        posts.unlessEmpty(1L);
        springCache("posts").put(2L, "put");

        assertThat(value("posts", 2L)).isEqualTo("put");
    }
}
