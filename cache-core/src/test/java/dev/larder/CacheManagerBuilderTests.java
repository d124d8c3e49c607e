// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.serializer.CacheSerializer;
import dev.larder.store.MemoryCacheStore;
import dev.larder.store.RecordFormat;
import dev.larder.store.StoredRecord;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CacheManagerBuilderTests {

    private final TestTime time = new TestTime();
    private final RecordMapStore records = new RecordMapStore(time.sources());

    private static Cache<Long, String> open(CacheManager caches, CacheOptions options) {
        return caches.open(options, Long.class, String.class);
    }

    private CacheManagerBuilder overRecords() {
        return CacheManager.builder().store(records).time(time.sources());
    }

    @Test
    void needsNothingForCachesInThisProcess() {
        try (CacheManager caches = CacheManager.inMemory()) {
            Cache<Long, String> cache = open(caches, CacheOptions.named("posts"));

            assertThat(cache.getOrLoad(1L, key -> "loaded")).isEqualTo("loaded");
            assertThat(cache.get(1L)).isEqualTo("loaded");
            assertThat(caches.health().details()).containsEntry("store", "memory");
            assertThat(cache.entry(1L).createdAt()).isBefore(Instant.now().plusSeconds(1));
        }
    }

    @Test
    void keepsManagersInMemoryApart() {
        try (CacheManager one = CacheManager.inMemory();
                CacheManager other = CacheManager.inMemory()) {
            open(one, CacheOptions.named("posts")).put(1L, "value");

            assertThat(open(other, CacheOptions.named("posts")).get(1L)).isNull();
        }
    }

    @Test
    void closesTheStoreThatItMade() {
        CacheManager caches = CacheManager.inMemory();
        Cache<Long, String> cache = open(caches, CacheOptions.named("posts"));
        caches.close();

        assertThat(caches.health().available()).isFalse();
        assertThat(cache.getOrLoad(1L, key -> "loaded"))
                .as("a late reader is served all the same")
                .isEqualTo("loaded");
        assertThat(cache.evict(1L)).isEqualTo(Eviction.UNACKNOWLEDGED);
        assertThat(cache.async().getOrLoad(1L, key -> "loaded"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(CacheLoadException.class);
    }

    @Test
    void putsNamespaceVersionAndPatternIntoTheTextOfKeys() {
        try (CacheManager caches = overRecords().build()) {
            CacheOptions messages =
                    CacheOptions.named("messages").namespace("chat").keyPattern("conversation:{}:messages");
            open(caches, messages).put(123L, "value");
            open(caches, CacheOptions.named("online").namespace("chat").version(2))
                    .put(7L, "value");
            open(caches, CacheOptions.named("feed")).put(7L, "value");
        }

        assertThat(records.keys())
                .containsExactly("chat:v1:conversation:123:messages", "chat:v2:online:7", "feed:v1:7");
    }

    @Test
    void putsAPrefixBeforeTheTextOfKeys() {
        try (CacheManager caches = overRecords().keyPrefix("shop").build()) {
            open(caches, CacheOptions.named("feed")).put(7L, "value");
        }

        assertThat(records.keys()).containsExactly("shop:feed:v1:7");
    }

    @Test
    void refusesAPrefixThatCannotBeOne() {
        try (CacheManager caches = overRecords().keyPrefix("a:b").build()) {
            assertThatExceptionOfType(CacheConfigurationException.class)
                    .isThrownBy(() -> open(caches, CacheOptions.named("feed")))
                    .withMessageContaining("Cache 'feed'")
                    .withMessageContaining("a:b");
        }
    }

    @Test
    void anotherVersionDoesNotSeeTheEntriesOfTheFirst() {
        try (CacheManager first = overRecords().build();
                CacheManager second = overRecords().build()) {
            open(first, CacheOptions.named("feed")).put(7L, "first");
            Cache<Long, String> later = open(second, CacheOptions.named("feed").version(2));

            assertThat(later.get(7L)).isNull();
            later.put(7L, "second");
            assertThat(first.find("feed").orElseThrow().stats().puts()).isEqualTo(1);
            assertThat(records.keys()).containsExactly("feed:v1:7", "feed:v2:7");
        }
    }

    @Test
    void usesItsSerializerWhereACacheNamesNone() {
        CacheSerializer ofManager = CacheSerializer.json();
        try (CacheManager caches = overRecords().serializer(ofManager).build()) {
            open(caches, CacheOptions.named("feed")).put(7L, "value");
        }

        StoredRecord record = RecordFormat.decode(records.raw("feed:v1:7"));
        assertThat(record)
                .isInstanceOfSatisfying(
                        StoredRecord.Value.class,
                        value -> assertThat(value.value().encoding().serializer())
                                .isEqualTo(ofManager.id()));
    }

    @Test
    void boundsALocalCacheByTheNumberOfItsValues() {
        try (CacheManager caches = CacheManager.builder()
                .store(new MemoryCacheStore(time.sources()))
                .time(time.sources())
                .build()) {
            Cache<Long, String> cache = open(caches, CacheOptions.named("small").maximumSize(10));
            for (long key = 0; key < 200; key++) {
                cache.put(key, "value");
            }

            CacheStatistics statistics = caches.statistics().get(0);
            assertThat(statistics.store().keys().orElseThrow()).isBetween(1L, 10L);
            assertThat(statistics.store().evictions().orElseThrow()).isBetween(190L, 199L);
        }
    }

    @Test
    void boundsALocalCacheByTheWeightOfItsValues() {
        try (CacheManager caches = CacheManager.builder()
                .store(new MemoryCacheStore(time.sources()))
                .time(time.sources())
                .build()) {
            CacheOptions options =
                    CacheOptions.named("weighed").<Long, String>maximumWeight(100, (key, value) -> value.length());
            Cache<Long, String> cache = open(caches, options);
            for (long key = 0; key < 50; key++) {
                cache.put(key, "twenty characters ..");
                cache.put(1000 + key, null);
            }

            assertThat(caches.statistics().get(0).store().keys().orElseThrow())
                    .as("five values, or absences, which weigh one each")
                    .isLessThanOrEqualTo(100);
            long values = 0;
            for (long key = 0; key < 50; key++) {
                values += cache.get(key) == null ? 0 : 1;
            }
            assertThat(values).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void loadsInTheBackgroundOnThreadsOfItsOwn() {
        try (CacheManager caches = CacheManager.inMemory()) {
            Cache<Long, String> cache = open(caches, CacheOptions.named("posts"));

            String thread = cache.async()
                    .getOrLoad(1L, key -> {
                        Thread current = Thread.currentThread();
                        return current.getName() + " " + current.isDaemon();
                    })
                    .join();

            assertThat(thread).startsWith("larder-loads-").endsWith(" true");
        }
    }

    @Test
    void runsLoadersAndWritesOfAsynchronousCallsOnTheGivenExecutor() {
        Queue<Runnable> submitted = new ArrayDeque<>();
        try (CacheManager caches = overRecords().executor(submitted::add).build()) {
            Cache<Long, String> cache = open(caches, CacheOptions.named("posts"));
            var load = cache.async().getOrLoad(1L, key -> "loaded");
            var write = cache.async().write(2L, () -> "written");

            assertThat(load).isNotDone();
            assertThat(submitted).hasSize(2);
            submitted.forEach(Runnable::run);
            assertThat(load.join()).isEqualTo("loaded");
            assertThat(write.join()).isEqualTo("written");
            assertThat(cache.getOrLoad(3L, key -> Thread.currentThread().getName()))
                    .as("a synchronous caller needs no executor")
                    .isEqualTo(Thread.currentThread().getName());
        }
    }

    @Test
    void failsAsynchronousCallsThatFindNoFreeThread() {
        Executor full = code -> {
            throw new RejectedExecutionException("full");
        };
        try (CacheManager caches = overRecords().executor(full).build()) {
            Cache<Long, String> cache = open(caches, CacheOptions.named("posts"));
            cache.put(9L, "cached");
            List<ThrowingCallable> calls = List.of(
                    () -> cache.async().getOrLoad(1L, key -> "loaded").join(),
                    () -> cache.async()
                            .getAllOrLoad(List.of(1L, 2L), key -> "loaded")
                            .join(),
                    () -> cache.async().refresh(9L, key -> "loaded").join(),
                    () -> cache.async().refresh(1L, key -> "loaded").join(),
                    () -> cache.async().write(9L, () -> "written").join());

            assertThat(calls)
                    .allSatisfy(call -> assertThatExceptionOfType(CompletionException.class)
                            .isThrownBy(call)
                            .havingCause()
                            .isInstanceOf(CacheLoadException.class)
                            .withMessageContaining("no thread is free")
                            .withMessageContaining("'posts'")
                            .withMessageContaining("larger executor"));
            assertThat(cache.getOrLoad(1L, key -> "loaded"))
                    .as("the key is free again")
                    .isEqualTo("loaded");
            assertThat(cache.contains(1L)).isTrue();
        }
    }

    @Test
    void refusesNull() {
        CacheManagerBuilder builder = CacheManager.builder();

        assertThatNullPointerException().isThrownBy(() -> builder.store(null)).withMessage("store must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.keyPrefix(null))
                .withMessage("keyPrefix must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.serializer(null))
                .withMessage("serializer must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.executor(null))
                .withMessage("executor must not be null");
        assertThatNullPointerException().isThrownBy(() -> builder.time(null)).withMessage("time must not be null");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.configure(null))
                .withMessage("configuration must not be null");
    }
}
