// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A small application with caches that operators look at, to be started by hand too. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class OperatedApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(OperatedApplication.class, arguments);
    }

    @Bean
    FeedCache feed(CacheManager caches) {
        return new FeedCache(caches);
    }

    @Bean
    MessagesCache messages(CacheManager caches) {
        return new MessagesCache(caches);
    }

    @Bean
    PreviewCache previews(CacheManager caches) {
        return new PreviewCache(caches);
    }

    record FeedPage(long user, int number) {}

    static class FeedCache extends CacheAsideStrategy<FeedPage, String> {

        FeedCache(CacheManager caches) {
            super(caches, CacheOptions.named("feed").timeToLive(Duration.ofMinutes(90)));
        }

        @Override
        protected String load(FeedPage page) {
            return "page " + page.number() + " of " + page.user();
        }
    }

    static class MessagesCache extends WriteThroughCacheStrategy<Long, String> {

        MessagesCache(CacheManager caches) {
            super(caches, CacheOptions.named("messages").namespace("chat").keyPattern("conversation:{}:messages"));
        }

        @Override
        protected String load(Long conversation) {
            return "messages of " + conversation;
        }
    }

    /** Its keys hold whatever users type. */
    static class PreviewCache extends CacheAsideStrategy<String, String> {

        PreviewCache(CacheManager caches) {
            super(caches, CacheOptions.named("previews").namespace("chat"));
        }

        @Override
        protected String load(String address) {
            return "preview of " + address;
        }
    }

    @RestController
    static class Pages {

        private final FeedCache feed;
        private final MessagesCache messages;

        Pages(FeedCache feed, MessagesCache messages) {
            this.feed = feed;
            this.messages = messages;
        }

        @GetMapping("/users/{user}/feed/{number}")
        String feed(@PathVariable long user, @PathVariable int number) {
            return feed.get(new FeedPage(user, number));
        }

        @GetMapping("/conversations/{conversation}/messages")
        String messages(@PathVariable long conversation) {
            return messages.get(conversation);
        }
    }
}
