// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of messages. What it changes has committed when it returns. */
@Transactional(readOnly = true)
interface MessageRepository extends Repository<StoredMessage, Long> {

    /** Returns the newest messages, the newest first; {@code null} if there is no such conversation. */
    default @Nullable List<Message> latest(long conversation, int count) {
        List<Message> messages = newest(conversation, count);
        return messages.isEmpty() && !conversationExists(conversation) ? null : messages;
    }

    /** Returns the message as the database holds it from now on. */
    @Transactional
    default Message save(long conversation, long author, String text) {
        return save(new StoredMessage(conversation, author, text)).toMessage();
    }

    @Query("""
            select new dev.larder.sample.chat.Message(m.id, m.authorId, m.text, m.sentAt)
            from StoredMessage m where m.conversationId = :conversation order by m.id desc limit :count""")
    List<Message> newest(long conversation, int count);

    @Query(value = "select exists (select 1 from conversations where id = :conversation)", nativeQuery = true)
    boolean conversationExists(long conversation);

    @Transactional
    StoredMessage save(StoredMessage message);
}
