// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Level;
import dev.larder.key.CacheKeyBuilder;
import dev.larder.store.CacheStore.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who hears of which cache. */
class CacheOpeningTests {

    @AutoClose
    private final CacheManager caches = CacheManager.inMemory();

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private Cache<String, String> open(String name) {
        return caches.open(CacheOptions.named(name), String.class, String.class);
    }

    @Test
    void aListenerHearsOfCachesThatAreOpenAndOfThoseOpenedLater() {
        open("posts");
        open("comments");

        caches.onOpen(cache -> heard.add(cache.name()));
        assertThat(heard).containsExactly("comments", "posts");
        open("likes");
        assertThat(heard).containsExactly("comments", "posts", "likes");
    }

    @Test
    void aListenerHearsNothingOfACacheThatWasRefused() {
        caches.onOpen(cache -> heard.add(cache.name()));
        open("posts");

        assertThatExceptionOfType(CacheConfigurationException.class).isThrownBy(() -> open("posts"));
        assertThat(heard).containsExactly("posts");
    }

    @Test
    void aListenerGetsTheCacheReadyForUse() {
        caches.onOpen(cache -> {
            assertThat(caches.find(cache.name())).containsSame(cache);
            cache.clear();
            heard.add(cache.name() + " " + cache.stats().hits() + " " + cache.localSize());
        });

        open("posts");
        assertThat(heard).containsExactly("posts 0 OptionalLong[0]");
    }

    @Test
    void aSubscriptionEndsForItself() {
        Subscription first = caches.onOpen(cache -> heard.add("first"));
        caches.onOpen(cache -> heard.add("second"));

        first.cancel();
        open("posts");
        assertThat(heard).containsExactly("second");
    }

    @Test
    void aListenerThatThrowsCostsNobodyTheCacheNorTheOthersTheNews() {
        try (LogCapture log = new LogCapture(CacheManager.class.getName())) {
            caches.onOpen(cache -> {
                throw new IllegalStateException("no registry");
            });
            caches.onOpen(cache -> {
                throw new LinkageError("no class");
            });
            caches.onOpen(cache -> heard.add(cache.name()));

            assertThat(open("posts").put("key", "value")).isTrue();
            assertThat(heard).containsExactly("posts");
            assertThat(log.said(Level.WARN))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("failed at the opening of cache 'posts'"));
        }
    }

    @Test
    void noLockIsHeldWhileAListenerRuns() {
        caches.onOpen(cache -> {
            if (cache.name().equals("posts")) {
                heard.add(CompletableFuture.supplyAsync(() -> {
                            caches.onOpen(late -> heard.add("late listener: " + late.name()));
                            return open("opened-meanwhile").name();
                        })
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
            }
        });

        open("posts");
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "late listener: posts", "late listener: opened-meanwhile", "opened-meanwhile");
    }

    @Test
    void listenersWhoComeWhileACacheIsOpenedHearOfItExactlyOnce() {
        PipelineCache<String, String> cache = (PipelineCache<String, String>) open("posts");
        CacheKeyBuilder keys = CacheKeyBuilder.of("posts", String.class);
        List<OpenCaches> rounds = Stream.generate(OpenCaches::new).limit(2_000).toList();
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Void> opener = CompletableFuture.runAsync(() -> rounds.forEach(round -> {
            await(start);
            round.open("posts", keys, () -> cache);
        }));
        List<LongAdder> told = new ArrayList<>();
        for (OpenCaches round : rounds) {
            await(start);
            // Many, so that one of them comes in the very middle of the opening.
            for (int i = 0; i < 100; i++) {
                LongAdder times = new LongAdder();
                told.add(times);
                round.onOpen(opened -> times.increment());
            }
        }
        opener.orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(told.stream().map(LongAdder::sum).distinct()).containsExactly(1L);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void refusesNoListener() {
        assertThatNullPointerException()
                .isThrownBy(() -> caches.onOpen(null))
                .withMessageContaining("listener must not be null");
    }
}
