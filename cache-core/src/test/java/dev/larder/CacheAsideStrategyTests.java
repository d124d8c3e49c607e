// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.key.KeyGlob;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CacheAsideStrategyTests {

    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration ABSENT_LIFE = Duration.ofSeconds(30);

    record Post(long id, String title, List<String> tags) {}

    private static Post post(long id, String title) {
        return new Post(id, title, List.of("a", "b"));
    }

    /** What a user writes: a constructor and a load. */
    private final class PostCache extends CacheAsideStrategy<Long, Post> {

        PostCache(CacheManager caches) {
            super(caches, CacheOptions.named("posts").timeToLive(LIFE));
        }

        @Override
        protected Post load(Long id) throws IOException {
            loaded.add(List.of(id));
            if (origin.containsKey(id) && origin.get(id) == null) {
                throw new IOException("the origin is away");
            }
            return origin.get(id);
        }
    }

    /** A user's class that can load many at once. */
    private final class BulkPostCache extends CacheAsideStrategy<Long, Post> {

        BulkPostCache(CacheManager caches) {
            super(caches, CacheOptions.named("bulk-posts").timeToLive(LIFE));
        }

        @Override
        protected Post load(Long id) {
            loaded.add(List.of(id));
            return origin.get(id);
        }

        @Override
        protected Map<Long, Post> loadAll(Collection<Long> ids) {
            loaded.add(List.copyOf(ids));
            Map<Long, Post> posts = new HashMap<>(origin);
            posts.keySet().retainAll(ids);
            posts.put(1000L, post(1000, "not asked for"));
            return posts;
        }
    }

    @AutoClose
    private final Node node;

    private final Map<Long, Post> origin = new HashMap<>();
    private final Collection<List<Long>> loaded = new ConcurrentLinkedQueue<>();
    private final PostCache posts;

    CacheAsideStrategyTests(StoreKind kind) {
        node = new Node(kind);
        posts = new PostCache(node.caches);
        for (long id = 1; id <= 9; id++) {
            origin.put(id, post(id, "post " + id));
        }
    }

    @Test
    void loadsNothingBeforeTheFirstCall() {
        assertThat(loaded).isEmpty();
        assertThat(posts.contains(1L)).isFalse();
        assertThat(loaded).isEmpty();
    }

    @Test
    void loadsOnAMissAndServesWhatItLoadedFromThenOn() {
        assertThat(posts.get(1L)).isEqualTo(post(1, "post 1"));
        origin.put(1L, post(1, "changed behind the cache"));
        assertThat(posts.get(1L)).isEqualTo(post(1, "post 1"));

        assertThat(loaded).containsExactly(List.of(1L));
        assertThat(posts.stats().hits()).isEqualTo(1);
        assertThat(posts.stats().misses()).isEqualTo(1);
        assertThat(posts.stats().loads()).isEqualTo(1);
    }

    @Test
    void loadsAgainWhenTheTimeToLiveIsOver() {
        posts.get(1L);
        node.elapse(LIFE);
        origin.put(1L, post(1, "new"));

        assertThat(posts.get(1L)).isEqualTo(post(1, "new"));
    }

    @Test
    void loadsAgainAfterAnEviction() {
        posts.get(1L);
        origin.put(1L, post(1, "new"));
        posts.evict(1L);

        assertThat(posts.get(1L)).isEqualTo(post(1, "new"));
    }

    @Test
    void remembersForAWhileThatTheOriginHasNone() {
        assertThat(posts.get(404L)).isNull();
        assertThat(posts.get(404L)).isNull();
        assertThat(loaded).hasSize(1);
        assertThat(posts.entry(404L).isAbsent()).isTrue();

        node.elapse(ABSENT_LIFE);
        origin.put(404L, post(404, "found"));
        assertThat(posts.get(404L)).isEqualTo(post(404, "found"));
    }

    @Test
    void loadsZeroFalseAndEmptyTextOnce() {
        assertLoadsOnce(Integer.class, 0);
        assertLoadsOnce(Boolean.class, false);
        assertLoadsOnce(String.class, "");
    }

    private <V> void assertLoadsOnce(Class<V> type, V value) {
        CacheAsideStrategy<String, V> cache =
                CacheAsideStrategy.of(node.caches, CacheOptions.named(type.getSimpleName()), type, key -> value);

        assertThat(cache.get("key")).isEqualTo(value);
        assertThat(cache.get("key")).isEqualTo(value);
        assertThat(cache.stats().loads()).isEqualTo(1);
    }

    @Test
    void storesNothingIfTheLoadFails() {
        origin.put(1L, null);

        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> posts.get(1L))
                .withMessage(
                        "could not load key 'posts:v1:1' of cache 'posts': java.io.IOException: the origin is away")
                .withCauseInstanceOf(IOException.class);
        assertThat(posts.contains(1L)).isFalse();
        origin.put(1L, post(1, "back"));
        assertThat(posts.get(1L)).isEqualTo(post(1, "back"));
        assertThat(posts.stats().loadFailures()).isEqualTo(1);
    }

    @Test
    void loadsOneAfterTheOtherUnlessLoadAllIsOverridden() {
        assertThat(posts.getAll(List.of(3L, 404L, 1L)).keySet()).containsExactly(3L, 1L);
        assertThat(loaded).containsExactly(List.of(3L), List.of(404L), List.of(1L));
    }

    @Test
    void loadsWhatIsMissingInOneCallAndOnce() {
        BulkPostCache bulk = new BulkPostCache(node.caches);
        bulk.get(5L);
        loaded.clear();

        Map<Long, Post> found = bulk.getAll(List.of(9L, 5L, 404L, 2L, 9L, 7L));

        assertThat(loaded).containsExactly(List.of(9L, 404L, 2L, 7L));
        assertThat(found.keySet()).containsExactly(9L, 5L, 2L, 7L);
        assertThat(found.get(7L)).isEqualTo(post(7, "post 7"));
        assertThat(bulk.stats().hits()).isEqualTo(1);
        loaded.clear();
        assertThat(bulk.getAll(List.of(9L, 5L, 404L, 2L, 7L))).isEqualTo(found);
        assertThat(loaded).as("the absent one is remembered too").isEmpty();
        assertThat(bulk.entry(404L).isAbsent()).isTrue();
    }

    @Test
    void ignoresWhatLoadAllReturnsUnasked() {
        BulkPostCache bulk = new BulkPostCache(node.caches);

        assertThat(bulk.getAll(List.of(1L, 2L)).keySet()).containsExactly(1L, 2L);
        assertThat(bulk.contains(1000L)).isFalse();
    }

    @Test
    void asksNoOriginForAnEmptyCollection() {
        assertThat(posts.getAll(List.of())).isEmpty();
        assertThat(loaded).isEmpty();
    }

    @Test
    void failsABulkOfWhichOneKeyFailsAndStoresWhatItLoadedBefore() {
        origin.put(2L, null);

        assertThatExceptionOfType(CacheLoadException.class)
                .isThrownBy(() -> posts.getAll(List.of(1L, 2L, 3L)))
                .withCauseInstanceOf(IOException.class);
        assertThat(posts.contains(1L)).isTrue();
        assertThat(posts.contains(3L)).isFalse();
        assertThat(posts.getAll(List.of(1L, 3L)).keySet()).containsExactly(1L, 3L);
    }

    @Test
    void takesALoaderForOneCall() {
        assertThat(posts.getOrLoad(1L, id -> post(id, "by lambda"))).isEqualTo(post(1, "by lambda"));
        assertThat(posts.getOrLoad(1L, id -> post(id, "too late"))).isEqualTo(post(1, "by lambda"));
        assertThat(posts.get(1L)).isEqualTo(post(1, "by lambda"));
        assertThat(loaded).isEmpty();
    }

    @Test
    void loadsOnTheThreadOfASynchronousCaller() {
        List<Thread> threads = new ArrayList<>();
        posts.getOrLoad(1L, id -> {
            threads.add(Thread.currentThread());
            return null;
        });
        posts.cache().refresh(1L, id -> {
            threads.add(Thread.currentThread());
            return null;
        });

        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void hasTheSameVerbsAsFuturesThatLoadOnAMiss() {
        AsyncCacheAside<Long, Post> async = posts.async();

        assertThat(async.get(1L).join()).isEqualTo(post(1, "post 1"));
        assertThat(async.getAll(List.of(2L, 404L, 1L)).join().keySet()).containsExactly(2L, 1L);
        assertThat(loaded).containsExactly(List.of(1L), List.of(2L), List.of(404L));
        assertThat(async.entry(404L).join().isAbsent()).isTrue();
        assertThat(async.contains(5L).join()).isFalse();
        assertThat(async.timeToLive(1L).join()).isEqualTo(LIFE);
        assertThat(async.getOrLoad(5L, id -> post(id, "by lambda")).join()).isEqualTo(post(5, "by lambda"));
        assertThat(async.refresh(5L).join()).isEqualTo(post(5, "post 5"));
        node.elapse(Duration.ofHours(1));
        assertThat(async.touch(1L).join()).isTrue();
        assertThat(posts.timeToLive(1L)).isEqualTo(LIFE);
        assertThat(async.touch(1L, Duration.ofSeconds(5)).join()).isTrue();
        assertThat(posts.timeToLive(1L)).isEqualTo(Duration.ofSeconds(5));
        assertThat(async.evict(1L).join()).isEqualTo(Eviction.EVICTED);
        assertThat(async.evictAll(List.of(2L)).join()).isEqualTo(Eviction.EVICTED);
        posts.get(3L);
        assertThat(async.evictMatching(KeyGlob.of(3L)).join()).isEqualTo(Eviction.EVICTED);
        posts.get(4L);
        assertThat(async.clear().join()).isEqualTo(Eviction.EVICTED);
        assertThat(posts.contains(4L)).isFalse();
    }

    @Test
    void refreshesAndLoadsByLambdaAsFuturesToo() {
        AsyncCache<Long, Post> async = posts.cache().async();

        assertThat(async.getOrLoad(1L, id -> post(id, "by lambda")).join()).isEqualTo(post(1, "by lambda"));
        assertThat(async.refresh(1L, id -> post(id, "newer")).join()).isEqualTo(post(1, "newer"));
        assertThat(async.getAllOrLoad(List.of(1L, 2L), id -> post(id, "many")).join())
                .isEqualTo(Map.of(1L, post(1, "newer"), 2L, post(2, "many")));
        assertThat(async.get(3L).join()).as("Cache.get asks no origin").isNull();
        assertThat(async.getAll(List.of(3L)).join()).isEmpty();
    }

    @Test
    void failsAFutureWithWhatTheSynchronousVerbThrows() {
        origin.put(1L, null);

        assertThat(posts.async().get(1L))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(CacheLoadException.class)
                .withRootCauseInstanceOf(IOException.class);
    }
}
