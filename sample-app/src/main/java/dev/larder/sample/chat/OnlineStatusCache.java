// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who is online: whoever said so within the last minute. Keys are such as {@code chat:v1:online:12}. */
@Component
class OnlineStatusCache extends BaseCacheStrategy<Long, Presence> {

    OnlineStatusCache(CacheManager caches) {
        super(caches, CacheOptions.named("online").namespace("chat").timeToLive(Duration.ofSeconds(60)));
    }

    void markOnline(long user) {
        put(user, Presence.ONLINE);
    }

    void markOffline(long user) {
        evict(user);
    }

    Set<Long> onlineAmong(Collection<Long> users) {
        return getAll(users).keySet();
    }
}
