// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

// tag::first-use[]
class PostCache extends CacheAsideStrategy<Long, Post> {

    private final PostRepository posts;

    PostCache(CacheManager caches, PostRepository posts) {
        super(caches, CacheOptions.named("posts").timeToLive(Duration.ofHours(2)));
        this.posts = posts;
    }

    @Override
    protected Post load(Long id) {
        return posts.byId(id);
    }
}
// end::first-use[]

class FirstUseTests {

    private final AtomicInteger queries = new AtomicInteger();
    private final PostRepository posts = id -> {
        queries.incrementAndGet();
        return new Post(id, "Post " + id);
    };

    @Test
    void asksTheRepositoryOnce() {
        // tag::first-use[]
        PostCache cache = new PostCache(CacheManager.inMemory(), posts);
        Post post = cache.get(7L);
        // end::first-use[]

        assertThat(post).isEqualTo(new Post(7, "Post 7"));
        assertThat(cache.get(7L)).isSameAs(post);
        assertThat(queries).hasValue(1);
    }

    @Test
    void asksTheRepositoryOnceHoweverManyThreadsAsk() throws ExecutionException, InterruptedException {
        PostCache cache = new PostCache(CacheManager.inMemory(), posts);
        int threads = 50;
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);

        List<Future<Post>> answers = IntStream.range(0, threads)
                .mapToObj(thread -> executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return cache.get(7L);
                }))
                .toList();

        for (Future<Post> answer : answers) {
            assertThat(answer.get()).isEqualTo(new Post(7, "Post 7"));
        }
        assertThat(queries).hasValue(1);
        executor.shutdown();
    }
}
