// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RefreshTests {

    private static final Duration LIFE = Duration.ofHours(2);

    /** A post as a user caches it. */
    private final class PostCache extends CacheAsideStrategy<Long, String> {

        PostCache(CacheManager caches) {
            super(caches, CacheOptions.named("posts").timeToLive(LIFE));
        }

        @Override
        protected @Nullable String load(Long id) throws IOException {
            if (away) {
                throw new IOException("the origin is away");
            }
            return origin;
        }
    }

    @AutoClose
    private final Node node;

    private final PostCache posts;
    private @Nullable String origin = "first";
    private boolean away;

    RefreshTests(StoreKind kind) {
        node = new Node(kind);
        posts = new PostCache(node.caches);
    }

    @Test
    void replacesWhatIsCached() {
        posts.get(1L);
        node.elapse(Duration.ofHours(1));
        origin = "new";

        assertThat(posts.refresh(1L)).isEqualTo("new");
        assertThat(posts.get(1L)).isEqualTo("new");
        assertThat(posts.entry(1L).age()).isZero();
        assertThat(posts.timeToLive(1L)).isEqualTo(LIFE);
    }

    @Test
    void loadsWhatIsNotCached() {
        assertThat(posts.refresh(1L)).isEqualTo("first");
        assertThat(posts.contains(1L)).isTrue();
    }

    @Test
    void turnsAValueIntoAnAbsenceAndBack() {
        posts.get(1L);
        origin = null;
        assertThat(posts.refresh(1L)).isNull();
        assertThat(posts.entry(1L).isAbsent()).isTrue();
        assertThat(posts.timeToLive(1L)).isEqualTo(Duration.ofSeconds(30));

        origin = "again";
        assertThat(posts.refresh(1L)).isEqualTo("again");
        assertThat(posts.get(1L)).isEqualTo("again");
    }

    @Test
    void leavesWhatIsCachedIfTheLoadFails() {
        posts.get(1L);
        away = true;

        assertThatExceptionOfType(CacheLoadException.class).isThrownBy(() -> posts.refresh(1L));
        assertThat(posts.get(1L)).isEqualTo("first");
    }

    @Test
    void storesNothingIfAnEvictionOvertookTheLoad() {
        posts.get(1L);

        String refreshed = posts.cache().refresh(1L, id -> {
            posts.evict(id);
            return "read before the eviction";
        });

        assertThat(refreshed).isEqualTo("read before the eviction");
        assertThat(posts.contains(1L)).isFalse();
        assertThat(posts.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void leavesThePutThatOvertookTheLoad() {
        posts.get(1L);

        posts.cache().refresh(1L, id -> {
            posts.put(id, "put");
            return "read before";
        });

        assertThat(posts.get(1L)).isEqualTo("put");
    }
}
