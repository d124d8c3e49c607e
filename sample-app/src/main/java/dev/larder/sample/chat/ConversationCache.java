// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.CacheAsideStrategy;
import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Conversations under keys such as {@code chat:v1:conversation:7}. Nothing changes them, so nothing evicts them. */
@Component
class ConversationCache extends CacheAsideStrategy<Long, Conversation> {

    private final ConversationRepository conversations;

    ConversationCache(CacheManager caches, ConversationRepository conversations) {
        super(
                caches,
                CacheOptions.named("conversations")
                        .namespace("chat")
                        .keyPattern("conversation:{}")
                        .timeToLive(Duration.ofMinutes(30)));
        this.conversations = conversations;
    }

    @Override
    protected @Nullable Conversation load(Long id) {
        List<Long> members = conversations.membersOf(id);
        return members.isEmpty() ? null : new Conversation(id, members);
    }
}
