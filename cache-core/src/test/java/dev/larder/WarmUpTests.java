// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.key.InvalidCacheKeyException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class WarmUpTests {

    /** A user's class that can load many at once. */
    private final class PostCache extends CacheAsideStrategy<Long, String> {

        PostCache(CacheManager caches) {
            super(caches, CacheOptions.named("posts").timeToLive(Duration.ofHours(1)));
        }

        @Override
        protected String load(Long id) throws IOException {
            return loadAll(List.of(id)).get(id);
        }

        @Override
        protected Map<Long, String> loadAll(Collection<Long> ids) throws IOException {
            loaded.add(List.copyOf(ids));
            if (ids.stream().anyMatch(bad::contains)) {
                throw new IOException("a bad row");
            }
            return ids.stream()
                    .filter(id -> id < 404)
                    .collect(Collectors.toMap(Function.identity(), id -> "post " + id));
        }
    }

    @AutoClose
    private final Node node;

    private final PostCache posts;
    private final Collection<List<Long>> loaded = new ConcurrentLinkedQueue<>();
    private final Set<Long> bad = ConcurrentHashMap.newKeySet();

    WarmUpTests(StoreKind kind) {
        node = new Node(kind);
        posts = new PostCache(node.caches);
    }

    private static List<Long> ids(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void loadsInBatchesWhatIsNotCached() {
        posts.get(2L);
        loaded.clear();

        WarmUpReport report = posts.warmUp(
                List.of(1L, 2L, 3L, 3L, 4L, 1L, 5L, 404L, 7L),
                WarmUp.defaults().concurrency(1).batchSize(3));

        assertThat(loaded).containsExactly(List.of(1L, 3L), List.of(4L, 5L, 404L), List.of(7L));
        assertThat(report).isEqualTo(new WarmUpReport("posts", 7, 7, 0, Duration.ZERO, null));
        loaded.clear();
        assertThat(posts.get(3L)).isEqualTo("post 3");
        assertThat(posts.entry(404L).isAbsent()).isTrue();
        assertThat(loaded).isEmpty();
    }

    @Test
    void loadsNothingThatIsCachedAlready() {
        posts.warmUp(ids(200));
        loaded.clear();

        assertThat(posts.warmUp(ids(200)).done()).isEqualTo(200);
        assertThat(loaded).isEmpty();
    }

    @Test
    void loadsFiftyAtATimeUnlessItIsToldOtherwise() {
        posts.warmUp(ids(120));

        assertThat(loaded).extracting(List::size).containsExactlyInAnyOrder(50, 50, 20);
    }

    @Test
    void loadsABatchThatFailsKeyByKeySoThatOneBadKeyCostsNoOther() {
        bad.add(3L);
        bad.add(12L);

        WarmUpReport report =
                posts.warmUp(ids(15), WarmUp.defaults().concurrency(1).batchSize(5));

        assertThat(report.done()).isEqualTo(15);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.isComplete()).isTrue();
        assertThat(report.firstFailure())
                .isInstanceOf(CacheLoadException.class)
                .hasMessageContaining("key 'posts:v1:3' of cache 'posts'")
                .hasRootCauseMessage("a bad row");
        bad.clear();
        loaded.clear();
        node.elapse(Duration.ofSeconds(1)); // until keys that failed are tried again
        posts.getAll(ids(15));
        assertThat(loaded).containsExactly(List.of(3L, 12L));
    }

    @Test
    void countsEachKeyOfAnOriginThatIsAway() {
        bad.addAll(ids(15));

        assertThat(posts.warmUp(ids(15), WarmUp.defaults().batchSize(4)).failed())
                .isEqualTo(15);
    }

    @Test
    void goesThroughManyBatchesOnAnExecutorThatRunsThemAtOnce() {
        assertThat(posts.warmUp(ids(5_000), WarmUp.defaults().batchSize(1)).done())
                .isEqualTo(5_000);
        assertThat(loaded).hasSize(5_000);
    }

    @Test
    void refusesWhatCannotBeAKeyBeforeAnythingIsLoaded() {
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> posts.warmUp(Arrays.asList(1L, null)))
                .withMessageStartingWith("Cache 'posts' was given a null key");
        assertThatExceptionOfType(InvalidCacheKeyException.class)
                .isThrownBy(() -> posts.async().warmUp(Arrays.asList(1L, null)));
        assertThat(loaded).isEmpty();
        assertThat(posts.contains(1L)).isFalse();
    }

    @Test
    void reportsAtOnceIfThereAreNoKeys() {
        assertThat(posts.async().warmUp(List.of()))
                .isCompletedWithValue(new WarmUpReport("posts", 0, 0, 0, Duration.ZERO, null));
        assertThat(posts.warmUp(List.of()).isComplete()).isTrue();
    }

    @Test
    void warmsUpAsAFutureToo() {
        assertThat(posts.async().warmUp(ids(60)).join().done()).isEqualTo(60);
        assertThat(posts.async()
                        .warmUp(ids(80), WarmUp.defaults().batchSize(20))
                        .join()
                        .done())
                .isEqualTo(80);
        assertThat(posts.contains(80L)).isTrue();
    }
}
