// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.WarmUp;
import dev.larder.WarmUpReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

interface Users {

    List<Long> mostActive(int count);
}

// tag::at-start[]
@Component
class FeedWarmUp {

    private final UserFeedCache feed;
    private final Users users;

    FeedWarmUp(UserFeedCache feed, Users users) {
        this.feed = feed;
        this.users = users;
    }

    @EventListener(ApplicationReadyEvent.class)
    void warmUp() {
        feed.warmUp(users.mostActive(1_000).stream()
                .map(user -> new FeedPage(user, 0))
                .toList());
    }
}
// end::at-start[]

/** The examples of warming up in docs/strategies/cache-aside.md. */
class WarmUpExampleTests {

    private static final List<Post> POSTS = List.of(new Post(1, "Hello"));

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(FeedWarmUp.class)
    static class Application {

        @Bean
        UserFeedCache userFeedCache(CacheManager caches) {
            return new UserFeedCache(caches, (user, page) -> POSTS);
        }

        @Bean
        Users users() {
            return count -> LongStream.rangeClosed(1, count).boxed().toList();
        }
    }

    @Test
    void anApplicationThatIsReadyIsWarm() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(application.getBean(UserFeedCache.class).contains(new FeedPage(1_000, 0)))
                    .isTrue();
        }
    }

    @Test
    void aListenerHearsHowFarItIs() {
        UserFeedCache feed = new UserFeedCache(CacheManager.inMemory(), (user, page) -> POSTS);
        List<FeedPage> pages =
                LongStream.range(0, 100).mapToObj(user -> new FeedPage(user, 0)).toList();
        List<Integer> bar = new ArrayList<>();
        // tag::listener[]
        WarmUpReport report = feed.warmUp(
                pages,
                WarmUp.defaults().concurrency(2).batchSize(20).listener(progress -> bar.add(progress.percent())));
        // end::listener[]
        assertThat(report.failed()).isZero();
        assertThat(bar).containsExactly(20, 40, 60, 80, 100);
    }
}
