// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last 50 messages of a conversation, the newest first, under keys such as {@code chat:v1:conversation:7:messages}. */
// tag::conversation-messages-cache[]
@Component
class ConversationMessagesCache extends WriteThroughCacheStrategy<Long, List<Message>> {

    private static final int SIZE = 50;

    private final MessageRepository messages;

    ConversationMessagesCache(CacheManager caches, MessageRepository messages) {
        super(
                caches,
                CacheOptions.named("messages")
                        .namespace("chat")
                        .keyPattern("conversation:{}:messages")
                        .timeToLive(Duration.ofMinutes(30)));
        this.messages = messages;
    }

    @Override
    protected @Nullable List<Message> load(Long conversation) {
        return messages.latest(conversation, SIZE);
    }

    Message add(Long conversation, long author, String text) {
        return write(conversation, () -> messages.save(conversation, author, text), ConversationMessagesCache::newest);
    }

    private static List<Message> newest(List<Message> cached, Message saved) {
        // By id, because load sorts by id: what is merged is what a load would bring.
        return Stream.concat(cached.stream(), Stream.of(saved))
                .sorted(Comparator.comparingLong(Message::id).reversed())
                .limit(SIZE)
                .toList();
    }
}
// end::conversation-messages-cache[]
