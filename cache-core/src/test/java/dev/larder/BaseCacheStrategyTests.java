// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.key.KeyGlob;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BaseCacheStrategyTests {

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration ABSENT_LIFE = Duration.ofSeconds(20);

    record Presence(String device, List<String> rooms) {}

    private static final Presence PHONE = new Presence("phone", List.of("hall", "kitchen"));
    private static final Presence LAPTOP = new Presence("laptop", List.of());

    private static final class OnlineStatusCache extends BaseCacheStrategy<Long, Presence> {

        OnlineStatusCache(CacheManager caches) {
            super(caches, options("online"));
        }

        boolean markOnline(long user, Presence presence) {
            return put(user, presence);
        }

        Set<Long> onlineAmong(List<Long> users) {
            return getAll(users).keySet();
        }
    }

    private static final class Plain<V> extends BaseCacheStrategy<String, V> {

        Plain(CacheManager caches, CacheOptions options, ValueType<V> type) {
            super(caches, options, ValueType.of(String.class), type);
        }
    }

    @AutoClose
    private final Node node;

    private final OnlineStatusCache online;

    BaseCacheStrategyTests(StoreKind kind) {
        node = new Node(kind);
        online = new OnlineStatusCache(node.caches);
    }

    private static CacheOptions options(String name) {
        return CacheOptions.named(name).namespace("chat").timeToLive(LIFE).absentTimeToLive(ABSENT_LIFE);
    }

    @Test
    void letsASubclassPublishVerbsOfItsOwn() {
        assertThat(online.markOnline(7, PHONE)).isTrue();
        assertThat(online.onlineAmong(List.of(8L, 7L))).containsExactly(7L);
        assertThat(online.name()).isEqualTo("online");
        assertThat(online.cache().name()).isEqualTo("online");
        assertThat(online.cache().options().timeToLive()).isEqualTo(LIFE);
    }

    @Test
    void returnsWhatWasPutAndNothingElse() {
        online.put(7L, PHONE);

        assertThat(online.get(7L)).isEqualTo(PHONE);
        assertThat(online.get(8L)).isNull();
        online.put(7L, LAPTOP);
        assertThat(online.get(7L)).isEqualTo(LAPTOP);
    }

    @Test
    void keepsZeroFalseAndEmptyTextAsValues() {
        assertKeeps(Integer.class, 0);
        assertKeeps(Boolean.class, false);
        assertKeeps(String.class, "");
    }

    private <V> void assertKeeps(Class<V> type, V value) {
        Plain<V> cache = new Plain<>(node.caches, options("plain-" + type.getSimpleName()), ValueType.of(type));
        cache.put("key", value);

        assertThat(cache.get("key")).isEqualTo(value);
        assertThat(cache.getAll(List.of("key"))).containsEntry("key", value);
        assertThat(cache.entry("key").isAbsent()).isFalse();
        assertThat(cache.timeToLive("key")).isEqualTo(LIFE);
        assertThat(cache.stats().misses()).isZero();
    }

    @Test
    void remembersAnAbsenceForItsOwnTimeToLive() {
        online.put(7L, null);

        assertThat(online.get(7L)).isNull();
        assertThat(online.contains(7L)).isTrue();
        assertThat(online.entry(7L).isAbsent()).isTrue();
        assertThat(online.entry(7L).value()).isNull();
        assertThat(online.timeToLive(7L)).isEqualTo(ABSENT_LIFE);
        node.elapse(ABSENT_LIFE);
        assertThat(online.contains(7L)).isFalse();
    }

    @Test
    void countsAKnownAbsenceAsAHit() {
        online.put(7L, null);

        assertThat(online.get(7L)).isNull();
        assertThat(online.get(8L)).isNull();
        assertThat(online.stats().hits()).isEqualTo(1);
        assertThat(online.stats().misses()).isEqualTo(1);
    }

    @Test
    void keepsNestedGenericsAsTheyWere() {
        Plain<Map<String, List<Presence>>> cache =
                new Plain<>(node.caches, options("nested"), new ValueType<Map<String, List<Presence>>>() {});
        Map<String, List<Presence>> value = Map.of("all", List.of(PHONE, LAPTOP), "none", List.of());
        cache.put("key", value);

        assertThat(cache.get("key")).isEqualTo(value);
        assertThat(cache.get("key").get("all").get(0)).isInstanceOf(Presence.class);
    }

    @Test
    void putsIfAbsentOnlyWhereNothingIsCached() {
        assertThat(online.putIfAbsent(7L, PHONE)).isNull();
        assertThat(online.putIfAbsent(7L, LAPTOP).value()).isEqualTo(PHONE);
        assertThat(online.get(7L)).isEqualTo(PHONE);

        node.elapse(LIFE);
        assertThat(online.putIfAbsent(7L, LAPTOP)).isNull();
        assertThat(online.get(7L)).isEqualTo(LAPTOP);
    }

    @Test
    void aKnownAbsenceIsCachedToPutIfAbsent() {
        assertThat(online.putIfAbsent(7L, null)).isNull();

        CacheEntry<Presence> there = online.putIfAbsent(7L, PHONE);

        assertThat(there.isAbsent()).isTrue();
        assertThat(there.timeToLive()).isEqualTo(ABSENT_LIFE);
        assertThat(online.get(7L)).isNull();
    }

    @Test
    void countsNeitherHitNorMissForLooksAtAnEntry() {
        online.put(7L, PHONE);

        online.entry(7L);
        online.contains(8L);
        online.timeToLive(7L);

        assertThat(online.stats().hits() + online.stats().misses()).isZero();
    }

    @Test
    void evictsOneKey() {
        online.put(7L, PHONE);
        online.put(8L, LAPTOP);

        assertThat(online.evict(7L)).isEqualTo(Eviction.EVICTED);
        assertThat(online.get(7L)).isNull();
        assertThat(online.get(8L)).isEqualTo(LAPTOP);
        assertThat(online.evict(7L)).isEqualTo(Eviction.NOT_CACHED);
        assertThat(Eviction.NOT_CACHED.isAcknowledged()).isTrue();
        online.put(7L, null);
        assertThat(online.evict(7L)).as("a known absence").isEqualTo(Eviction.EVICTED);
    }

    @Test
    void evictsManyKeys() {
        online.put(7L, PHONE);
        online.put(8L, LAPTOP);
        online.put(9L, LAPTOP);

        assertThat(online.evictAll(List.of(7L, 8L, 7L, 1L))).isEqualTo(Eviction.EVICTED);
        assertThat(online.getAll(List.of(7L, 8L, 9L)).keySet()).containsExactly(9L);
        assertThat(online.evictAll(List.of(7L, 8L))).isEqualTo(Eviction.NOT_CACHED);
        assertThat(online.evictAll(List.of())).isEqualTo(Eviction.NOT_CACHED);
        assertThat(online.evictMatching(KeyGlob.of(9L))).isEqualTo(Eviction.EVICTED);
        assertThat(online.contains(9L)).isFalse();
    }

    @Test
    void getsManyInTheOrderOfTheKeysAndOnce() {
        for (long user = 0; user < 50; user++) {
            online.put(user, new Presence("device " + user, List.of()));
        }
        online.put(3L, null);

        Map<Long, Presence> found = online.getAll(List.of(40L, 3L, 7L, 99L, 40L, 1L));

        assertThat(found.keySet()).containsExactly(40L, 7L, 1L);
        assertThat(found.get(40L).device()).isEqualTo("device 40");
        assertThat(online.stats().hits()).isEqualTo(4);
        assertThat(online.stats().misses()).isEqualTo(1);
        assertThat(online.getAll(List.of())).isEmpty();
    }

    @Test
    void putsMany() {
        Map<Long, Presence> values = new HashMap<>();
        values.put(7L, PHONE);
        values.put(8L, LAPTOP);
        values.put(9L, null);

        assertThat(online.putAll(values)).isTrue();
        assertThat(online.getAll(List.of(7L, 8L, 9L))).isEqualTo(Map.of(7L, PHONE, 8L, LAPTOP));
        assertThat(online.entry(9L).isAbsent()).isTrue();
        assertThat(online.putAll(Map.of())).isTrue();
    }

    @Test
    void clearsItselfAndNothingElse() {
        Plain<String> neighbour = new Plain<>(node.caches, options("neighbour"), ValueType.of(String.class));
        neighbour.put("key", "value");
        online.put(7L, PHONE);
        online.put(8L, null);

        assertThat(online.clear()).isEqualTo(Eviction.EVICTED);
        assertThat(online.contains(7L)).isFalse();
        assertThat(online.contains(8L)).isFalse();
        assertThat(neighbour.get("key")).isEqualTo("value");
    }

    @Test
    void keepsWhatIsPutAfterAClear() {
        online.clear();
        online.put(7L, PHONE);
        assertThat(online.get(7L)).isEqualTo(PHONE);
        online.clear();
        assertThat(online.putIfAbsent(7L, LAPTOP)).isNull();
        assertThat(online.get(7L)).isEqualTo(LAPTOP);
    }

    @Test
    void putsAndTouchesWithALifeOfItsOwn() {
        online.put(7L, PHONE, Duration.ofSeconds(5));
        assertThat(online.timeToLive(7L)).isEqualTo(Duration.ofSeconds(5));
        online.touch(7L);
        assertThat(online.timeToLive(7L)).isEqualTo(LIFE);
        online.touch(7L, Duration.ofSeconds(9));
        assertThat(online.timeToLive(7L)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void hasTheSameVerbsAsFutures() {
        online.put(7L, PHONE);
        online.put(8L, LAPTOP);
        AsyncCacheReader<Long, Presence> async = online.async();

        assertThat(async.get(7L).join()).isEqualTo(PHONE);
        assertThat(async.get(1L).join()).isNull();
        assertThat(async.getAll(List.of(8L, 1L, 7L)).join().keySet()).containsExactly(8L, 7L);
        assertThat(async.entry(7L).join().value()).isEqualTo(PHONE);
        assertThat(async.entry(1L).join()).isNull();
        assertThat(async.contains(7L).join()).isTrue();
        assertThat(async.timeToLive(7L).join()).isEqualTo(LIFE);
        assertThat(async.timeToLive(1L).join()).isNull();
        node.elapse(Duration.ofSeconds(30));
        assertThat(async.touch(7L).join()).isTrue();
        assertThat(online.timeToLive(7L)).isEqualTo(LIFE);
        assertThat(async.touch(7L, Duration.ofSeconds(5)).join()).isTrue();
        assertThat(online.timeToLive(7L)).isEqualTo(Duration.ofSeconds(5));
        assertThat(async.evict(7L).join()).isEqualTo(Eviction.EVICTED);
        assertThat(async.evictAll(List.of(7L)).join()).isEqualTo(Eviction.NOT_CACHED);
        assertThat(async.evictMatching(KeyGlob.of(8L)).join()).isEqualTo(Eviction.EVICTED);
        online.put(8L, LAPTOP);
        assertThat(async.clear().join()).isEqualTo(Eviction.EVICTED);
        assertThat(online.contains(8L)).isFalse();
    }

    @Test
    void hasTheChangingVerbsAsFuturesForSubclasses() {
        AsyncCache<Long, Presence> async = online.cache().async();

        assertThat(async.put(7L, PHONE).join()).isTrue();
        assertThat(async.put(8L, LAPTOP, Duration.ofSeconds(5)).join()).isTrue();
        assertThat(async.putAll(Map.of(9L, PHONE)).join()).isTrue();
        assertThat(async.putIfAbsent(9L, LAPTOP).join().value()).isEqualTo(PHONE);
        assertThat(async.putIfAbsent(10L, LAPTOP).join()).isNull();
        assertThat(online.getAll(List.of(7L, 8L, 9L, 10L)))
                .isEqualTo(Map.of(7L, PHONE, 8L, LAPTOP, 9L, PHONE, 10L, LAPTOP));
        assertThat(online.timeToLive(8L)).isEqualTo(Duration.ofSeconds(5));
    }
}
