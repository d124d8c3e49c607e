// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.key.InvalidCacheKeyException;
import dev.larder.store.MemoryCacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.TestTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;

class SpringCacheTests {

    private final TestTime time = new TestTime();
    private final ChaosStore store = new ChaosStore(new MemoryCacheStore(time.sources()));

    @AutoClose
    private final CacheManager caches = CacheManager.builder()
            .store(store)
            .time(time.sources())
            .executor(Runnable::run)
            .build();

    private final SpringCacheManager springCaches = new SpringCacheManager(caches);
    private final Cache cache = springCaches.getCache("things");

    @Test
    void aNullValueIsAnEntryAndAMissIsNone() {
        assertThat(cache.get("key")).isNull();

        cache.put("key", null);

        assertThat(cache.get("key")).isNotNull();
        assertThat(cache.get("key").get()).isNull();
        assertThat(cache.retrieve("key").join()).isInstanceOf(Cache.ValueWrapper.class);
        assertThat(cache.retrieve("other").join()).isNull();
    }

    @Test
    void aNullValueHasTheAbsentTimeToLive() {
        cache.put("key", null);
        time.advance(CacheOptions.named("things").absentTimeToLive());

        assertThat(cache.get("key")).isNull();
    }

    @Test
    void aValueOfAnotherTypeIsRefusedWhereATypeIsAskedFor() {
        cache.put("key", 7);

        assertThat(cache.get("key", Integer.class)).isEqualTo(7);
        assertThat(cache.<Object>get("key", (Class<Object>) null)).isEqualTo(7);
        assertThat(cache.get("none", String.class)).isNull();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> cache.get("key", String.class))
                .withMessage(
                        "cache 'things' holds a java.lang.Integer under this key where a java.lang.String is wanted");
    }

    @Test
    void loadsOnce() {
        assertThat(cache.get("key", () -> "loaded")).isEqualTo("loaded");
        assertThat(cache.get("key", () -> "never called")).isEqualTo("loaded");
        assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("never called")))
                .isCompletedWithValue("loaded");
    }

    @Test
    void aLoadThatAnEvictionOvertookIsNotStored() {
        String read = cache.get("key", () -> {
            cache.evict("key");
            return "read before the eviction";
        });

        assertThat(read).isEqualTo("read before the eviction");
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void anAsynchronousLoadThatAnEvictionOvertookIsNotStored() {
        CompletableFuture<String> origin = new CompletableFuture<>();
        CompletableFuture<String> read = cache.retrieve("key", () -> origin);
        cache.evict("key");
        origin.complete("read before the eviction");

        assertThat(read.join()).isEqualTo("read before the eviction");
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void whatALoaderThrowsComesInSpringsWrapper() {
        IOException checked = new IOException("away");
        IllegalStateException unchecked = new IllegalStateException("broken");
        AssertionError error = new AssertionError("an error");

        assertThatExceptionOfType(ValueRetrievalException.class)
                .isThrownBy(() -> cache.get("key", () -> {
                    throw checked;
                }))
                .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(checked))
                .satisfies(thrown -> assertThat(thrown.getKey()).isEqualTo("key"));
        assertThatExceptionOfType(ValueRetrievalException.class)
                .isThrownBy(() -> cache.get("key", () -> {
                    throw unchecked;
                }))
                .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(unchecked));
        assertThatThrownBy(() -> cache.get("other", () -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void whatAnAsynchronousLoaderThrowsComesAsItIs() {
        IOException checked = new IOException("away");

        assertThat(cache.retrieve("key", () -> CompletableFuture.failedFuture(checked)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isSameAs(checked);
    }

    @Test
    void whatSpringChainsToALookupRunsWhereUsersCodeMayRun() {
        try (CacheManager own = CacheManager.builder()
                .store(store)
                .time(time.sources())
                .executor(task -> new Thread(task, "users").start())
                .build()) {
            Cache slow = new SpringCacheManager(own).getCache("slow");
            store.inject(ChaosStore.Fault.LOSE_REPLY, ChaosStore.Verb.GET);
            CompletableFuture<String> thread = slow.retrieve("key")
                    .thenApply(found -> Thread.currentThread().getName());
            store.awaitStalled(1);
            store.heal();
            store.resume();

            assertThat(thread.join()).isEqualTo("users");
        }
    }

    @Test
    void putIfAbsentReturnsWhatIsThere() {
        assertThat(cache.putIfAbsent("key", "first")).isNull();
        assertThat(cache.putIfAbsent("key", "second").get()).isEqualTo("first");
        cache.put("absent", null);
        assertThat(cache.putIfAbsent("absent", "value").get()).isNull();
        assertThat(cache.get("key").get()).isEqualTo("first");
    }

    @Test
    void evictIfPresentAndInvalidateTellWhatWasThere() {
        assertThat(cache.evictIfPresent("key")).isFalse();
        cache.put("key", "value");
        assertThat(cache.evictIfPresent("key")).isTrue();
        assertThat(cache.get("key")).isNull();

        assertThat(cache.invalidate()).isFalse();
        cache.put("key", "value");
        assertThat(cache.invalidate()).isTrue();
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void clearRemovesEverything() {
        cache.put("one", 1);
        cache.put("two", 2);
        cache.clear();

        assertThat(cache.get("one")).isNull();
        assertThat(cache.get("two")).isNull();
    }

    @Test
    void keysOfSeveralArgumentsAreEqualWhereSpringsAre() {
        cache.put(new SimpleKey("a", 1L, null), "value");

        assertThat(cache.get(new SimpleKey("a", 1L, null)).get()).isEqualTo("value");
        assertThat(cache.get(new SimpleKey("a", 1, null))).isNull();
        assertThat(cache.get(new SimpleKey("a, 1", null))).isNull();
        assertThat(cache.get(SimpleKey.EMPTY)).isNull();
        cache.put(SimpleKey.EMPTY, "no arguments");
        assertThat(cache.get(new SimpleKey()).get()).isEqualTo("no arguments");
    }

    @Test
    void anArgumentThatIsNullIsAnotherKeyThanAListThatHoldsNull() {
        Object ofNull = SimpleKeyGenerator.generateKey((Object) null);
        Object ofList = SimpleKeyGenerator.generateKey(Collections.singletonList(null));

        cache.put(ofNull, "null");

        assertThat(cache.get(ofList)).isNull();
        assertThat(cache.get(new SimpleKey((Object) null)).get()).isEqualTo("null");
    }

    @Test
    void anArrayAsAKeyIsRefusedAndSaysWhatToDo() {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> cache.get(new SimpleKey("a", new long[] {1})))
                .withMessageContaining("things")
                .withMessageContaining("List");
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> cache.get(new SimpleKey("a", new long[] {1}), () -> "never called"));
    }

    @Test
    void aStoreThatFailsMakesNothingThrow() {
        cache.put("key", "value");
        store.inject(ChaosStore.Fault.FAIL);

        assertThat(cache.get("missing", () -> "from the origin")).isEqualTo("from the origin");
        cache.put("key", "new");
        cache.evict("key");
        cache.clear();
        assertThat(cache.putIfAbsent("other", "value")).isNull();
        assertThat(cache.evictIfPresent("key")).isFalse();
        assertThat(cache.retrieve("other").join()).isNull();
    }

    @Test
    void showsLardersCache() {
        assertThat(cache.getName()).isEqualTo("things");
        assertThat(cache.getNativeCache()).isSameAs(caches.find("things").orElseThrow());
    }

    @Test
    void aStrategysCacheIsUsedAsItIs() {
        dev.larder.Cache<Long, String> typed = caches.open(CacheOptions.named("typed"), Long.class, String.class);
        typed.put(7L, "value");
        Cache asSpring = springCaches.getCache("typed");

        assertThat(asSpring.get(7L).get()).isEqualTo("value");
        asSpring.evict(7L);
        assertThat(typed.get(7L)).isNull();
        assertThatExceptionOfType(InvalidCacheKeyException.class).isThrownBy(() -> asSpring.evict("7"));
    }

    @Test
    void resetEmptiesTheCachesThatSpringKnowsAndNoOthers() {
        dev.larder.Cache<Long, String> typed = caches.open(CacheOptions.named("typed"), Long.class, String.class);
        typed.put(7L, "value");
        cache.put("key", "value");
        assertThat(springCaches.getCacheNames()).isEqualTo(Set.of("things"));

        springCaches.resetCaches();

        assertThat(cache.get("key")).isNull();
        assertThat(typed.get(7L)).isEqualTo("value");
    }

    @Test
    void whatRunsBeforeACacheIsOpenedMayAskForThatCache() {
        SpringCacheManager[] reentrant = new SpringCacheManager[1];
        AtomicBoolean asked = new AtomicBoolean();
        reentrant[0] = new SpringCacheManager(caches, () -> {
            if (asked.compareAndSet(false, true)) {
                assertThat(reentrant[0].getCache("reentrant")).isNotNull();
            }
        });

        assertThat(reentrant[0].getCache("reentrant")).isSameAs(reentrant[0].getCache("reentrant"));
    }

    @Test
    void oneCacheIsOpenedHoweverManyAskForItAtOnce() {
        List<CompletableFuture<Cache>> asked = IntStream.range(0, 32)
                .mapToObj(any -> CompletableFuture.supplyAsync(() -> springCaches.getCache("popular")))
                .toList();

        assertThat(asked).extracting(CompletableFuture::join).containsOnly(springCaches.getCache("popular"));
    }
}
