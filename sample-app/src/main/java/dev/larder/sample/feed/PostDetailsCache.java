// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Posts under keys such as {@code feed:v1:post:9}; those of a page are loaded by one query. */
@Component
class PostDetailsCache extends CacheAsideStrategy<Long, PostDetails> {

    private final PostRepository posts;

    PostDetailsCache(CacheManager caches, PostRepository posts) {
        super(
                caches,
                CacheOptions.named("posts")
                        .namespace("feed")
                        .keyPattern("post:{}")
                        .timeToLive(Duration.ofHours(2)));
        this.posts = posts;
    }

    @Override
    protected @Nullable PostDetails load(Long id) {
        return loadAll(List.of(id)).get(id);
    }

    @Override
    protected Map<Long, PostDetails> loadAll(Collection<Long> ids) {
        return posts.detailsOf(ids).stream().collect(Collectors.toMap(PostDetails::id, Function.identity()));
    }
}
