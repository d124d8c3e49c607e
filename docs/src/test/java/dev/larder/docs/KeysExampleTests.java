// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheOptions;
import dev.larder.key.CacheKeyBuilder;
import java.lang.reflect.Type;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of docs/keys.md, and the texts in its table. */
class KeysExampleTests {

    // tag::keys[]
    record FeedPage(long userId, int number) {}

    CacheOptions feed = CacheOptions.named("feed").timeToLive(Duration.ofHours(1));
    CacheOptions messages = CacheOptions.named("messages").namespace("chat").keyPattern("conversation:{}:messages");
    // end::keys[]

    @Test
    void keysHaveTheTextsOfTheTable() {
        CacheOptions online = CacheOptions.named("online").namespace("chat");

        assertThat(keys(feed, FeedPage.class).text(new FeedPage(7, 0))).isEqualTo("feed:v1:7:0");
        assertThat(keys(messages, Long.class).text(123L)).isEqualTo("chat:v1:conversation:123:messages");
        assertThat(keys(online, Long.class).text(123L)).isEqualTo("chat:v1:online:123");
    }

    private static CacheKeyBuilder keys(CacheOptions options, Type keyType) {
        return CacheKeyBuilder.of(options.name(), keyType)
                .namespace(options.namespace())
                .pattern(options.keyPattern());
    }
}
