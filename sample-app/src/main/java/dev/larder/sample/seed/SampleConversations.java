// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** 50 conversations among 2 to 8 members, with 10,000 messages together. */
final class SampleConversations {

    static final int COUNT = 50;
    static final int MESSAGES = 10_000;

    private static final int FEWEST_MEMBERS = 2;
    private static final int MOST_MEMBERS = 8;
    private static final Instant FIRST = Instant.parse("2026-01-01T08:00:00Z");

    private final Random random = new Random(3);
    private final SampleTexts texts = new SampleTexts(random);

    void fill(JdbcTemplate database) {
        List<List<Integer>> members =
                IntStream.range(0, COUNT).mapToObj(index -> members()).toList();
        database.batchUpdate(
                "insert into conversations (id) values (?)",
                conversations().mapToObj(id -> new Object[] {id}).toList());
        database.batchUpdate(
                "insert into members (conversation_id, user_id) values (?, ?)",
                conversations()
                        .boxed()
                        .flatMap(id -> rows(id, members.get(id - 1)))
                        .toList());
        database.batchUpdate(
                "insert into messages (id, conversation_id, author_id, text, sent_at) values (?, ?, ?, ?, ?)",
                IntStream.rangeClosed(1, MESSAGES)
                        .mapToObj(id -> message(id, members))
                        .toList());
    }

    private static IntStream conversations() {
        return IntStream.rangeClosed(1, COUNT);
    }

    private List<Integer> members() {
        int count = FEWEST_MEMBERS + random.nextInt(MOST_MEMBERS - FEWEST_MEMBERS + 1);
        return List.copyOf(SampleUsers.some(random, count));
    }

    private static Stream<Object[]> rows(int conversation, List<Integer> members) {
        return members.stream().map(user -> new Object[] {conversation, user});
    }

    private Object[] message(int id, List<List<Integer>> members) {
        int conversation = 1 + random.nextInt(COUNT);
        List<Integer> authors = members.get(conversation - 1);
        return new Object[] {
            id,
            conversation,
            authors.get(random.nextInt(authors.size())),
            texts.message(),
            FIRST.plus(Duration.ofMinutes(30L * id)).atOffset(ZoneOffset.UTC)
        };
    }
}
