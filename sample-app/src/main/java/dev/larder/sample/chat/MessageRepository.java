// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/** The origin of messages. Each statement commits by itself. */
@Repository
class MessageRepository {

    private static final RowMapper<Message> MESSAGE = (row, number) -> new Message(
            row.getLong("id"),
            row.getString("author"),
            row.getString("text"),
            row.getObject("sent_at", OffsetDateTime.class).toInstant());

    private final JdbcClient database;

    MessageRepository(JdbcClient database) {
        this.database = database;
    }

    /** Returns the newest messages, the newest first; {@code null} if there is no such conversation. */
    @Nullable
    List<Message> latest(long conversation, int count) {
        List<Message> messages = database.sql(
                        "select * from message where conversation_id = ? order by id desc limit ?")
                .params(conversation, count)
                .query(MESSAGE)
                .list();
        return messages.isEmpty() && !exists(conversation) ? null : messages;
    }

    /** Returns the message as the database holds it from now on. */
    Message save(long conversation, String author, String text) {
        // Not "select … from final table (insert …)": H2 would keep a row that breaks a constraint.
        KeyHolder generated = new GeneratedKeyHolder();
        database.sql("insert into message (conversation_id, author, text) values (?, ?, ?)")
                .params(conversation, author, text)
                .update(generated, "id");
        return database.sql("select * from message where id = ?")
                .param(generated.getKey())
                .query(MESSAGE)
                .single();
    }

    private boolean exists(long conversation) {
        return database.sql("select exists (select 1 from conversation where id = ?)")
                .param(conversation)
                .query(Boolean.class)
                .single();
    }
}
