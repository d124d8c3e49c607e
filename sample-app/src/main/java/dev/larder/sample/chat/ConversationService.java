// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.sample.feed.ProfileService;
import dev.larder.sample.problem.RefusedException;
import dev.larder.sample.problem.UnknownException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class ConversationService {

    private final ConversationCache conversations;
    private final ConversationMessagesCache messages;
    private final TypingCache typing;
    private final ProfileService profiles;

    ConversationService(
            ConversationCache conversations,
            ConversationMessagesCache messages,
            TypingCache typing,
            ProfileService profiles) {
        this.conversations = conversations;
        this.messages = messages;
        this.typing = typing;
        this.profiles = profiles;
    }

    Conversation conversation(long id) {
        Conversation conversation = conversations.get(id);
        if (conversation == null) {
            throw new UnknownException("conversation", id);
        }
        return conversation;
    }

    List<Message> messages(long conversation) {
        List<Message> latest = messages.get(conversation);
        if (latest == null) {
            throw new UnknownException("conversation", conversation);
        }
        return latest;
    }

    @Transactional
    public Message post(long conversation, NewMessage message) {
        requireMember(conversation, message.author());
        Message posted = messages.add(conversation, message.author(), message.text());
        typing.stopTyping(conversation, message.author());
        return posted;
    }

    void types(long conversation, long user) {
        requireMember(conversation, user);
        typing.markTyping(conversation, user);
    }

    List<Long> typing(long conversation) {
        return typing.typingAmong(conversation, conversation(conversation).members());
    }

    private void requireMember(long conversation, long user) {
        if (!conversation(conversation).members().contains(user)) {
            profiles.profile(user);
            throw new RefusedException(
                    HttpStatus.FORBIDDEN,
                    "Not a member",
                    "User %d is not a member of conversation %d".formatted(user, conversation));
        }
    }
}
