// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.BaseCacheStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

enum Presence {
    ONLINE,
    AWAY
}

// tag::online-status[]
class OnlineStatusCache extends BaseCacheStrategy<Long, Presence> {

    OnlineStatusCache(CacheManager caches) {
        super(caches, CacheOptions.named("online").namespace("chat").timeToLive(Duration.ofSeconds(60)));
    }

    void markOnline(long user) {
        put(user, Presence.ONLINE);
    }

    Set<Long> onlineAmong(Collection<Long> users) {
        return getAll(users).keySet();
    }
}
// end::online-status[]

/** The example of docs/strategies/base.md. */
class OnlineStatusExampleTests {

    private final TestTime time = new TestTime();
    private final OnlineStatusCache online =
            new OnlineStatusCache(CacheManager.builder().time(time.sources()).build());

    @Test
    void tellsWhoIsOnline() {
        online.markOnline(7);
        online.markOnline(9);

        assertThat(online.onlineAmong(List.of(7L, 8L, 9L))).containsExactly(7L, 9L);
    }

    @Test
    void forgetsAfterAMinute() {
        online.markOnline(7);

        time.advance(Duration.ofSeconds(61));

        assertThat(online.get(7L)).isNull();
    }
}
