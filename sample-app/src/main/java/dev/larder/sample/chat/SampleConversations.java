// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Fills the database with 50 conversations and 10,000 messages, the same ones each time. */
@Component
class SampleConversations implements InitializingBean {

    static final int CONVERSATIONS = 50;
    static final int MESSAGES = 10_000;

    private static final long SEED = 42;
    private static final Instant FIRST = Instant.parse("2026-01-01T08:00:00Z");
    private static final List<String> AUTHORS =
            List.of("Ada", "Barbara", "Edsger", "Frances", "Grace", "Ken", "Leslie", "Margaret");
    private static final List<String> OPENINGS =
            List.of("Did you see", "I like", "Who knows more about", "Tell me about", "I was told of");
    private static final List<String> SUBJECTS =
            List.of("the new bakery", "tonight's concert", "the train to Lyon", "that film", "the garden");
    private static final List<String> ENDINGS = List.of("?", " :-)", ", really", ", please", " – or not");

    private final JdbcTemplate database;

    SampleConversations(JdbcTemplate database) {
        this.database = database;
    }

    @Override
    public void afterPropertiesSet() {
        Random random = new Random(SEED);
        database.batchUpdate(
                "insert into conversation (id) values (?)",
                LongStream.rangeClosed(1, CONVERSATIONS)
                        .mapToObj(id -> new Object[] {id})
                        .toList());
        database.batchUpdate(
                "insert into message (conversation_id, author, text, sent_at) values (?, ?, ?, ?)",
                IntStream.range(0, MESSAGES)
                        .mapToObj(number -> message(number, random))
                        .toList());
    }

    private static Object[] message(int number, Random random) {
        return new Object[] {
            1 + random.nextInt(CONVERSATIONS),
            pick(AUTHORS, random),
            pick(OPENINGS, random) + " " + pick(SUBJECTS, random) + pick(ENDINGS, random),
            FIRST.plus(Duration.ofMinutes(number)).atOffset(ZoneOffset.UTC)
        };
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
