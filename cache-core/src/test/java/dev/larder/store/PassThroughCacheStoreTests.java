// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.Eviction;
import dev.larder.key.KeyGlob;
import dev.larder.test.TestOrigin;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PassThroughCacheStoreTests {

    private final TestTime time = new TestTime();

    @AutoClose
    private final CacheManager caches = CacheManager.builder()
            .store(new PassThroughCacheStore(time.sources().dates()))
            .time(time.sources())
            .build();

    private final Cache<Long, String> cache = caches.open(CacheOptions.named("things"), Long.class, String.class);
    private final TestOrigin<Long, String> origin =
            new TestOrigin<Long, String>().with(1L, "one").with(2L, "two");

    @Test
    void everyReadGoesToTheOrigin() {
        assertThat(cache.getOrLoad(1L, origin)).isEqualTo("one");
        assertThat(cache.getOrLoad(1L, origin)).isEqualTo("one");
        assertThat(cache.getAllOrLoad(List.of(1L, 2L), origin)).isEqualTo(Map.of(1L, "one", 2L, "two"));
        assertThat(cache.refresh(1L, origin)).isEqualTo("one");
        assertThat(origin.loads(1L)).isEqualTo(4);
        assertThat(cache.stats().hits()).isZero();
    }

    @Test
    void everyWriteReachesTheOrigin() throws Exception {
        assertThat(cache.write(1L, () -> origin.write(1L, "new"))).isEqualTo("new");
        assertThat(cache.<String, Exception>write(1L, () -> origin.write(1L, "newer"), (old, written) -> old))
                .isEqualTo("newer");
        assertThat(cache.writeAll(List.of(2L), () -> Map.of(2L, origin.write(2L, "other"))))
                .isEqualTo(Map.of(2L, "other"));
        assertThat(cache.remove(1L, () -> "removed")).isEqualTo("removed");
        assertThat(origin.value(1L)).isEqualTo("newer");
        assertThat(origin.value(2L)).isEqualTo("other");
        assertThat(cache.get(1L)).isNull();
    }

    @Test
    void nothingIsStoredAndNothingSaysSo() {
        assertThat(cache.put(1L, "put")).isFalse();
        assertThat(cache.putAll(Map.of(1L, "put"))).isFalse();
        assertThat(cache.putIfAbsent(1L, "put")).isNull();
        assertThat(cache.lease(1L)).isNull();
        assertThat(cache.touch(1L)).isFalse();
        assertThat(cache.get(1L)).isNull();
        assertThat(cache.contains(1L)).isFalse();
        assertThat(cache.evict(1L)).isEqualTo(Eviction.NOT_CACHED);
        assertThat(cache.evictMatching(KeyGlob.of(KeyGlob.any()))).isEqualTo(Eviction.NOT_CACHED);
        assertThat(region().expire(List.of(StoreKey.of("1"), StoreKey.of("2")), 42, Duration.ZERO)
                        .toCompletableFuture())
                .isCompletedWithValue(List.of(EvictReply.NOTHING, EvictReply.NOTHING));
        assertThat(cache.clear().isAcknowledged()).isTrue();
        assertThat(caches.clear("things").isAcknowledged()).isTrue();
        assertThat(caches.statistics().get(0).store().keys()).hasValue(0);
        assertThat(caches.health().details()).containsEntry("store", "none");
    }

    @Test
    void everybodyIsGrantedAClaimAndNoFailureIsRemembered() {
        StoreRegion region = region();
        StoreKey key = StoreKey.of("1");
        Token token = new Token(1, 1);

        assertThat(region.backOff(key, 3, Duration.ofHours(1), Duration.ofHours(1))
                        .toCompletableFuture())
                .isCompletedWithValue(false);
        assertThat(region.claim(List.of(new ClaimRequest(key, token, Duration.ofHours(1))))
                        .toCompletableFuture())
                .isCompletedWithValue(List.of(new ClaimReply.Granted(0)));
        assertThat(region.backOffs(List.of(key)).toCompletableFuture()).isCompletedWithValue(List.of(BackOff.NONE));
        assertThat(region.renewClaim(key, token, Duration.ofHours(1)).toCompletableFuture())
                .isCompletedWithValue(false);
        assertThat(region.releaseClaim(key, token).toCompletableFuture()).isCompletedWithValue(false);
    }

    private StoreRegion region() {
        return new PassThroughCacheStore(time.sources().dates()).open(RegionSpec.ofSize("things", 1, "things", 1));
    }
}
