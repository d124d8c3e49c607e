// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

@Service
class ConversationService {

    static final int LONGEST_AUTHOR = 50;
    static final int LONGEST_TEXT = 2_000;

    private final ConversationMessagesCache messages;

    ConversationService(ConversationMessagesCache messages) {
        this.messages = messages;
    }

    List<Message> messages(long conversation) {
        List<Message> latest = messages.get(conversation);
        if (latest == null) {
            throw new UnknownConversationException(conversation);
        }
        return latest;
    }

    Message post(long conversation, NewMessage message) {
        String author = require("author", message.author(), LONGEST_AUTHOR);
        String text = require("text", message.text(), LONGEST_TEXT);
        try {
            return messages.add(conversation, author, text);
        } catch (DataIntegrityViolationException refused) {
            throw new UnknownConversationException(conversation);
        }
    }

    private static String require(String field, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            throw new InvalidMessageException("%s must not be empty".formatted(field));
        }
        if (value.length() > longest) {
            throw new InvalidMessageException(
                    "%s must have at most %d characters, but has %d".formatted(field, longest, value.length()));
        }
        return value;
    }
}
