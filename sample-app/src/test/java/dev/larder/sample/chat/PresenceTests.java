// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheManager;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresenceTests {

    private final TestTime time = new TestTime();
    private final CacheManager caches =
            CacheManager.builder().time(time.sources()).build();
    private final OnlineStatusCache online = new OnlineStatusCache(caches);
    private final TypingCache typing = new TypingCache(caches);

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void whoSaysNothingForAMinuteIsOffline() {
        online.markOnline(1);
        time.advance(Duration.ofSeconds(30));
        online.markOnline(2);

        time.advance(Duration.ofMillis(29_999));
        assertThat(online.onlineAmong(List.of(1L, 2L, 3L))).containsExactly(1L, 2L);

        time.advance(Duration.ofMillis(1));
        assertThat(online.onlineAmong(List.of(1L, 2L, 3L))).containsExactly(2L);
    }

    @Test
    void whoSaysSoAgainStaysOnline() {
        online.markOnline(1);
        time.advance(Duration.ofSeconds(59));
        online.markOnline(1);
        time.advance(Duration.ofSeconds(59));

        assertThat(online.onlineAmong(List.of(1L))).containsExactly(1L);
    }

    @Test
    void whoGoesIsOfflineAtOnce() {
        online.markOnline(1);

        online.markOffline(1);

        assertThat(online.onlineAmong(List.of(1L))).isEmpty();
    }

    @Test
    void typingEndsAfterTenSeconds() {
        typing.markTyping(7, 1);

        time.advance(Duration.ofMillis(9_999));
        assertThat(typing.typingAmong(7, List.of(1L, 2L))).containsExactly(1L);

        time.advance(Duration.ofMillis(1));
        assertThat(typing.typingAmong(7, List.of(1L, 2L))).isEmpty();
    }

    @Test
    void oneTypesInOneConversation() {
        typing.markTyping(7, 1);

        assertThat(typing.typingAmong(8, List.of(1L))).isEmpty();
    }
}
