// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who types: whoever did within the last ten seconds. Keys are such as {@code chat:v1:conversation:7:typing:12}. */
@Component
class TypingCache extends BaseCacheStrategy<Typist, Presence> {

    TypingCache(CacheManager caches) {
        super(
                caches,
                CacheOptions.named("typing")
                        .namespace("chat")
                        .keyPattern("conversation:{}:typing:{}")
                        .timeToLive(Duration.ofSeconds(10)));
    }

    void markTyping(long conversation, long user) {
        put(new Typist(conversation, user), Presence.TYPING);
    }

    void stopTyping(long conversation, long user) {
        evict(new Typist(conversation, user));
    }

    List<Long> typingAmong(long conversation, Collection<Long> users) {
        List<Typist> typists =
                users.stream().map(user -> new Typist(conversation, user)).toList();
        return getAll(typists).keySet().stream().map(Typist::user).toList();
    }
}
