// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

// tag::bean[]
@Component
class ArticleCache extends CacheAsideStrategy<Long, Post> {

    private final PostRepository posts;

    ArticleCache(CacheManager caches, PostRepository posts) {
        super(caches, CacheOptions.named("articles").timeToLive(Duration.ofMinutes(30)));
        this.posts = posts;
    }

    @Override
    protected Post load(Long id) {
        return posts.byId(id);
    }
}

@Service
class ArticleService {

    private final ArticleCache articles;

    ArticleService(ArticleCache articles) {
        this.articles = articles;
    }

    String title(long id) {
        return articles.get(id).title();
    }
}
// end::bean[]

/** The examples of docs/getting-started.md. */
class GettingStartedExampleTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({ArticleCache.class, ArticleService.class})
    static class Application {}

    @Test
    void aStrategyIsABean() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(PostRepository.class, () -> id -> new Post(id, "Post " + id))
                .withPropertyValues("larder.caches.articles.time-to-live=5m")
                .run(context -> {
                    assertThat(context.getBean(ArticleService.class).title(7)).isEqualTo("Post 7");
                    assertThat(context.getBean(ArticleCache.class).timeToLive(7L))
                            .isLessThanOrEqualTo(Duration.ofMinutes(5));
                });
    }

    // tag::unit-test[]
    @Test
    void titlesComeFromTheRepository() {
        ArticleCache articles = new ArticleCache(CacheManager.inMemory(), id -> new Post(id, "Hello"));

        assertThat(new ArticleService(articles).title(7)).isEqualTo("Hello");
        assertThat(articles.stats().loads()).isEqualTo(1);
    }
    // end::unit-test[]
}
