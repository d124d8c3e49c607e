// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How often posts were reacted to, under keys such as {@code feed:v1:post:9:reactions}; those of a page are loaded by one query. */
@Component
class ReactionCountsCache extends WriteThroughCacheStrategy<Long, ReactionCounts> {

    private final ReactionRepository reactions;

    ReactionCountsCache(CacheManager caches, ReactionRepository reactions) {
        super(
                caches,
                CacheOptions.named("reactions")
                        .namespace("feed")
                        .keyPattern("post:{}:reactions")
                        .timeToLive(Duration.ofMinutes(30)));
        this.reactions = reactions;
    }

    void react(long post, long user, ReactionKind kind) {
        write(post, () -> {
            reactions.set(post, user, kind);
            return load(post);
        });
    }

    void withdraw(long post, long user) {
        write(post, () -> {
            reactions.remove(post, user);
            return load(post);
        });
    }

    @Override
    protected ReactionCounts load(Long post) {
        return loadAll(List.of(post)).getOrDefault(post, ReactionCounts.NONE);
    }

    @Override
    protected Map<Long, ReactionCounts> loadAll(Collection<Long> posts) {
        Map<Long, List<ReactionCount>> counts =
                reactions.countsOf(posts).stream().collect(Collectors.groupingBy(ReactionCount::post));
        // A post without reactions has counts too, or each page would ask for it again.
        return posts.stream()
                .collect(Collectors.toMap(
                        Function.identity(), post -> ReactionCounts.of(counts.getOrDefault(post, List.of()))));
    }
}
